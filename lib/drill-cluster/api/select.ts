import type { KubeObject } from '../../kubernetes/objects.ts';
import {
  type FieldRequirement,
  meets,
  meetsFields,
  parseFieldSelector,
  parseLabelSelector,
  type Requirement,
} from '../../kubernetes/selectors.ts';
import { badRequest } from '../errors.ts';
import { type Kind, keyOf } from '../kinds.ts';

/** Fields that a fieldSelector may name, besides metadata.name and metadata.namespace. */
const FIELDS: Record<string, readonly string[]> = {
  '/pods': [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  '/events': [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  '/secrets': ['type'],
  '/namespaces': ['status.phase'],
  '/nodes': ['spec.unschedulable'],
  '/replicationcontrollers': ['status.replicas'],
  'apps/replicasets': ['status.replicas'],
  'batch/jobs': ['status.successful'],
};

/** Where a selectable field lies in the object, when not at its own path. */
const PATHS: Record<string, string> = { '/events source': 'source.component' };
/** Booleans that are absent when false. */
const FALSE_WHEN_ABSENT = new Set(['spec.unschedulable', 'spec.hostNetwork']);

export type Matches = (object: KubeObject) => boolean;

const everything: Matches = () => true;

/** Which objects the query's labelSelector and fieldSelector select. Throws 400 on what cannot be parsed. */
export function selection(kind: Kind, query: URLSearchParams): Matches {
  const labels = labelRequirements(query.get('labelSelector') ?? '');
  const fields = fieldRequirements(kind, query.get('fieldSelector') ?? '');
  if (labels.length === 0 && fields.length === 0) return everything;
  return (object) =>
    labels.every((requirement) => meets(object.metadata?.labels ?? {}, requirement)) &&
    fields.every((requirement) => meetsField(object, requirement));
}

function labelRequirements(text: string): Requirement[] {
  const parsed = parseLabelSelector(text);
  if (!parsed.ok) throw badRequest(`unable to parse requirement: ${parsed.error}`);
  return parsed.value;
}

function fieldRequirements(kind: Kind, text: string): FieldRequirement[] {
  const parsed = parseFieldSelector(text);
  if (!parsed.ok) throw badRequest(parsed.error);
  const allowed = FIELDS[keyOf(kind)] ?? [];
  return parsed.value.map((requirement) => {
    const { path } = requirement;
    if (path !== 'metadata.name' && path !== 'metadata.namespace' && !allowed.includes(path)) {
      throw badRequest(`field label not supported: ${path}`);
    }
    return { ...requirement, path: PATHS[`${keyOf(kind)} ${path}`] ?? path };
  });
}

function meetsField(object: KubeObject, requirement: FieldRequirement): boolean {
  if (!FALSE_WHEN_ABSENT.has(requirement.path) || requirement.value !== 'false')
    return meetsFields(object, [requirement]);
  const isTrue = meetsFields(object, [{ ...requirement, operator: '=', value: 'true' }]);
  return isTrue === (requirement.operator === '!=');
}

/** The name that `fieldSelector=metadata.name=x` asks for: RBAC reads it as the request's name. */
export function nameSelected(query: URLSearchParams): string {
  const parsed = parseFieldSelector(query.get('fieldSelector') ?? '');
  const found = parsed.ok
    ? parsed.value.find(({ path, operator }) => path === 'metadata.name' && operator === '=')
    : undefined;
  return found?.value ?? '';
}
