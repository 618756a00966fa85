import type { TimelineEntry } from './entry.ts';

/** The shortest valid entry, for tests. */
export const entry = (over: Partial<TimelineEntry> = {}): TimelineEntry => ({
  id: '0192f0c1-0000-7000-8000-000000000001',
  caseId: '0192f0c1-0000-7000-8000-000000000000',
  occurredAt: '2026-11-25T03:00:00.000Z',
  recordedAt: '2026-11-25T03:00:00.400Z',
  source: 'kubernetes',
  occurredFrom: 'lastTimestamp',
  sentence: 'Back-off pulling image',
  detail: {},
  by: null,
  count: 1,
  firstAt: null,
  goneFromSource: null,
  emitter: '',
  sortAt: over.occurredAt ?? '2026-11-25T03:00:00.000Z',
  version: 1,
  group: null,
  hidden: null,
  annotations: [],
  ...over,
});
