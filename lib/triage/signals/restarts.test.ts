import { expect, test } from 'vitest';
import { pod } from '../../testing/builders.ts';
import { contextAround } from '../../testing/triage.ts';
import { restarts } from './restarts.ts';

const restarted = (restartCount: number, finishedAt?: string) =>
  pod({
    status: {
      containerStatuses: [
        {
          name: 'app',
          image: '',
          imageID: '',
          ready: true,
          restartCount,
          state: {},
          ...(finishedAt && { lastState: { terminated: { exitCode: 1, finishedAt } } }),
        },
      ],
    },
  });

test.each([
  ['none', restarted(0), undefined],
  ['one, just now', restarted(1, '2026-11-25T02:50:00Z'), 2],
  ['four', restarted(4, '2026-11-25T02:50:00Z'), 4],
  ['thirty', restarted(30, '2026-11-25T02:50:00Z'), 6],
  ['thirty, the last a week ago', restarted(30, '2026-11-18T02:50:00Z'), undefined],
  ['when is not known', restarted(1), 2],
])('%s', (_, suspect, weight) => expect(restarts(suspect, contextAround(suspect))?.weight).toBe(weight));
