import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PHASES } from '../../cases/case.ts';
import { fill, subjectOf } from '../fill.ts';
import { Playbook } from '../playbook.ts';
import { PLAYBOOKS } from './index.ts';

const all = PHASES.flatMap((phase) => PLAYBOOKS[phase].steps.map((step) => ({ phase, step })));

test('every file of this folder is listed as the playbook of its phase, and each phase has one', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => !name.startsWith('index.'));
  expect(files.sort()).toEqual([...PHASES].sort().map((phase) => `${phase}.ts`));
  expect(Object.entries(PLAYBOOKS).map(([phase, playbook]) => [phase, playbook.phase])).toEqual(
    PHASES.map((phase) => [phase, phase]),
  );
});

test.each(PHASES)('the playbook of %s holds to the schema', (phase) => {
  expect(Playbook.safeParse(PLAYBOOKS[phase]).error).toBeUndefined();
});

// What responders do from habit and what the playbooks must say instead, with the command that is right.
test.each([
  ['top-cpu', /tail/, /head -n 11$/],
  ['snapshot', /tar czf \/tmp/, /tar cf - \/etc \/var\/log > /],
  ['scale-to-zero', /rollout pause/, /kubectl patch daemonset .*nodeSelector/],
  ['quarantine', /delete pod/, /policyTypes/],
  ['service-account', /can-i --list/, /--as=system:serviceaccount:/],
  ['audit', /kubectl logs .*kube-apiserver/, /audit\.log/],
  ['policies', /counting/, /--show-labels/],
  ['bindings', /clusterrolebindings alone/, /rolebindings/],
  ['failing-pods', /status\.phase/, /CrashLoopBackOff/],
  ['sockets', /-tulpn/, /-tanp/],
  ['container-image', /docker commit/, /ctr -n k8s\.io|checkpoint/],
  ['rebuild', /apt-get upgrade/, /--no-cache/],
  ['verify-signature', /TAG/, /@"\$NEW_DIGEST"/],
  ['recreate-account', /token/, /curl/],
  ['remove-planted', /--sort-by/, /^for kind in/],
  ['rebuild-node', /drain/, /!bulkhead\/quarantine/],
  ['redeploy', /rollout undo/, /set image/],
  ['hardening', /kubectl edit/, /kubectl diff/],
])('%s: the usual way is named, with its reason and the right command beside it', (key, wrong, right) => {
  const found = all.find(({ step }) => step.key === key)?.step;
  expect(found?.instead?.of).toMatch(wrong);
  expect(found?.instead?.because.length).toBeGreaterThan(30);
  expect(found?.commands.some(({ run }) => right.test(run))).toBe(true);
});

test('no command deletes a pod, writes into a suspect or puts a name from a cluster into a file name', () => {
  for (const { step } of all)
    for (const { run } of step.commands) {
      expect(run).not.toMatch(/delete pod\b|kubectl cp|tar c\S* \/tmp/);
      expect(run).not.toMatch(/kubectl get \w+,\S* .*--sort-by/); // an error, and no list
      expect(run).not.toMatch(/>\s*\S*\{\{(?!case\}\})/);
    }
});

test('for a suspect of a Deployment every command can be filled, but for those of other workloads', () => {
  const subject = subjectOf(
    {
      namespace: 'finance',
      podName: 'payment-1-abc',
      podUid: 'uid',
      node: 'worker-1',
      serviceAccount: 'payments',
      ownerChain: [{ kind: 'Deployment', name: 'payment', uid: 'dep' }],
      images: [{ container: 'app', image: 'registry.example/pay:1', digest: `sha256:${'a'.repeat(64)}` }],
    },
    { number: 42, detectedAt: '2026-11-24T02:04:12.000Z' },
  );
  const missing = all.flatMap(({ step }) =>
    step.commands.flatMap(({ run }) => fill(run, [subject]).flatMap((line) => line.missing)),
  );
  expect([...new Set(missing)].sort()).toEqual(['a CronJob', 'a DaemonSet', 'a StatefulSet']);
});
