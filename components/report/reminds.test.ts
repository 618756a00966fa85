import { expect, test } from 'vitest';
import { remindsOf } from './reminds';

const CASE = {
  commander: { id: 'ines', name: 'Ines' },
  closedAt: null,
  members: [
    { person: { id: 'mei' }, role: 'analyst' as const },
    { person: { id: 'ruth' }, role: 'liaison' as const },
    { person: { id: 'tom' }, role: 'scribe' as const },
  ],
};

test.each([
  ['the commander', 'ines', true],
  ['the liaison', 'ruth', true],
  ['the scribe', 'tom', true],
  ['an analyst is not', 'mei', false],
  ['somebody else is not', 'kim', false],
])('%s is reminded', (_, who, reminded) => expect(remindsOf(CASE, who)).toBe(reminded));

test('of a closed case nobody is', () =>
  expect(remindsOf({ ...CASE, closedAt: '2026-11-25T03:04:12Z' }, 'ines')).toBe(false));
