import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byTimeDescending, type TimelineEntry } from './entry.ts';
import { cursorOf, type TimelinePage, type TimelineView } from './page.ts';
import { withEntry } from './pages.ts';
import { entry } from './test-entry.ts';

const VIEW: TimelineView = { q: '', zone: 'UTC', hidden: false };
const at = (n: number, second: number, over: Partial<TimelineEntry> = {}) =>
  entry({
    id: `0192f0c1-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`,
    sortAt: `2026-11-25T00:00:${String(second).padStart(2, '0')}.000Z`,
    ...over,
  });

/** What the route answers for pages of two, from the newest on, as far as `count` pages. */
function fetched(all: readonly TimelineEntry[], count: number): TimelinePage[] {
  const sorted = [...all].sort(byTimeDescending);
  const pages: TimelinePage[] = [];
  for (let from = 0; pages.length < count && (from === 0 || from < sorted.length); from += 2) {
    const entries = sorted.slice(from, from + 2);
    const last = entries.at(-1);
    const more = from + 2 < sorted.length;
    pages.push({
      entries,
      after: from === 0 || !entries[0] ? null : cursorOf(entries[0]),
      before: more && last ? cursorOf(last) : null,
      matching: from === 0 && !more ? entries.length : null,
    });
  }
  return pages;
}

const shown = (pages: readonly TimelinePage[]) => pages.flatMap(({ entries }) => entries);

test('fetched pages and then events show what the timeline has, down to where was fetched, in its order', () => {
  const moves = fc.array(fc.tuple(fc.nat(7), fc.nat(4)), { maxLength: 12 });
  fc.assert(
    fc.property(moves, moves, fc.integer({ min: 1, max: 4 }), (before, after, count) => {
      const all = new Map(before.map(([n, second]) => [n, at(n, second)]));
      let held = { pages: fetched([...all.values()], count) };
      const end = held.pages.at(-1)?.before ?? null;
      for (const [n, second] of after) {
        all.set(n, at(n, second));
        held = withEntry(held, at(n, second), VIEW) as typeof held;
      }
      const expected = [...all.values()].sort(byTimeDescending).filter((one) => end === null || cursorOf(one) >= end);
      expect(shown(held.pages).map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
    }),
  );
});

test('pages that begin below the newest take nothing newer', () => {
  const pages = [{ entries: [at(1, 10)], after: cursorOf(at(1, 10)), before: null, matching: null }];
  expect(withEntry({ pages }, at(2, 20), VIEW).pages).toEqual(pages);
  expect(shown(withEntry({ pages }, at(2, 5), VIEW).pages)).toHaveLength(2);
});

const hidden = { by: 'Ines', at: '2026-11-25T01:00:00.000Z', reason: 'probe of the monitoring' };
test.each([
  ['is hidden', { ...VIEW }, at(1, 10, { hidden })],
  ['no longer says what is looked for', { ...VIEW, q: 'curl' }, at(1, 10, { sentence: 'wget' })],
  ['moved out of the range', { ...VIEW, to: '2026-11-25T00:00:30Z' }, at(1, 40)],
])('an entry that %s leaves the view', (_, view, changed) => {
  const pages = [{ entries: [at(1, 10, { sentence: 'curl' })], after: null, before: null, matching: 1 }];
  expect(withEntry({ pages }, changed, view).pages[0]).toMatchObject({ entries: [], matching: 0 });
});
