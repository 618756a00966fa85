import { expect, test } from 'vitest';
import { pod } from '../../testing/builders.ts';
import { contextAround } from '../../testing/triage.ts';
import { veryNew } from './very-new.ts';

const old = [...Array(20).keys()].map((index) => pod({ name: `old-${index}` }));
const made = (createdAt: string) => pod({ name: 'x', createdAt });

test.each([
  ['five minutes ago', made('2026-11-25T02:55:00Z'), old, true],
  ['an hour ago', made('2026-11-25T02:00:00Z'), old, false],
  ['a clock ahead of ours', made('2026-11-25T03:00:30Z'), old, true],
  [
    'when the whole cluster just started, nothing is new',
    made('2026-11-25T02:55:00Z'),
    old.map((each, index) => pod({ name: `n-${index}`, ...(each.metadata && { createdAt: '2026-11-25T02:56:00Z' }) })),
    false,
  ],
  ['no time at all', { ...pod(), metadata: { name: 'x' } }, old, false],
])('%s', (_, suspect, pods, expected) =>
  expect(veryNew(suspect, contextAround(suspect, { pods })) !== null).toBe(expected),
);
