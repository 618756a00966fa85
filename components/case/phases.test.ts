import { expect, test } from 'vitest';
import { phaseSpans } from './phases';

const at = (minute: number) => `2026-11-25T03:${String(minute).padStart(2, '0')}:00Z`;

test('time spent is summed over visits, and the present phase is still counting', () => {
  const spans = phaseSpans({
    phase: 'containment',
    phaseHistory: [
      { phase: 'detection', enteredAt: at(0) },
      { phase: 'containment', enteredAt: at(4) },
      { phase: 'detection', enteredAt: at(6) },
      { phase: 'containment', enteredAt: at(7) },
    ],
  });
  expect(spans.map(({ phase, state, spentMs }) => [phase, state, spentMs / 60_000])).toEqual([
    ['detection', 'done', 5],
    ['containment', 'now', 2],
    ['forensics', 'ahead', 0],
    ['recovery', 'ahead', 0],
    ['review', 'ahead', 0],
  ]);
  expect(spans[1]?.enteredAt).toBe(at(7));
});

test('a phase that was left out on the way stands as done without time', () => {
  const [detection, containment] = phaseSpans({
    phase: 'forensics',
    phaseHistory: [{ phase: 'forensics', enteredAt: at(1) }],
  });
  expect(detection).toMatchObject({ state: 'done', enteredAt: null, spentMs: 0 });
  expect(containment).toMatchObject({ state: 'done', enteredAt: null, spentMs: 0 });
});
