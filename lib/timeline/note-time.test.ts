import fc from 'fast-check';
import { expect, test } from 'vitest';
import { understandTime } from './note-time.ts';

const BERLIN = 'Europe/Berlin';
const at = (typed: string, zone = BERLIN) => {
  const understood = understandTime(typed, zone);
  return understood.ok ? understood.at : understood.words;
};

test.each([
  ['2026-11-25 03:04', '2026-11-25T02:04:00.000Z'],
  ['  2026-11-25 03:04:05  ', '2026-11-25T02:04:05.000Z'],
  ['2026-11-25T03:04:05.25', '2026-11-25T02:04:05.250Z'],
  ['2026-07-01 03:04', '2026-07-01T01:04:00.000Z'],
  ['2026-11-25', '2026-11-24T23:00:00.000Z'],
  ['2026-03-29 02:30:00Z', '2026-03-29T02:30:00.000Z'],
  ['2026-03-29 02:30:00 Z', '2026-03-29T02:30:00.000Z'],
  ['2026-03-29 02:30:00+02:00', '2026-03-29T00:30:00.000Z'],
  ['2026-03-29 02:30:00 -0130', '2026-03-29T04:00:00.000Z'],
])('%j is understood', (typed, expected) => expect(at(typed)).toBe(expected));

test.each([
  ['the hour that the clocks leave out', '2026-03-29 02:30:00', /does not exist/],
  ['the same with a blank at its end', '2026-03-29 02:30:00 ', /does not exist/],
  ['the hour that occurs twice', '2026-10-25 02:30', /occurs twice/],
  ['a day that no month has', '2026-02-30 10:00', /There is no/],
  ['an hour that no day has', '2026-02-03 25:00', /There is no/],
  ['words', 'yesterday', /Not a time/],
  ['nothing', '', /Not a time/],
])('%s is pointed out, not moved', (_, typed, words) => expect(at(typed)).toMatch(words));

test('a time that is written out is understood as itself, whatever the zone', () => {
  const instant = fc.date({
    min: new Date('2000-01-01T00:00:00Z'),
    max: new Date('2060-01-01T00:00:00Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(
      instant,
      fc.constantFrom(BERLIN, 'UTC', 'America/St_Johns', 'Pacific/Apia', 'Asia/Kolkata'),
      (date, zone) => {
        expect(at(date.toISOString(), zone)).toBe(date.toISOString());
      },
    ),
  );
});
