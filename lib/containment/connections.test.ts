import { expect, test } from 'vitest';
import { establishedIn, judgeConnections, segmentsIn } from './connections.ts';

const row = (remote: string, state: string, rest = '00000000:00000000 00:00000000 00000000') =>
  `   0: 0A00000A:8235 ${remote} ${state} ${rest} 0 0 1`;

test.each([
  [
    'an outside address',
    row('427100CB:115C', '01'),
    [{ local: '10.0.0.10:33333', remote: '203.0.113.66:4444', stalled: false }],
  ],
  [
    'one that sends again and again without an answer',
    row('427100CB:115C', '01', '00000148:00000000 01:00000258 00000007'),
    [{ local: '10.0.0.10:33333', remote: '203.0.113.66:4444', stalled: true }],
  ],
  ['one that only listens', row('00000000:0000', '0A'), []],
  ['one inside the pod', row('0100007F:1F90', '01'), []],
  [
    'an address in IPv6 form',
    '   0: 0000000000000000FFFF00000A00000A:8235 0000000000000000FFFF0000427100CB:115C 01 0:0 00:0 0',
    [{ local: '10.0.0.10:33333', remote: '203.0.113.66:4444', stalled: false }],
  ],
  ['what is no table', 'cat: not found', []],
])('established: %s', (_, text, connections) => expect(establishedIn(text)).toEqual(connections));

const open = { local: 'a', remote: '203.0.113.66:4444', stalled: false };
const looked = (connections: (typeof open)[], arrived: number | null) =>
  judgeConnections({ seen: 'looked', connections, arrived, overMs: 1_500 });

test.each([
  ['none left', looked([], 3), 'cut', 'ok'],
  ['all send again without an answer', looked([{ ...open, stalled: true }], 3), 'cut', 'ok'],
  ['open and packets arrive', looked([open], 3), 'passing', 'failed'],
  ['one of two is cut, the other passes', looked([open, { ...open, stalled: true }], 3), 'passing', 'failed'],
  ['open and silent: an idle one looks the same', looked([open], 0), 'unknown', 'unknown'],
  ['open and not counted', looked([open], null), 'unknown', 'unknown'],
  ['nothing could look', judgeConnections({ seen: 'not-looked', why: 'no shell' }), 'unknown', 'unknown'],
  ['no container runs', judgeConnections({ seen: 'nothing-runs' }), 'cut', 'ok'],
] as const)('what was open before: %s', (_, verdict, state, mark) => {
  expect(verdict).toMatchObject({ state, check: { state: mark } });
});

test('segments are counted by the name of the column', () => {
  expect(segmentsIn('Ip: a b\nIp: 1 2\nTcp: RtoMin InSegs OutSegs\nTcp: 200 41 7\n')).toBe(41);
  expect(segmentsIn('nothing')).toBeNull();
});
