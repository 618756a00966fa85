import { expect, REAL_CLUSTER, test } from './fixtures.ts';
import { openCaseAbout, pressTwice, step, turnActionsOn } from './steps.ts';

/** Each pod of the namespace web, and what bringing its workload to zero takes. */
const TAKES: [pod: RegExp, requests: string[]][] = [
  [/^front-/, ['PATCH replicasets/front/scale accepted']],
  [/^sessions-0$/, ['PATCH statefulsets/sessions/scale accepted']],
  [/^node-agent-/, ['PATCH daemonsets/node-agent accepted']],
  [/^report-now-/, ['PATCH cronjobs/report accepted', 'PATCH jobs/report-now accepted']],
  [/^reindex-/, ['PATCH jobs/reindex accepted']],
  [/^relic-/, []],
];

test(
  'with the rights of deploy/rbac.yaml each kind of workload can be brought to zero, and a quarantine be taken back',
  REAL_CLUSTER,
  async ({ page, signIn, kubectl }) => {
    kubectl('-n', 'web', 'create', 'job', 'report-now', '--from=cronjob/report');
    await signIn('commander');
    await turnActionsOn(page);

    await test.step('what would be sent for each kind passes a dry run by the API server', async () => {
      await page.goto('/triage?q=ns%3Aweb');
      for (const [pod] of TAKES)
        await page
          .getByRole('row', { name: nameIn(pod) })
          .first()
          .getByRole('checkbox')
          .check();
      await page.getByRole('button', { name: `Open case from ${TAKES.length} pods` }).click();
      await page.getByRole('button', { name: 'Open case', exact: true }).click();
      await expect(page).toHaveURL(/\/cases\/\d+$/);
      const number = Number(page.url().split('/').at(-1));
      const { suspectList } = await (await page.request.get(`/api/cases/${number}`)).json();
      const found: [string, string[]][] = [];
      for (const { id, podName } of suspectList as { id: string; podName: string }[]) {
        const plan = await (await page.request.get(`/api/cases/${number}/plan?suspect=${id}&step=scaleToZero`)).json();
        found.push([podName, plan.requests.map(wordsOf)]);
      }
      for (const [pod, requests] of TAKES) expect(found.find(([name]) => pod.test(name))?.[1]).toEqual(requests);
    });

    await test.step('a quarantine is sent and taken back', async () => {
      await openCaseAbout(page, 'ns:finance ledger-service', /ledger-service-/);
      const first = step(page, 1);
      await pressTwice(page, /^Send \d changes? to /);
      await expect(first).toContainText('evaluated from a fresh read: nothing is allowed');
      await first.getByRole('button', { name: 'Undo' }).click();
      await pressTwice(page, /^Send undo to /);
      await expect(page.getByRole('region', { name: /^Case \d+$/ }).getByRole('status')).toHaveText('Not contained');
      expect(kubectl('-n', 'finance', 'get', 'pods', '-l', 'app=ledger-service', '-o', 'name')).not.toBe('');
    });
  },
);

/** A row's name holds the pod's name among others. */
const nameIn = ({ source }: RegExp) => new RegExp(source.replace(/^\^/, '\\b').replace(/\$$/, '\\b'));

const wordsOf = ({ verb, target, dryRun }: { verb: string; target: string; dryRun: { outcome: string } }) =>
  `${verb} ${target} ${dryRun.outcome}`;
