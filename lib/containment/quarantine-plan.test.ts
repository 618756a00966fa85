import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leaksThrough } from '../kubernetes/network-policy.ts';
import type { NetworkPolicy, Pod } from '../kubernetes/objects.ts';
import { QUARANTINE_LABEL } from '../kubernetes/quarantine-label.ts';
import { pod } from '../testing/builders.ts';
import { chooseName } from './quarantine-names.ts';
import { planQuarantine, planQuarantineUndo, quarantinePolicy } from './quarantine-plan.ts';

const keys = ['app', 'tier', 'team', 'pod-template-hash'];
const labels = fc.dictionary(fc.constantFrom(...keys), fc.constantFrom('a', 'b'));
const expression = fc.record({
  key: fc.constantFrom(...keys),
  operator: fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist'),
  values: fc.constant<string[]>(['a']),
});
const policy = fc
  .record({ matchLabels: labels, matchExpressions: fc.array(expression, { maxLength: 2 }), egress: fc.boolean() })
  .map(
    ({ egress, ...podSelector }): NetworkPolicy => ({
      metadata: { name: 'other', namespace: 'finance' },
      spec: {
        podSelector: {
          ...podSelector,
          matchExpressions: podSelector.matchExpressions.map((one) =>
            one.operator.endsWith('In') ? one : { key: one.key, operator: one.operator },
          ),
        },
        policyTypes: ['Ingress', 'Egress'],
        ...(egress ? { egress: [{}] } : { ingress: [{}] }),
      },
    }),
  );

/** Applies merge patches of labels and annotations, as the API server would. */
function patched(suspect: Pod, requests: readonly { verb: string; path: string; body: unknown }[]): Pod {
  let metadata: Pod['metadata'] = suspect.metadata;
  for (const { body } of requests.filter(({ verb, path }) => verb === 'PATCH' && path.includes('/pods/'))) {
    const change = (body as { metadata: Record<'labels' | 'annotations', Record<string, string | null> | undefined> })
      .metadata; // as planned
    const merge = (into: Record<string, string> | undefined, by: Record<string, string | null> | undefined) =>
      Object.fromEntries(
        Object.entries({ ...into, ...by }).filter((entry): entry is [string, string] => entry[1] !== null),
      );
    metadata = {
      ...metadata,
      labels: merge(metadata?.labels, change.labels),
      annotations: merge(metadata?.annotations, change.annotations),
    };
  }
  return { ...suspect, metadata };
}

test('whatever policies and labels there are: the plan foresees exactly what still leaks, and undo gives back the same labels', () => {
  fc.assert(
    fc.property(labels, fc.array(policy, { maxLength: 4 }), fc.boolean(), (own, policies, replace) => {
      const suspect = pod({ name: 'p', labels: own });
      const name = chooseName({ caseNumber: 42, suspectId: 's', podUid: 'u', policies, labelsInUse: new Set() });
      const ownerLabels = own.app === undefined ? null : { app: own.app };
      const input = {
        pod: suspect,
        policies,
        ownerLabels,
        mode: replace ? 'replace' : 'in-place',
        name,
        caseId: 'c',
        suspectId: 's',
      } as const;
      const draft = planQuarantine(input);
      const after = patched(suspect, draft.requests);
      const all = [...policies, quarantinePolicy(input)];
      expect(leaksThrough(after, all)).toEqual(draft.leaksAfter);
      // what still leaks in replace mode is a policy that no label lets a pod escape from on its own
      if (!replace) expect(ownerLabels === null || after.metadata?.labels?.app === own.app).toBe(true);
      const undone = patched(
        after,
        planQuarantineUndo({
          pod: after,
          namespace: 'finance',
          policy: null,
          label: name.label,
          takenOff: draft.takenOff,
        }),
      );
      expect(undone.metadata?.labels).toEqual(own);
      expect(undone.metadata?.annotations ?? {}).toEqual({});
    }),
    { numRuns: 300 },
  );
});

test('policies that select by labels that can be taken off never leak in replace mode', () => {
  const byLabels = fc.dictionary(fc.constantFrom(...keys), fc.constantFrom('a', 'b'), { minKeys: 1 });
  fc.assert(
    fc.property(labels, fc.array(byLabels, { maxLength: 5 }), (own, selectors) => {
      const policies = selectors.map(
        (matchLabels): NetworkPolicy => ({
          metadata: { name: 'other', namespace: 'finance' },
          spec: { podSelector: { matchLabels }, policyTypes: ['Egress'], egress: [{}] },
        }),
      );
      const name = { label: 'q-1-bcdfg', policy: 'bulkhead-q-1-bcdfg' };
      const draft = planQuarantine({
        pod: pod({ labels: own }),
        policies,
        ownerLabels: null,
        mode: 'replace',
        name,
        caseId: 'c',
        suspectId: 's',
      });
      expect(draft.leaksAfter).toEqual([]);
      expect(QUARANTINE_LABEL in draft.takenOff).toBe(false);
    }),
  );
});
