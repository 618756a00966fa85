import fc from 'fast-check';
import { expect, test } from 'vitest';
import { paramsOf, stateFrom, type TimelineState } from './use-timeline-state';

const read = (query: string) => stateFrom(new URLSearchParams(query));
const DEFAULT: TimelineState = { q: '', range: null, zoom: null, order: 'latest', hidden: false, entry: '', at: '' };

test.each([
  ['nothing', ''],
  ['an entry that is no id', 'entry=%3Cscript%3E'],
  ['a range without its end', 'from=2026-11-25T03:00:00Z'],
  ['a range that ends before it begins', 'from=2026-11-25T03:00:00Z&to=2026-11-25T02:00:00Z'],
  ['a range that begins before the calendar', 'from=-200000-01-01T00:00:00Z&to=2026-11-25T03:00:00Z'],
  ['a zoom closer than can be seen', 'zoom=2026-11-25T03:00:00Z~2026-11-25T03:00:01Z'],
  ['a time that is none', 'at=yesterday'],
  ['an order that is none', 'order=sideways'],
])('an address with %s is that of the whole timeline', (_, query) => expect(read(query)).toEqual(DEFAULT));

test('an address says only what differs', () => {
  expect(paramsOf(DEFAULT).toString()).toBe('');
  expect(paramsOf({ ...DEFAULT, q: 'curl', order: 'oldest' }).toString()).toBe('q=curl&order=oldest');
});

const moment = fc.integer({ min: 0, max: 4e12 });
const span = fc.option(
  fc.tuple(moment, fc.integer({ min: 10_000, max: 1e10 })).map(([from, length]) => ({ from, to: from + length })),
);
const state = fc.record({
  q: fc.string({ maxLength: 50 }),
  range: span,
  zoom: span,
  order: fc.constantFrom('latest' as const, 'oldest' as const),
  hidden: fc.boolean(),
  entry: fc.option(fc.uuid(), { nil: '' }),
  at: fc.oneof(
    fc.constant(''),
    fc.uuid(),
    moment.map((ms) => new Date(ms).toISOString()),
  ),
});
test('what an address says is what is read from it', () => {
  fc.assert(
    fc.property(state, (given) => {
      expect(read(paramsOf(given).toString())).toEqual(given);
    }),
  );
});
