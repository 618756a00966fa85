import { expect, test } from 'vitest';
import { pod } from '../../testing/builders.ts';
import { contextAround, used } from '../../testing/triage.ts';
import { highCpu } from './high-cpu.ts';

const idle = used(0.01, 0.01, 0.01, 0.01);
const web = pod({ name: 'web' });

test.each([
  ['idle, then two cores for three samples', [idle, used(0.01, 2, 2, 2)], true],
  [
    'still a miner when the history has forgotten the idle time',
    [idle, used(2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2)],
    true,
  ],
  ['one burst', [idle, used(0.01, 0.01, 0.01, 2)], false],
  ['always busy', [used(2, 2, 2, 2), used(2, 2, 2, 2)], false],
  ['busier, but little', [idle, used(0.1, 0.1, 0.1, 0.1)], false],
  ['over again', [idle, used(2, 2, 2, 2), used(2, 0.01, 0.01, 0.01)], false],
  ['never seen idle: nothing is known', [used(2, 2)], false],
])('%s', (_, usage, expected) =>
  expect(highCpu(web, contextAround(web, { usage: { web: usage } })) !== null).toBe(expected),
);

test('without metrics nothing is raised', () => expect(highCpu(web, contextAround(web))).toBeNull());

test('says how much it is, and how much it was', () => {
  expect(highCpu(web, contextAround(web, { usage: { web: [idle, used(2, 2, 2, 2)] } }))?.reason).toBe(
    'Uses 2 cores; at 2026-11-25T03:00:00.000Z it was at 0.01.',
  );
});
