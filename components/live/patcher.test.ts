import { InfiniteQueryObserver, QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { keys } from '@/lib/live/keys';
import type { TimelineEntry } from '@/lib/timeline/entry';
import { cursorOf, type TimelinePage } from '@/lib/timeline/page';
import { patcher } from './patcher';

const CASE = '0192f0c1-0000-7000-8000-000000000000';
const VIEW = { q: '', zone: 'UTC', hidden: false };
const PAGES = keys.timelinePages(CASE, VIEW, '');

const entry = (minute: number, sentence: string): TimelineEntry => ({
  id: `0192f0c1-0000-7000-8000-0000000000${String(minute).padStart(2, '0')}`,
  caseId: CASE,
  occurredAt: `2026-11-25T00:${String(minute).padStart(2, '0')}:00.000Z`,
  recordedAt: `2026-11-25T00:${String(minute).padStart(2, '0')}:00.000Z`,
  source: 'person',
  occurredFrom: 'person',
  sentence,
  detail: {},
  by: null,
  count: 1,
  firstAt: null,
  goneFromSource: null,
  emitter: '',
  sortAt: `2026-11-25T00:${String(minute).padStart(2, '0')}:00.000Z`,
  version: 1,
  group: null,
  hidden: null,
  annotations: [],
});
const told = (minute: number, sentence: string) =>
  ({ type: 'timeline.entry', caseId: CASE, entry: entry(minute, sentence) }) as const;
const page = (entries: TimelineEntry[], before: string | null): TimelinePage => ({
  entries,
  after: null,
  before,
  matching: null,
});

/** A timeline of which a first page is held and the next one is being read; `answer` ends that. */
async function readingOn() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const patch = patcher(client);
  const second = Promise.withResolvers<TimelinePage>();
  const first = page([entry(20, 'newest'), entry(10, 'older')], cursorOf(entry(10, '')));
  const pages = new InfiniteQueryObserver(client, {
    queryKey: PAGES,
    initialPageParam: '',
    queryFn: ({ pageParam }) => (pageParam === '' ? first : second.promise),
    getNextPageParam: ({ before }: TimelinePage) => before,
  });
  const leave = pages.subscribe(() => {});
  await expect.poll(() => pages.getCurrentResult().isSuccess).toBe(true);
  const next = pages.fetchNextPage();
  return {
    client,
    patch,
    sentences: () => pages.getCurrentResult().data?.pages.flatMap(({ entries }) => entries.map((one) => one.sentence)),
    answer: async () => {
      second.resolve(page([entry(5, 'oldest')], null));
      await next;
    },
    fail: async () => {
      second.reject(new Error('the line is cut'));
      await next;
    },
    leave: () => {
      leave();
      patch.stop();
      client.clear();
    },
  };
}

test('an entry that comes while the next page is read stays, though its answer is made from what was before', async () => {
  const room = await readingOn();
  room.patch(told(30, 'came meanwhile'));
  expect(room.sentences()).toEqual(['came meanwhile', 'newest', 'older']);
  await room.answer();
  expect(room.sentences()).toEqual(['came meanwhile', 'newest', 'older', 'oldest']);
  room.leave();
});

test('it stays also when another question about the timeline is answered first', async () => {
  const room = await readingOn();
  const overview = Promise.withResolvers<string>();
  const counted = room.client.fetchQuery({
    queryKey: keys.timelineOverview(CASE, VIEW, 240),
    queryFn: () => overview.promise,
  });
  room.patch(told(30, 'came meanwhile'));
  overview.resolve('counts');
  await counted;
  await room.answer();
  expect(room.sentences()).toEqual(['came meanwhile', 'newest', 'older', 'oldest']);
  room.leave();
});

test('of two events about one entry the later one stands, whichever answer comes first', async () => {
  const room = await readingOn();
  const overview = Promise.withResolvers<string>();
  const counted = room.client.fetchQuery({
    queryKey: keys.timelineOverview(CASE, VIEW, 240),
    queryFn: () => overview.promise,
  });
  room.patch(told(30, 'first wording'));
  overview.resolve('counts');
  await counted;
  room.patch(told(30, 'second wording'));
  await room.answer();
  expect(room.sentences()?.[0]).toBe('second wording');
  room.leave();
});

test('a read that fails leaves what came meanwhile', async () => {
  const room = await readingOn();
  room.patch(told(30, 'came meanwhile'));
  await room.fail();
  expect(room.sentences()).toEqual(['came meanwhile', 'newest', 'older']);
  room.leave();
});

test('a read that is given up and puts back what was before leaves what came meanwhile', async () => {
  const room = await readingOn();
  room.patch(told(30, 'came meanwhile'));
  await room.client.cancelQueries({ queryKey: PAGES }); // reverts to the state before the fetch
  expect(room.sentences()).toEqual(['came meanwhile', 'newest', 'older']);
  room.leave();
});

test('an event that only asks again asks once, not for ever', async () => {
  const client = new QueryClient();
  const patch = patcher(client);
  let asked = 0;
  const key = [...keys.checklist(CASE)];
  const observer = new InfiniteQueryObserver(client, {
    queryKey: key,
    initialPageParam: '',
    queryFn: async () => {
      asked += 1;
      return asked;
    },
    getNextPageParam: () => null,
  });
  const leave = observer.subscribe(() => {});
  patch({ type: 'checklist.changed', caseId: CASE });
  await expect.poll(() => client.isFetching()).toBe(0);
  expect(asked).toBeLessThanOrEqual(3);
  leave();
  patch.stop();
});
