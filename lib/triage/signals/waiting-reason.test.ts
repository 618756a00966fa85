import { expect, test } from 'vitest';
import { node, pod } from '../../testing/builders.ts';
import { contextAround } from '../../testing/triage.ts';
import { waitingReason } from './waiting-reason.ts';

const waits = (reason: string, message?: string) =>
  pod({
    status: {
      phase: 'Pending',
      containerStatuses: [
        {
          name: 'app',
          image: '',
          imageID: '',
          ready: false,
          restartCount: 0,
          state: { waiting: { reason, ...(message && { message }) } },
        },
      ],
    },
  });

test.each([
  [
    'CrashLoopBackOff',
    waits('CrashLoopBackOff', 'back-off 5m'),
    'A container waits with CrashLoopBackOff (app: back-off 5m).',
  ],
  ['ErrImagePull', waits('ErrImagePull'), 'A container waits with ErrImagePull (app: no message).'],
  ['on its way', waits('ContainerCreating'), undefined],
  ['running', pod(), undefined],
])('%s', (_, suspect, reason) =>
  expect(waitingReason(suspect, contextAround(suspect, { nodes: [node()] }))?.reason).toBe(reason),
);

test('a lost node says as of when the status is', () => {
  const found = waitingReason(
    pod(),
    contextAround(null, { nodes: [node({ ready: 'Unknown', lastHeartbeatTime: '2026-11-25T02:59:00Z' })] }),
  );
  expect([found?.words, found?.reason]).toEqual(['Node lost', expect.stringContaining('as of 2026-11-25T02:59:00Z')]);
});
test('a message of a megabyte is cut', () =>
  expect(waitingReason(waits('ErrImagePull', 'x'.repeat(1_000_000)), contextAround(null))?.reason.length).toBeLessThan(
    500,
  ));
