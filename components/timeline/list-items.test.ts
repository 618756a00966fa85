import { describe, expect, test } from 'vitest';
import { entry as testEntry } from '@/lib/timeline/test-entry';
import { compartmentAt, compartmentsOf, type Item, idsBetween, listItems, stepFrom } from './list-items';

const at = (minute: number) => `2026-11-25T03:${String(minute).padStart(2, '0')}:00.000Z`;
const entry = (id: string, minute: number, group: string | null = null) =>
  testEntry({ id, occurredAt: at(minute), group: group ? { id: group, title: `Group ${group}` } : null });
const spans = compartmentsOf({
  detectedAt: at(4),
  closedAt: null,
  phaseHistory: [
    { phase: 'detection', enteredAt: at(5) },
    { phase: 'containment', enteredAt: at(10) },
  ],
});
const lines = (items: readonly Item[]) =>
  items.map((item) => {
    if (item.kind === 'entry') return item.entry.id;
    return item.kind === 'wall' ? `| ${item.span.phase}` : `${item.title} (${item.entries.length})`;
  });

test('a case has a wall at each phase, and the first phase begins with the detection', () => {
  expect(spans.map(({ phase, from, to }) => [phase, from, to])).toEqual([
    [null, Number.NEGATIVE_INFINITY, Date.parse(at(4))],
    ['detection', Date.parse(at(4)), Date.parse(at(10))],
    ['containment', Date.parse(at(10)), null],
  ]);
  expect(compartmentAt(spans, Date.parse(at(10)))?.phase).toBe('containment');
  expect(compartmentAt(spans, Date.parse(at(3)))?.phase).toBe(null);
});

describe('lines of the list', () => {
  const latestFirst = [entry('e', 12), entry('d', 11, 'g'), entry('c', 9, 'g'), entry('b', 6, 'g'), entry('a', 1)];
  test.each([
    ['a folded group is one line at its first entry', latestFirst, [], ['e', 'Group g (3)', '| null', 'a']],
    [
      'an open group shows its entries in their own places, with the wall between them',
      latestFirst,
      ['g'],
      ['e', 'Group g (3)', 'd', '| detection', 'c', 'b', '| null', 'a'],
    ],
    [
      'oldest first the walls stand before what they begin',
      [...latestFirst].reverse(),
      [],
      ['a', '| detection', 'Group g (3)', '| containment', 'e'],
    ],
    ['nothing gives nothing', [], [], []],
  ])('%s', (_, entries, open, expected) => expect(lines(listItems(entries, spans, new Set(open)))).toEqual(expected));
});

const items = listItems(
  [entry('e', 12), entry('d', 11), entry('c', 9), entry('b', 6, 'g'), entry('a', 5, 'g')],
  spans,
  new Set(),
);

test.each([
  ['from nowhere downwards', null, 1, 0],
  ['over the wall', 1, 1, 3],
  ['back over the wall', 3, -1, 1],
  ['not beyond the end', 4, 1, 4],
  ['not beyond the beginning', 0, -1, 0],
] as const)('the keyboard moves %s', (_, from, by, to) => expect(stepFrom(items, from, by)).toBe(to));

test('a range over a folded group holds its entries, in either direction', () => {
  expect(idsBetween(items, 1, 4)).toEqual(['d', 'c', 'b', 'a']);
  expect(idsBetween(items, 4, 1)).toEqual(['d', 'c', 'b', 'a']);
});
