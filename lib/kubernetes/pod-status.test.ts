import { describe, expect, test } from 'vitest';
import { node, pod } from '../testing/builders.ts';
import type { ContainerStatus, Pod } from './objects.ts';
import { podStatus } from './pod-status.ts';

type State = ContainerStatus['state'];
const status = (name: string, state: State, rest: Partial<ContainerStatus> = {}): ContainerStatus => ({
  name,
  image: 'i',
  imageID: '',
  ready: false,
  restartCount: 0,
  state,
  ...rest,
});
const running: State = { running: { startedAt: '2026-11-25T03:00:00Z' } };
const waiting = (reason: string): State => ({ waiting: { reason } });
const ended = (exitCode: number, reason?: string, signal?: number): State => ({
  terminated: { exitCode, ...(reason && { reason }), ...(signal && { signal }) },
});

interface Given {
  phase?: string;
  reason?: string;
  init?: ContainerStatus[];
  containers?: ContainerStatus[];
  conditions?: { type: string; status: string; reason?: string }[];
  deleted?: boolean;
  sidecar?: boolean;
}
function given({
  phase = 'Running',
  reason,
  init = [],
  containers = [],
  conditions = [],
  deleted,
  sidecar,
}: Given): Pod {
  const made = pod({
    containers: containers.map(({ name }) => ({ name })),
    initContainers: init.map(({ name }) => ({ name, ...(sidecar && { restartPolicy: 'Always' }) })),
    status: {
      phase,
      ...(reason && { reason }),
      initContainerStatuses: init,
      containerStatuses: containers,
      conditions,
    },
  });
  return deleted ? { ...made, metadata: { ...made.metadata, deletionTimestamp: '2026-11-25T03:00:00Z' } } : made;
}
const ready = [
  { type: 'Ready', status: 'True' },
  { type: 'Initialized', status: 'True' },
];

// the words are those that kubectl 1.37 prints
test.each<[string, Given, string, string, string]>([
  [
    'running and ready',
    { containers: [status('a', running, { ready: true })], conditions: ready },
    'Running',
    'ok',
    '1/1',
  ],
  [
    'running, not ready',
    { containers: [status('a', running)], conditions: [{ type: 'Ready', status: 'False' }] },
    'Running',
    'caution',
    '0/1',
  ],
  [
    'crash loop',
    { containers: [status('a', waiting('CrashLoopBackOff'), { restartCount: 4 })] },
    'CrashLoopBackOff',
    'failed',
    '0/1',
  ],
  [
    'image pull',
    { phase: 'Pending', containers: [status('a', waiting('ImagePullBackOff'))] },
    'ImagePullBackOff',
    'failed',
    '0/1',
  ],
  [
    'being created',
    { phase: 'Pending', containers: [status('a', waiting('ContainerCreating'))] },
    'ContainerCreating',
    'caution',
    '0/1',
  ],
  ['pending', { phase: 'Pending' }, 'Pending', 'caution', '0/0'],
  [
    'gated',
    { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] },
    'SchedulingGated',
    'caution',
    '0/0',
  ],
  ['completed', { phase: 'Succeeded', containers: [status('a', ended(0, 'Completed'))] }, 'Completed', 'done', '0/1'],
  [
    'one of two completed',
    { containers: [status('a', running, { ready: true }), status('b', ended(0, 'Completed'))], conditions: ready },
    'Running',
    'ok',
    '1/2',
  ],
  [
    'one completed, the other not ready',
    { containers: [status('a', ended(0, 'Completed')), status('b', running, { ready: true })] },
    'NotReady',
    'caution',
    '1/2',
  ],
  ['killed for memory', { containers: [status('a', ended(137, 'OOMKilled'))] }, 'OOMKilled', 'failed', '0/1'],
  [
    'an exit code without reason',
    { phase: 'Failed', containers: [status('a', ended(3))] },
    'ExitCode:3',
    'failed',
    '0/1',
  ],
  ['a signal', { phase: 'Failed', containers: [status('a', ended(0, undefined, 9))] }, 'Signal:9', 'failed', '0/1'],
  ['evicted', { phase: 'Failed', reason: 'Evicted' }, 'Evicted', 'failed', '0/0'],
  [
    'first of two init containers',
    {
      phase: 'Pending',
      init: [status('i', running), status('j', waiting('PodInitializing'))],
      containers: [status('a', waiting('PodInitializing'))],
    },
    'Init:0/2',
    'caution',
    '0/1',
  ],
  [
    'second of two',
    {
      phase: 'Pending',
      init: [status('i', ended(0, 'Completed')), status('j', running)],
      containers: [status('a', waiting('PodInitializing'))],
    },
    'Init:1/2',
    'caution',
    '0/1',
  ],
  [
    'init crash loop',
    {
      phase: 'Pending',
      init: [status('i', waiting('CrashLoopBackOff'))],
      containers: [status('a', waiting('PodInitializing'))],
    },
    'Init:CrashLoopBackOff',
    'failed',
    '0/1',
  ],
  ['init failed', { phase: 'Pending', init: [status('i', ended(1, 'Error'))] }, 'Init:Error', 'failed', '0/0'],
  [
    'init by signal',
    { phase: 'Pending', init: [status('i', ended(1, undefined, 9))] },
    'Init:Signal:9',
    'failed',
    '0/0',
  ],
  [
    'init done, main to come',
    { phase: 'Pending', init: [status('i', ended(0))], containers: [status('a', waiting('PodInitializing'))] },
    'PodInitializing',
    'caution',
    '0/1',
  ],
  [
    'a sidecar counts as a container',
    {
      sidecar: true,
      init: [status('s', running, { started: true, ready: true })],
      containers: [status('a', running, { ready: true })],
      conditions: ready,
    },
    'Running',
    'ok',
    '2/2',
  ],
  ['ending', { deleted: true, containers: [status('a', running)] }, 'Terminating', 'caution', '0/1'],
  ['ending on a lost node', { deleted: true, reason: 'NodeLost' }, 'Node lost', 'unknown', '0/0'],
  [
    'ended and deleted',
    { deleted: true, phase: 'Succeeded', containers: [status('a', ended(0, 'Completed'))] },
    'Completed',
    'done',
    '0/1',
  ],
])('%s', (_, input, word, level, count) => {
  const { status: shown, level: shownLevel, readyContainers, totalContainers } = podStatus(given(input), node());
  expect([shown, shownLevel, `${readyContainers}/${totalContainers}`]).toEqual([word, level, count]);
});

describe('a lost node', () => {
  const fine = given({
    containers: [status('a', running, { ready: true })],
    conditions: [{ type: 'Ready', status: 'False' }],
  });
  test('is said, with as of when the status is', () => {
    expect(podStatus(fine, node({ ready: 'Unknown', lastHeartbeatTime: '2026-11-25T02:59:00Z' }))).toMatchObject({
      status: 'Node lost',
      level: 'unknown',
      asOf: '2026-11-25T02:59:00Z',
    });
  });
  test('turns back when it reports', () =>
    expect(podStatus({ ...fine, status: { ...fine.status, conditions: ready } }, node())).toMatchObject({
      status: 'Running',
      level: 'ok',
      asOf: null,
    }));
  test('means nothing for what has ended', () =>
    expect(
      podStatus(
        given({ phase: 'Succeeded', containers: [status('a', ended(0, 'Completed'))] }),
        node({ ready: 'Unknown' }),
      ).status,
    ).toBe('Completed'));
  test('nodes that could not be read claim nothing', () =>
    expect(podStatus(fine, undefined)).toMatchObject({ status: 'Running', level: 'caution' }));
});

test('restarts and the last of them; those of init containers until they are done', () => {
  const restarted = (count: number, at: string) => ({
    restartCount: count,
    lastState: { terminated: { exitCode: 1, finishedAt: at } },
  });
  const init = [status('i', ended(0), restarted(2, '2026-11-25T01:00:00Z'))];
  const containers = [
    status('a', running, restarted(1, '2026-11-25T02:00:00Z')),
    status('b', running, restarted(3, '2026-11-25T02:30:00Z')),
  ];
  expect(podStatus(given({ init, containers }), node())).toMatchObject({
    restarts: 4,
    lastRestartAt: '2026-11-25T02:30:00Z',
  });
  expect(
    podStatus(given({ init: [status('i', running, restarted(2, '2026-11-25T01:00:00Z'))], containers: [] }), node()),
  ).toMatchObject({ restarts: 2, lastRestartAt: '2026-11-25T01:00:00Z' });
});

test('the reason that matters is named, not the one that is only on its way', () => {
  expect(
    podStatus(
      given({ containers: [status('a', waiting('ContainerCreating')), status('b', waiting('ErrImagePull'))] }),
      node(),
    ).waitingReason,
  ).toBe('ErrImagePull');
  expect(podStatus(pod({ status: {} }), undefined)).toMatchObject({
    status: 'Unknown',
    level: 'unknown',
    waitingReason: null,
  });
});
