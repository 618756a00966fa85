import { expect, test } from 'vitest';
import { row } from '../testing/triage.ts';
import { rowsJson, streamOf } from './rows-json.ts';

const many = (count: number) => Array.from({ length: count }, (_, i) => row({ uid: `u${i}`, name: `pod "${i}" ü` }));

test.each([0, 1, 199, 200, 201, 1_000])('%d rows come out as they went in, whatever the pieces', async (count) => {
  const rows = many(count);
  const answer = await new Response(streamOf(rowsJson(rows, { total: count, status: { state: 'live' } }))).json();
  expect(answer).toEqual({ rows, total: count, status: { state: 'live' } });
});

test('no piece holds more than a fraction of the rows', () => {
  const pieces = [...rowsJson(many(1_000), { total: 1_000 })];
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(pieces.join('').length / 4);
});

test('with nothing beside the rows', () => expect([...rowsJson([], {})].join('')).toBe('{"rows":[]}'));
