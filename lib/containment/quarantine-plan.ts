import { labelsToEscape, leaksThrough } from '../kubernetes/network-policy.ts';
import type { NetworkPolicy, Pod } from '../kubernetes/objects.ts';
import { QUARANTINE_LABEL } from '../kubernetes/quarantine-label.ts';
import {
  type DraftRequest,
  JSON_BODY,
  kubectlPatch,
  MERGE_PATCH,
  minus,
  plus,
  same,
  segment,
  yamlLines,
  yamlPair,
} from './draft.ts';
import {
  CASE_ANNOTATION,
  isOurs,
  type QuarantineName,
  REMOVED_LABELS_ANNOTATION,
  SUSPECT_ANNOTATION,
} from './quarantine-names.ts';
import type { IsolationMode, Leak } from './step.ts';

export interface QuarantineInput {
  pod: Pod;
  policies: readonly NetworkPolicy[];
  /** labels by which the pod's controller selects it; null when it has none, or when that could not be read */
  ownerLabels: Readonly<Record<string, string>> | null;
  mode: IsolationMode;
  name: QuarantineName;
  caseId: string;
  suspectId: string;
}

export interface QuarantineDraft {
  requests: DraftRequest[];
  leaksBefore: Leak[];
  /** what will still be allowed after all requests */
  leaksAfter: Leak[];
  takenOff: Record<string, string>;
  /** the pod leaves its controller, which replaces it */
  detaches: boolean;
}

/** The policy that denies both directions to whoever carries the label: no rules, nothing may pass. */
export function quarantinePolicy({
  name,
  pod,
  caseId,
  suspectId,
}: Pick<QuarantineInput, 'name' | 'pod' | 'caseId' | 'suspectId'>): NetworkPolicy {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: {
      name: name.policy,
      namespace: pod.metadata?.namespace ?? '',
      labels: { 'app.kubernetes.io/managed-by': 'bulkhead' },
      annotations: { [CASE_ANNOTATION]: caseId, [SUSPECT_ANNOTATION]: suspectId },
    },
    spec: { podSelector: { matchLabels: { [QUARANTINE_LABEL]: name.label } }, policyTypes: ['Ingress', 'Egress'] },
  };
}

/**
 * The requests that isolate one pod. NetworkPolicies only ever add permissions, so a deny-all alone is not enough: the
 * labels by which other policies select the pod are taken off too. In place only those come off that its controller
 * does not select by; `replace` takes the controller's as well, and the pod leaves its workload.
 */
export function planQuarantine(input: QuarantineInput): QuarantineDraft {
  const { pod, name } = input;
  const present = input.policies.find(
    (policy) => policy.metadata?.name === name.policy && isOurs(policy, input.suspectId, name.label),
  );
  const policy = quarantinePolicy(input);
  const policies = present ? input.policies : [...input.policies, policy];
  const labelled = withLabels(pod, { ...pod.metadata?.labels, [QUARANTINE_LABEL]: name.label });
  const takenOff = labelsToTakeOff(input, labelled, policies);
  const isolated = withLabels(labelled, without(labelled.metadata?.labels ?? {}, Object.keys(takenOff)));
  const requests = [
    ...(present ? [] : [createPolicy(policy, pod)]),
    ...(pod.metadata?.labels?.[QUARANTINE_LABEL] === name.label ? [] : [labelPod(pod, name)]),
    ...(Object.keys(takenOff).length === 0 ? [] : [takeLabelsOff(pod, takenOff)]),
  ];
  return {
    requests,
    leaksBefore: leaksThrough(pod, input.policies),
    leaksAfter: leaksThrough(isolated, policies),
    takenOff,
    detaches: Object.keys(input.ownerLabels ?? {}).some((key) => key in takenOff),
  };
}

function labelsToTakeOff(
  { mode, ownerLabels }: QuarantineInput,
  labelled: Pod,
  policies: readonly NetworkPolicy[],
): Record<string, string> {
  const labels = labelled.metadata?.labels ?? {};
  const owner = Object.keys(ownerLabels ?? {}).filter((key) => key !== QUARANTINE_LABEL);
  const keep = [QUARANTINE_LABEL, ...(mode === 'replace' ? [] : owner)];
  const off = mode === 'replace' ? owner : [];
  const left = withLabels(labelled, without(labels, off));
  // A policy that no label lets the pod escape from stays a leak; it must not keep us from escaping the others.
  const escapable = policies.filter((policy) => labelsToEscape(left, [policy], keep) !== null);
  const keys = [...off, ...(labelsToEscape(left, escapable, keep) ?? [])].sort();
  return Object.fromEntries(keys.filter((key) => labels[key] !== undefined).map((key) => [key, labels[key] ?? '']));
}

const withLabels = (pod: Pod, labels: Record<string, string>): Pod => ({
  ...pod,
  metadata: { ...pod.metadata, labels },
});
const without = (labels: Readonly<Record<string, string>>, keys: readonly string[]) =>
  Object.fromEntries(Object.entries(labels).filter(([key]) => !keys.includes(key)));

const podPath = (pod: Pod) =>
  `/api/v1/namespaces/${segment(pod.metadata?.namespace ?? '')}/pods/${segment(pod.metadata?.name ?? '')}`;
const policiesPath = (namespace: string) =>
  `/apis/networking.k8s.io/v1/namespaces/${segment(namespace)}/networkpolicies`;

function createPolicy(policy: NetworkPolicy, pod: Pod): DraftRequest {
  const namespace = pod.metadata?.namespace ?? '';
  return {
    verb: 'POST',
    path: policiesPath(namespace),
    contentType: JSON_BODY,
    body: policy,
    target: `networkpolicies/${policy.metadata?.name}`,
    note: 'new',
    diff: yamlLines(policy),
    kubectl: `kubectl create -f - <<'EOF'\n${yamlLines(policy)
      .map((line) => line.text)
      .join('\n')}\nEOF`,
  };
}

/** A merge patch that names the UID: the API server refuses it for another pod of the same name (422, or 409). */
function patchPod(
  pod: Pod,
  metadata: Record<string, unknown>,
  rest: Pick<DraftRequest, 'note' | 'diff'>,
): DraftRequest {
  const body = { metadata: { uid: pod.metadata?.uid ?? '', ...metadata } };
  return {
    verb: 'PATCH',
    path: podPath(pod),
    contentType: MERGE_PATCH,
    body,
    target: `pods/${pod.metadata?.name}`,
    ...rest,
    kubectl: kubectlPatch('pod', pod.metadata?.namespace ?? '', pod.metadata?.name ?? '', body),
  };
}

function labelPod(pod: Pod, name: QuarantineName): DraftRequest {
  const before = pod.metadata?.labels?.[QUARANTINE_LABEL];
  return patchPod(
    pod,
    { labels: { [QUARANTINE_LABEL]: name.label } },
    {
      note: 'label on, then verify',
      diff: [
        same('labels:'),
        ...(before === undefined ? [] : [minus(`  ${yamlPair(QUARANTINE_LABEL, before)}`)]),
        plus(`  ${yamlPair(QUARANTINE_LABEL, name.label)}`),
      ],
    },
  );
}

function takeLabelsOff(pod: Pod, takenOff: Record<string, string>): DraftRequest {
  const earlier = parseRemoved(pod.metadata?.annotations?.[REMOVED_LABELS_ANNOTATION]);
  const kept = JSON.stringify({ ...earlier, ...takenOff });
  const nulls = Object.fromEntries(Object.keys(takenOff).map((key) => [key, null]));
  return patchPod(
    pod,
    { labels: nulls, annotations: { [REMOVED_LABELS_ANNOTATION]: kept } },
    {
      note: 'labels off, then verify again',
      diff: [
        same('labels:'),
        ...Object.entries(takenOff).map(([key, value]) => minus(`  ${yamlPair(key, value)}`)),
        same('annotations:'),
        plus(`  ${yamlPair(REMOVED_LABELS_ANNOTATION, kept)}`),
      ],
    },
  );
}

/** What an annotation says was taken off. Anybody may have written it: only strings are taken. */
export function parseRemoved(text: string | undefined): Record<string, string> {
  try {
    const parsed: unknown = JSON.parse(text ?? '{}');
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return {};
    return Object.fromEntries(
      Object.entries(parsed).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    return {};
  }
}

export interface UndoInput {
  /** null when the pod is gone: then only the policy is taken away */
  pod: Pod | null;
  namespace: string;
  policy: { name: string; uid: string } | null;
  label: string;
  takenOff: Readonly<Record<string, string>>;
}

/** Gives back the labels that were taken off, then removes the policy that was made: that one, by UID, and no other. */
export function planQuarantineUndo({ pod, namespace, policy, label, takenOff }: UndoInput): DraftRequest[] {
  return [...(pod ? restoreLabels(pod, label, takenOff) : []), ...(policy ? [removePolicy(namespace, policy)] : [])];
}

function restoreLabels(pod: Pod, label: string, takenOff: Readonly<Record<string, string>>): DraftRequest[] {
  const current = pod.metadata?.labels ?? {};
  const carries = current[QUARANTINE_LABEL] === label;
  const back = Object.entries(takenOff).filter(([key, value]) => current[key] !== value);
  const annotated = parseRemoved(pod.metadata?.annotations?.[REMOVED_LABELS_ANNOTATION]);
  const left = without(annotated, Object.keys(takenOff));
  const hasAnnotation = Object.keys(annotated).length > 0;
  if (!carries && back.length === 0 && !hasAnnotation) return [];
  const keeps = Object.keys(left).length > 0 ? JSON.stringify(left) : null;
  return [
    patchPod(
      pod,
      {
        labels: { ...Object.fromEntries(back), ...(carries ? { [QUARANTINE_LABEL]: null } : {}) },
        ...(hasAnnotation ? { annotations: { [REMOVED_LABELS_ANNOTATION]: keeps } } : {}),
      },
      {
        note: 'labels back',
        diff: [
          same('labels:'),
          ...back.map(([key, value]) => plus(`  ${yamlPair(key, value)}`)),
          ...(carries ? [minus(`  ${yamlPair(QUARANTINE_LABEL, label)}`)] : []),
          ...(hasAnnotation ? [same('annotations:'), minus(`  ${REMOVED_LABELS_ANNOTATION}`)] : []),
        ],
      },
    ),
  ];
}

function removePolicy(namespace: string, { name, uid }: { name: string; uid: string }): DraftRequest {
  return {
    verb: 'DELETE',
    path: `${policiesPath(namespace)}/${segment(name)}`,
    contentType: JSON_BODY,
    body: { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid } },
    target: `networkpolicies/${name}`,
    note: 'only if it is still the one that was made',
    diff: [minus(`networkpolicies/${name}`), same(`uid: ${uid}`)],
    kubectl: `kubectl delete networkpolicy ${name} -n ${segment(namespace)}`,
  };
}
