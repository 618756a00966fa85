import { isDeepStrictEqual } from 'node:util';
import type { KubeObject, ObjectMeta } from '../../kubernetes/objects.ts';
import { ApiError } from '../errors.ts';
import { FieldSet } from './field-set.ts';
import { appliedFields, compareFields } from './fields.ts';
import { merged, pruned } from './merge-typed.ts';
import type { Typed } from './typed.ts';

type Entry = NonNullable<ObjectMeta['managedFields']>[number];

export interface Writer {
  manager: string;
  /** '' is the object itself */
  subresource: string;
  apiVersion: string;
  /** whether the status is written through its subresource only */
  hasStatus: boolean;
  /** RFC 3339, to the second */
  time: string;
}

/** Never owned by anyone: they identify the object or belong to the API server. */
const UNOWNED = FieldSet.fromJson({
  'f:apiVersion': {},
  'f:kind': {},
  'f:metadata': {
    '.': {},
    'f:name': {},
    'f:namespace': {},
    'f:creationTimestamp': {},
    'f:selfLink': {},
    'f:uid': {},
    'f:generation': {},
    'f:managedFields': {},
    'f:resourceVersion': {},
    'f:deletionTimestamp': {},
    'f:deletionGracePeriodSeconds': {},
  },
});

function ownable(set: FieldSet, { subresource, hasStatus }: Writer): FieldSet {
  const result = set.minus(UNOWNED);
  if (subresource === 'status') {
    for (const step of ['f:spec', 'f:metadata']) drop(result, step);
  } else if (hasStatus) drop(result, 'f:status');
  return result;
}

function drop(set: FieldSet, step: string) {
  set.members.delete(step);
  set.children.delete(step);
}

interface Managed {
  entry: Entry;
  fields: FieldSet;
}

const managersOf = (object: KubeObject | null): Managed[] =>
  (object?.metadata?.managedFields ?? []).map((entry) => ({ entry, fields: FieldSet.fromJson(entry.fieldsV1) }));

const isOf = ({ entry }: Managed, { manager, subresource, apiVersion }: Writer, operation: string) =>
  entry.manager === manager &&
  entry.operation === operation &&
  entry.apiVersion === apiVersion &&
  (entry.subresource ?? '') === subresource;

/** managedFields after a create, update or patch: what changed belongs to the writer, and to nobody else. */
export function afterUpdate(
  before: KubeObject | null,
  after: KubeObject,
  writer: Writer,
  at: Typed,
): Entry[] | undefined {
  const { added, modified, removed } = compareFields(before ?? {}, after, at);
  const changed = ownable(added.union(modified), writer);
  const managers = managersOf(before);
  const own = managers.find((one) => isOf(one, writer, 'Update'));
  const others = managers
    .filter((one) => one !== own)
    .map(({ entry, fields }) => ({ entry, fields: fields.minus(changed).minus(removed) }));
  const fields = (own?.fields ?? new FieldSet()).minus(removed).union(changed);
  return encoded([...others, { entry: entryOf(own, fields, writer, 'Update'), fields }]);
}

function entryOf(own: Managed | undefined, fields: FieldSet, writer: Writer, operation: 'Apply' | 'Update'): Entry {
  const unchanged = own !== undefined && isDeepStrictEqual(own.fields.toJson(), fields.toJson());
  return {
    manager: writer.manager,
    operation,
    apiVersion: writer.apiVersion,
    time: unchanged ? own.entry.time : writer.time,
    fieldsType: 'FieldsV1',
    ...(writer.subresource ? { subresource: writer.subresource } : {}),
  };
}

function encoded(managers: Managed[]): Entry[] | undefined {
  const entries = managers
    .filter(({ fields }) => !fields.isEmpty())
    .map(({ entry, fields }) => {
      const { subresource, fieldsV1: _, ...rest } = entry;
      return { ...rest, fieldsV1: fields.toJson(), ...(subresource ? { subresource } : {}) };
    })
    .sort(
      (a, b) =>
        compareText(a.operation, b.operation) || compareText(a.time, b.time) || compareText(a.manager, b.manager),
    );
  return entries.length > 0 ? entries : undefined;
}

const compareText = (a = '', b = '') => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Server-side apply: the configuration merged into the live object, without what this manager applied before and no longer
 * does. Throws 409 naming the managers whose fields would change, unless forced: then they lose them.
 */
export function applied(
  live: KubeObject | null,
  configuration: KubeObject,
  writer: Writer,
  { force }: { force: boolean },
  at: Typed,
): KubeObject {
  const managers = managersOf(live);
  const own = managers.find((one) => isOf(one, writer, 'Apply'));
  const others = managers.filter((one) => one !== own);
  const wanted = ownable(appliedFields(configuration, at), writer);
  const everyOther = others.reduce((all, { fields }) => all.union(fields), new FieldSet());
  const gone = (own?.fields ?? new FieldSet()).minus(wanted);
  const base = withoutManagers(live ?? {});
  // both are objects, and merging objects gives one
  const result = pruned(merged(base, configuration, at), gone, everyOther.union(wanted), at) as KubeObject;
  const { added, modified, removed } = compareFields(base, result, at);
  const changed = added.union(modified);
  const conflicts = others
    .map((one) => ({ ...one, fields: one.fields.intersect(changed) }))
    .filter(({ fields }) => !fields.isEmpty());
  if (conflicts.length > 0 && !force) throw applyConflict(conflicts);
  const left = others.map(({ entry, fields }) => ({ entry, fields: fields.minus(changed).minus(removed) }));
  const managedFields = encoded([...left, { entry: entryOf(own, wanted, writer, 'Apply'), fields: wanted }]);
  return { ...result, metadata: { ...result.metadata, ...(managedFields ? { managedFields } : {}) } };
}

function withoutManagers(object: KubeObject): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata ?? {};
  return { ...object, metadata };
}

function managerWords({ manager, subresource, operation, apiVersion }: Entry) {
  const name = `"${manager}"${subresource ? ` with subresource "${subresource}"` : ''}`;
  return operation === 'Update' ? `${name} using ${apiVersion}` : name;
}

function applyConflict(conflicts: Managed[]): ApiError {
  const causes = conflicts.flatMap(({ entry, fields }) =>
    [...fields.paths()].map((field) => ({
      reason: 'FieldManagerConflict',
      message: `conflict with ${managerWords(entry)}`,
      field,
    })),
  );
  const words = conflicts.map(({ entry, fields }) => {
    const paths = [...fields.paths()];
    return paths.length === 1
      ? `conflict with ${managerWords(entry)}: ${paths[0]}`
      : `conflicts with ${managerWords(entry)}:\n${paths.map((path) => `- ${path}`).join('\n')}`;
  });
  const count = `${causes.length} conflict${causes.length === 1 ? '' : 's'}`;
  return new ApiError(409, 'Conflict', `Apply failed with ${count}: ${words.join('\n')}`, { causes });
}
