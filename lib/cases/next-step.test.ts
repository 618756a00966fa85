import { expect, test } from 'vitest';
import type { RunFacts } from './isolation.ts';
import { type NextInput, nextOf } from './next-step.ts';

const run = (step: RunFacts['step'], outcome: string | null, state: RunFacts['state'] = 'succeeded'): RunFacts => ({
  step,
  state,
  undoOf: null,
  result: { outcome },
});
const verified = run('quarantine', 'verified');
const captured = run('capture', null);
const atZero = run('scaleToZero', 'at-zero');
const done = [verified, captured, atZero];
const of = (runs: RunFacts[], rest: Partial<NextInput> = {}): NextInput => ({
  closed: false,
  phase: 'containment',
  suspects: [{ name: 'finance/pay', runs }],
  analyst: null,
  task: null,
  ...rest,
});
const task = { title: 'Rotate the stripe key', owner: 'Mei Lindqvist' };

test.each([
  ['nothing was sent', of([]), 'Quarantine finance/pay', 'Commander'],
  ['it is being sent', of([run('quarantine', null, 'running')]), 'Quarantine finance/pay', 'Bulkhead'],
  ['it was undone', of([run('quarantine', 'verified', 'undone')]), 'Quarantine finance/pay', 'Commander'],
  ['it leaks', of([run('quarantine', 'leaking')]), 'Deal with what is still allowed to finance/pay', 'Commander'],
  ['nobody knows', of([run('quarantine', 'unknown')]), 'Verify the quarantine of finance/pay', 'Analyst'],
  ['it holds', of([verified]), 'Capture finance/pay', 'Analyst'],
  ['it holds, with an analyst', of([verified], { analyst: 'Mei' }), 'Capture finance/pay', 'Mei'],
  ['a capture runs', of([verified, run('capture', null, 'running')]), 'Capture finance/pay', 'Bulkhead'],
  ['it is captured', of([verified, captured]), 'Scale to zero the workload of finance/pay', 'Commander'],
  ['all is done, a task is open', of(done, { task }), 'Rotate the stripe key', 'Mei Lindqvist'],
  ['the task is nobody’s', of(done, { task: { ...task, owner: null } }), 'Rotate the stripe key', 'Nobody yet'],
  ['a task waits while it is not contained', of([], { task }), 'Quarantine finance/pay', 'Commander'],
  ['all is done', of(done), 'Contained. Move on to forensics', 'Commander'],
  ['all is done, in the last phase', of(done, { phase: 'review' }), 'Close the case', 'Commander'],
  ['there is no suspect', of([], { suspects: [] }), 'Add a suspect', 'Analyst'],
  ['it is closed', of([], { closed: true }), 'Closed', ''],
])('when %s', (_, input, nextStep, nextWho) => expect(nextOf(input)).toEqual({ nextStep, nextWho }));

test('the most urgent step of any suspect comes first, with the count of those that wait for it', () =>
  expect(
    nextOf(
      of([], {
        suspects: [
          { name: 'a/done', runs: done },
          { name: 'a/one', runs: [] },
          { name: 'a/two', runs: [] },
        ],
      }),
    ).nextStep,
  ).toBe('Quarantine a/one and 1 more'));
