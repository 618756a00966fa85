import { expect, test } from 'vitest';
import { bothOf } from './both.ts';

test('of two versions no line is lost, and what both say stands once', () => {
  const theirs = { know: ['a', 'b by Ruth'], did: ['c'], need: [] };
  const mine = { know: ['a', 'b by Ines'], did: [], need: ['d'] };
  expect(bothOf(theirs, mine)).toEqual({ know: ['a', 'b by Ruth', 'b by Ines'], did: ['c'], need: ['d'] });
});
