import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../../kubernetes/objects.ts';
import type { FieldProblem } from '../errors.ts';
import { type Kind, keyOf } from '../kinds.ts';
import { isRecord } from './body.ts';

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const DNS_1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

const SUBDOMAIN_WORDS =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const LABEL_WORDS =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const DNS_1035_WORDS =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const LABEL_VALUE_WORDS =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const LABEL_KEY_WORDS =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

const required = (field: string, detail = ''): FieldProblem => ({
  reason: 'FieldValueRequired',
  message: `Required value${detail ? `: ${detail}` : ''}`,
  field,
});
const wrong = (field: string, value: unknown, words: string): FieldProblem => ({
  reason: 'FieldValueInvalid',
  message: `Invalid value: ${JSON.stringify(value)}: ${words}`,
  field,
});
const unsupported = (field: string, value: unknown, allowed: readonly string[]): FieldProblem => ({
  reason: 'FieldValueNotSupported',
  message: `Unsupported value: ${JSON.stringify(value)}: supported values: ${allowed.map((one) => JSON.stringify(one)).join(', ')}`,
  field,
});

/** Problems of an object, in the API server's words. A small part of what the real one checks: what people mistype. */
export function validateFields(kind: Kind, object: KubeObject, before: KubeObject | null): FieldProblem[] {
  const specific = BY_KIND[keyOf(kind)];
  return [...nameProblems(kind, object), ...labelProblems(object), ...(specific?.(object, before) ?? [])];
}

function nameProblems(kind: Kind, { metadata }: KubeObject): FieldProblem[] {
  const name = metadata?.name ?? '';
  if (name === '') return metadata?.generateName ? [] : [required('metadata.name', 'name or generateName is required')];
  if (kind.group === 'rbac.authorization.k8s.io') {
    return name === '.' || name === '..' || /[/%]/.test(name)
      ? [wrong('metadata.name', name, "may not contain '/' or '%'")]
      : [];
  }
  if (kind.plural === 'namespaces')
    return LABEL.test(name) && name.length <= 63 ? [] : [wrong('metadata.name', name, LABEL_WORDS)];
  if (keyOf(kind) === '/services')
    return DNS_1035.test(name) && name.length <= 63 ? [] : [wrong('metadata.name', name, DNS_1035_WORDS)];
  if (name.length > 253) return [wrong('metadata.name', name, 'must be no more than 253 characters')];
  return SUBDOMAIN.test(name) ? [] : [wrong('metadata.name', name, SUBDOMAIN_WORDS)];
}

function labelProblems({ metadata }: KubeObject): FieldProblem[] {
  const problems: FieldProblem[] = [];
  for (const [key, value] of Object.entries(metadata?.labels ?? {})) {
    const [name = '', prefix] = key.split('/').reverse();
    if (!LABEL_NAME.test(name) || (prefix !== undefined && !SUBDOMAIN.test(prefix))) {
      problems.push(wrong('metadata.labels', key, LABEL_KEY_WORDS));
    } else if (name.length > 63)
      problems.push(wrong('metadata.labels', key, 'name part must be no more than 63 characters'));
    if (typeof value === 'string' && value.length > 63) {
      problems.push(wrong('metadata.labels', value, 'must be no more than 63 characters'));
    }
    if (value !== '' && !LABEL_NAME.test(String(value)))
      problems.push(wrong('metadata.labels', value, LABEL_VALUE_WORDS));
  }
  return problems;
}

type Check = (object: KubeObject, before: KubeObject | null) => FieldProblem[];

const spec = (object: KubeObject): Record<string, unknown> => (isRecord(object.spec) ? object.spec : {});
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const at = (value: unknown, key: string): unknown => (isRecord(value) ? value[key] : undefined);

const BY_KIND: Record<string, Check> = {
  '/pods': (pod, before) => (before ? podUpdate(pod, before) : containers(spec(pod), 'spec')),
  'apps/deployments': workload,
  'apps/replicasets': workload,
  'apps/statefulsets': workload,
  'apps/daemonsets': workload,
  'networking.k8s.io/networkpolicies': networkPolicy,
  'rbac.authorization.k8s.io/rolebindings': binding,
  'rbac.authorization.k8s.io/clusterrolebindings': binding,
};

function containers(podSpec: Record<string, unknown>, path: string): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (list(podSpec.containers).length === 0) problems.push(required(`${path}.containers`));
  const seen = new Set<unknown>();
  for (const [index, container] of list(podSpec.containers).entries()) {
    const field = `${path}.containers[${index}]`;
    const name = at(container, 'name');
    if (typeof name !== 'string' || name === '') problems.push(required(`${field}.name`));
    else if (!LABEL.test(name)) problems.push(wrong(`${field}.name`, name, LABEL_WORDS));
    else if (seen.has(name)) {
      problems.push({
        reason: 'FieldValueDuplicate',
        message: `Duplicate value: ${JSON.stringify(name)}`,
        field: `${field}.name`,
      });
    }
    seen.add(name);
    if (!at(container, 'image')) problems.push(required(`${field}.image`));
  }
  return problems;
}

const POD_MAY_CHANGE = ['activeDeadlineSeconds', 'tolerations', 'terminationGracePeriodSeconds', 'ephemeralContainers'];
const POD_WORDS =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

function podUpdate(pod: KubeObject, before: KubeObject): FieldProblem[] {
  const fixed = (object: KubeObject) => {
    const withoutImages = (value: unknown) => list(value).map((one) => (isRecord(one) ? { ...one, image: '' } : one));
    const rest = {
      ...spec(object),
      containers: withoutImages(spec(object).containers),
      initContainers: withoutImages(spec(object).initContainers),
    };
    return Object.fromEntries(Object.entries(rest).filter(([key]) => !POD_MAY_CHANGE.includes(key)));
  };
  if (isDeepStrictEqual(fixed(pod), fixed(before))) return [];
  return [{ reason: 'FieldValueForbidden', message: `Forbidden: ${POD_WORDS}`, field: 'spec' }];
}

function workload(object: KubeObject, before: KubeObject | null): FieldProblem[] {
  const { selector, template, replicas } = spec(object);
  const problems: FieldProblem[] = [];
  if (typeof replicas === 'number' && replicas < 0) {
    problems.push(wrong('spec.replicas', replicas, 'must be greater than or equal to 0'));
  }
  if (!isRecord(selector)) problems.push(required('spec.selector'));
  else {
    const labels = at(at(template, 'metadata'), 'labels');
    const matchLabels = Object.entries(isRecord(selector.matchLabels) ? selector.matchLabels : {});
    if (matchLabels.some(([key, value]) => at(labels, key) !== value)) {
      problems.push(
        wrong('spec.template.metadata.labels', labels ?? null, '`selector` does not match template `labels`'),
      );
    }
  }
  if (before && !isDeepStrictEqual(selector, spec(before).selector)) {
    problems.push(wrong('spec.selector', selector, 'field is immutable'));
  }
  const podSpec = at(template, 'spec');
  return [...problems, ...containers(isRecord(podSpec) ? podSpec : {}, 'spec.template.spec')];
}

function networkPolicy(object: KubeObject): FieldProblem[] {
  const { policyTypes } = spec(object);
  const problems: FieldProblem[] = [];
  const allowed = ['Egress', 'Ingress'];
  for (const [index, type] of list(policyTypes).entries()) {
    if (typeof type !== 'string' || !allowed.includes(type))
      problems.push(unsupported(`spec.policyTypes[${index}]`, type, allowed));
  }
  for (const [direction, peers] of [
    ['ingress', 'from'],
    ['egress', 'to'],
  ] as const) {
    for (const [rule, value] of list(spec(object)[direction]).entries()) {
      const field = `spec.${direction}[${rule}]`;
      for (const [index, peer] of list(at(value, peers)).entries())
        problems.push(...peerProblems(peer, `${field}.${peers}[${index}]`));
      for (const [index, port] of list(at(value, 'ports')).entries())
        problems.push(...portProblems(port, `${field}.ports[${index}]`));
    }
  }
  return problems;
}

function peerProblems(peer: unknown, field: string): FieldProblem[] {
  const block = at(peer, 'ipBlock');
  const selects = at(peer, 'podSelector') !== undefined || at(peer, 'namespaceSelector') !== undefined;
  if (block === undefined) return selects ? [] : [required(field, 'must specify a peer')];
  if (selects) {
    return [
      { reason: 'FieldValueForbidden', message: 'Forbidden: may not specify both ipBlock and another peer', field },
    ];
  }
  const cidr = at(block, 'cidr');
  if (!cidr) return [required(`${field}.ipBlock.cidr`)];
  return /^[0-9a-fA-F.:]+\/\d{1,3}$/.test(String(cidr))
    ? []
    : [wrong(`${field}.ipBlock.cidr`, cidr, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)')];
}

function portProblems(entry: unknown, field: string): FieldProblem[] {
  const port = at(entry, 'port');
  const protocol = at(entry, 'protocol');
  const problems: FieldProblem[] = [];
  if (typeof port === 'number' && (port < 1 || port > 65_535)) {
    problems.push(wrong(`${field}.port`, port, 'must be between 1 and 65535, inclusive'));
  }
  const allowed = ['SCTP', 'TCP', 'UDP'];
  if (protocol !== undefined && !allowed.includes(String(protocol)))
    problems.push(unsupported(`${field}.protocol`, protocol, allowed));
  return problems;
}

function binding(object: KubeObject, before: KubeObject | null): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (before && !isDeepStrictEqual(object.roleRef, before.roleRef)) {
    problems.push(wrong('roleRef', object.roleRef, 'cannot change roleRef'));
  }
  if (!at(object.roleRef, 'name')) problems.push(required('roleRef.name'));
  return problems;
}
