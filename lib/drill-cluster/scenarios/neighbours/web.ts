import { container, DAY_MS, HOUR_MS, podSpec, type Seeder, template } from '../build.ts';
import { addDeployment } from '../workloads.ts';
import { days, simple, TIGHT } from './words.ts';

export function addWeb(seed: Seeder): void {
  const landing = (tag: string) =>
    template(
      { app: 'landing', version: tag },
      podSpec(
        [
          container({
            name: 'landing',
            image: `registry.acme.example/web/landing:${tag}`,
            ports: { http: 8080 },
            cpu: '20m',
            memory: '32Mi',
            security: TIGHT,
          }),
        ],
        { securityContext: { runAsUser: 101 } },
      ),
    );
  addDeployment(
    seed,
    {
      namespace: 'web',
      name: 'landing',
      ageMs: 150 * DAY_MS,
      revision: 88,
      template: landing('88'),
      pods: [{ ageMs: 3 * HOUR_MS, fault: 'ImagePullBackOff' }],
    },
    { template: landing('87'), ageMs: 19 * DAY_MS, pods: days(19, 6) },
  );
  addDeployment(seed, {
    namespace: 'web',
    name: 'checkout-ui',
    ageMs: 140 * DAY_MS,
    revision: 212,
    pods: days(2, 2),
    template: simple(
      'checkout-ui',
      {
        image: 'registry.acme.example/web/checkout-ui:212',
        ports: { http: 3000 },
        cpu: '50m',
        memory: '96Mi',
        security: TIGHT,
      },
      { serviceAccountName: 'checkout', securityContext: { runAsUser: 1000 } },
    ),
  });
  addDeployment(seed, {
    namespace: 'web',
    name: 'imgproxy',
    ageMs: 64 * DAY_MS,
    hash: '5d4c8f7b96',
    pods: [
      { suffix: '9wz6t', node: 'worker-7', ageMs: 19 * DAY_MS, restarts: 1, startedMs: 9 * DAY_MS },
      { suffix: 'lls9s', node: 'worker-11', ageMs: 19 * DAY_MS },
    ],
    template: simple('imgproxy', {
      image: 'docker.io/darthsim/imgproxy:latest',
      ports: { http: 8080 },
      cpu: '50m',
      memory: '64Mi',
    }),
  });
}
