import { expect, test } from 'vitest';
import { PLAYBOOKS } from '@/lib/playbooks/content';
import { emptyStep, faultsOf, moved, newKey } from './edit';

const playbook = PLAYBOOKS.containment;

test.each([
  ['up', 2, 1, ['a', 'c', 'b']],
  ['down', 0, 1, ['b', 'a', 'c']],
  ['above the first', 0, -1, ['a', 'b', 'c']],
  ['below the last', 2, 3, ['a', 'b', 'c']],
])('an item moves %s', (_, from, to, after) => expect(moved(['a', 'b', 'c'], from, to)).toEqual(after));

test.each([
  ['Call the owner', [], 'call-the-owner'],
  ['Call the owner', ['call-the-owner'], 'call-the-owner-2'],
  ['3 things', [], 'things'],
  ['Ärger!', [], 'rger'],
  ['!', ['step'], 'step-2'],
  ['Own step', [], 'step-own-step'],
])('the key of %s', (title, taken, key) => expect(newKey(title, taken)).toBe(key));

test('what Bulkhead brings has no faults', () => {
  for (const each of Object.values(PLAYBOOKS)) expect(faultsOf(each)).toEqual([]);
});

test('a fault names its place', () => {
  const steps = [...playbook.steps, { ...emptyStep(playbook), commands: [{ words: '', run: 'kubectl get {{pot}}' }] }];
  const at = steps.length;
  const faults = faultsOf({ ...playbook, title: '', steps });
  expect(faults).toContain('title: is empty');
  expect(faults).toContain(`Step ${at}, title: is empty`);
  expect(faults).toContain(`Step ${at}, done when: is empty`);
  expect(faults.find((fault) => fault.startsWith(`Step ${at}, command 1, command: `))).toContain('pot');
});

test('two steps with one key cannot be saved', () =>
  expect(faultsOf({ ...playbook, steps: [...playbook.steps, ...playbook.steps] }).join()).toContain(
    'two steps have one key',
  ));
