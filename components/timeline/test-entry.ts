import type { TimelineEntry } from '@/lib/timeline/entry';

/** An entry for tests: a Kubernetes event known 0.4 s after it occurred, unless said otherwise. */
export const testEntry = (over: Partial<TimelineEntry> = {}): TimelineEntry => {
  const occurredAt = over.occurredAt ?? '2026-11-25T03:00:00.000Z';
  return {
    id: '018f0000-0000-7000-8000-000000000001',
    caseId: '018f0000-0000-7000-8000-000000000002',
    occurredAt,
    recordedAt: new Date(Date.parse(occurredAt) + 400).toISOString(),
    source: 'kubernetes',
    occurredFrom: 'lastTimestamp',
    sentence: 'Back-off pulling image',
    detail: { reason: 'BackOff' },
    by: null,
    count: 1,
    firstAt: null,
    goneFromSource: null,
    emitter: '',
    sortAt: occurredAt,
    version: 1,
    group: null,
    hidden: null,
    annotations: [],
    ...over,
  };
};
