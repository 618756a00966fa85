import { DAY_MS, HOUR_MS, type Seeder } from '../build.ts';
import { addDeployment, addStatefulSet } from '../workloads.ts';
import { days, simple, TIGHT } from './words.ts';

export function addData(seed: Seeder): void {
  addStatefulSet(seed, {
    namespace: 'data',
    name: 'postgres',
    ageMs: 190 * DAY_MS,
    pods: [
      { ageMs: 64 * DAY_MS, node: 'worker-1' },
      { ageMs: 31 * DAY_MS, node: 'worker-12' },
    ],
    template: simple(
      'postgres',
      {
        image: 'docker.io/library/postgres:18.1',
        ports: { postgres: 5432 },
        cpu: '250m',
        memory: '256Mi',
        limit: '1Gi',
        secretEnv: { POSTGRES_PASSWORD: ['postgres-superuser', 'password'] },
        security: { allowPrivilegeEscalation: false },
      },
      { serviceAccountName: 'postgres', securityContext: { runAsUser: 999, fsGroup: 999 } },
    ),
  });
  addStatefulSet(seed, {
    namespace: 'data',
    name: 'redis',
    ageMs: 100 * DAY_MS,
    pods: days(19),
    template: simple(
      'redis',
      { image: 'docker.io/library/redis:8.2-alpine', ports: { redis: 6379 }, cpu: '50m', memory: '64Mi' },
      { securityContext: { runAsUser: 999 } },
    ),
  });
  addDeployment(seed, {
    namespace: 'data',
    name: 'warehouse-sync',
    ageMs: 80 * DAY_MS,
    pods: [{ ageMs: 2 * DAY_MS, restarts: 1, startedMs: 20 * HOUR_MS }],
    template: simple(
      'warehouse-sync',
      { image: 'registry.acme.example/data/warehouse-sync:0.31', cpu: '100m', memory: '128Mi', security: TIGHT },
      { serviceAccountName: 'sync', securityContext: { runAsUser: 1000 } },
    ),
  });
  addDeployment(seed, {
    namespace: 'data',
    name: 'bi-loader',
    ageMs: 5 * HOUR_MS,
    pods: [{ ageMs: 5 * HOUR_MS, fault: 'Pending' }],
    template: simple('bi-loader', { image: 'registry.acme.example/data/bi-loader:2.0.0', cpu: '24', memory: '64Gi' }),
  });
  addDeployment(seed, {
    namespace: 'data',
    name: 'report-export',
    ageMs: 44 * DAY_MS,
    revision: 9,
    pods: [{ suffix: 'wxjhv', ageMs: 2 * DAY_MS, fault: 'CrashLoopBackOff', restarts: 12 }],
    template: simple('report-export', {
      image: 'registry.acme.example/data/report-export:1.9.0',
      cpu: '100m',
      memory: '128Mi',
    }),
  });
}
