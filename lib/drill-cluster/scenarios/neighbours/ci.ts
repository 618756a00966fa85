import { DAY_MS, type Seeder } from '../build.ts';
import { addStatefulSet } from '../workloads.ts';
import { days, hostPath, simple } from './words.ts';

export function addCi(seed: Seeder): void {
  addStatefulSet(seed, {
    namespace: 'ci',
    name: 'runner',
    ageMs: 120 * DAY_MS,
    pods: days(6, 2),
    template: simple(
      'runner',
      {
        image: 'ghcr.io/actions/runner:2.331.0',
        cpu: '500m',
        memory: '512Mi',
        env: { RUNNER_GROUP: 'acme' },
        secretEnv: { RUNNER_TOKEN: ['runner-token', 'token'] },
        mounts: { '/var/run/docker.sock': 'docker' },
      },
      { serviceAccountName: 'runner', volumes: [hostPath('docker', '/var/run/docker.sock', 'Socket')] },
    ),
  });
}
