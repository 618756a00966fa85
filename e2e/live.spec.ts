import { ANY_CLUSTER, expect, test } from './fixtures.ts';

test(
  'a pod that appears in the cluster, and one that is gone, show without a reload',
  ANY_CLUSTER,
  async ({ page, signIn, kubectl }) => {
    await signIn('analyst');
    await page.goto('/triage');
    const row = page.getByRole('row').filter({ hasText: 'just-started' });
    await page.getByLabel('Filter').fill('just-started');
    await expect(row).toHaveCount(0);
    const tolerate =
      '{"spec":{"tolerations":[{"key":"kwok.x-k8s.io/node","operator":"Exists"}],"terminationGracePeriodSeconds":0}}';
    kubectl('-n', 'finance', 'run', 'just-started', '--image=registry.example/unseen:1', `--overrides=${tolerate}`);
    await expect(row).toHaveCount(1);
    kubectl('-n', 'finance', 'delete', 'pod', 'just-started', '--wait=false');
    await expect(row).toHaveCount(0);
  },
);
