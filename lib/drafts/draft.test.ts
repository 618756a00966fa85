import { expect, test } from 'vitest';
import { reconcile, type Version } from './draft.ts';

const typed = (text: string, at: string): Version => ({ text, baseVersion: null, at: `2026-11-25T03:00:${at}Z` });

test.each<[string, Version | null, Version | null, string | null, string | null]>([
  ['nothing anywhere', null, null, null, null],
  ['only in this browser: it was offline', typed('a', '01'), null, 'a', null],
  ['only on the server: another device', null, typed('a', '01'), 'a', null],
  ['the same text', typed('a', '05'), typed('a', '01'), 'a', null],
  ['typed on in this browser', typed('abc', '05'), typed('ab', '01'), 'abc', null],
  ['typed on at another device', typed('ab', '01'), typed('abc', '05'), 'abc', null],
  ['two texts: the later is shown, the other is kept', typed('here', '05'), typed('there', '01'), 'here', 'there'],
  ['two texts, the other one later', typed('here', '01'), typed('there', '05'), 'there', 'here'],
])('%s', (_, local, remote, shown, other) => {
  const result = reconcile(local, remote);
  expect([result.shown?.text ?? null, result.other?.text ?? null]).toEqual([shown, other]);
});
