import { expect, test } from 'vitest';
import { formatPosition, parsePosition } from './event-id.ts';
import { RowMarks } from './row-marks.ts';
import { Subscriber } from './subscriber.ts';

const subscriber = (limit = 1_000) =>
  new Subscriber(
    (lost) => `hello lost=${lost}`,
    () => {},
    limit,
  );
const taken = async (from: Subscriber, count: number): Promise<string[]> => {
  const blocks: string[] = [];
  for (let i = 0; i < count; i += 1) blocks.push((await from.next()) ?? 'end');
  return blocks.map((block) => /data: (.*)\n/.exec(block)?.[1] ?? block);
};

test('what comes while the past is read follows it, once', async () => {
  const reader = subscriber();
  reader.hold();
  reader.push('2', 'two');
  reader.push('3', 'three');
  reader.begin('hello', '0', [
    { id: '1', json: 'one' },
    { id: '2', json: 'two' },
  ]);
  expect(await taken(reader, 4)).toEqual(['hello', 'one', 'two', 'three']);
});

test('a reader that does not read keeps little waiting, and is told that it lost something', async () => {
  const reader = subscriber(100);
  for (let i = 0; i < 50; i += 1) reader.push(String(i), `event ${i} ${'x'.repeat(30)}`);
  const first = await reader.next();
  expect(first).toContain('hello lost=true');
  expect(await reader.next()).toMatch(/event 4[89]/);
});

test('closing ends a reader that waits', async () => {
  const reader = subscriber();
  const waiting = reader.next();
  reader.close();
  expect(await waiting).toBeNull();
});

test.each([
  ['in order', [11n, 12n], 0, 12n],
  ['one that committed late holds the mark back', [12n, 13n], 0, 10n],
  ['until it comes', [12n, 13n, 11n], 0, 13n],
  ['or is too old to come', [12n, 13n], 31_000, 13n],
])('mark of the events seen: %s', (_, ids, laterMs, mark) => {
  const marks = new RowMarks(10n);
  for (const id of ids) marks.see(id, 0);
  expect(marks.mark(laterMs)).toBe(mark);
});

test.each([null, '', '7', 'zz.1.2', '0123abcd.-1.2', `0123abcd.1.${'9'.repeat(40)}`])(
  '%j is no position of ours',
  (id) => {
    expect(parsePosition(id)).toBeNull();
  },
);

test('a position survives the browser', () => {
  const position = { epoch: '0123abcd', seq: 5, row: 9_007_199_254_740_993n };
  expect(parsePosition(formatPosition(position))).toEqual(position);
});
