import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import protobuf from 'protobufjs';
import { resolve, type Schema, schemaOfKind } from '../data/openapi.ts';

export const PROTOBUF = 'application/vnd.kubernetes.protobuf';
const MAGIC = Buffer.from('k8s\0');

/** field number → name, type (scalar or full message name), and whether it repeats */
type Field = [name: string, type: string, many?: 'repeated' | 'map'];
type Messages = Record<string, Record<string, Field>>;

let loaded: Messages | null = null;
function messages(): Messages {
  const packed = () => readFileSync(join(import.meta.dirname, '../data/protobuf.json.br'));
  loaded ??= JSON.parse(brotliDecompressSync(packed()).toString());
  return loaded ?? {};
}

/** Go packages of the API groups, where they are not the first part of the group's name. */
const PACKAGES: Record<string, string> = { '': 'core' };

/** The object in a protobuf body (a runtime.Unknown after four bytes of magic). Throws on what is not one. */
export function decodeProtobuf(bytes: Buffer): Record<string, unknown> {
  if (!bytes.subarray(0, 4).equals(MAGIC)) throw new Error('provided data does not appear to be a protobuf message');
  const envelope = new Reading(bytes.subarray(4));
  let apiVersion = '';
  let kind = '';
  let raw: Uint8Array = Buffer.alloc(0);
  envelope.fields((field, wire, reader) => {
    if (field === 1 && wire === 2) {
      new Reading(reader.bytes()).fields((inner, type, from) => {
        if (type !== 2) return from.skipType(type);
        if (inner === 1) apiVersion = from.string();
        else kind = from.string();
      });
    } else if (field === 2 && wire === 2) raw = reader.bytes();
    else reader.skipType(wire);
  });
  const schema = schemaOfKind(apiVersion, kind);
  const message = decodeMessage(messageName(apiVersion, kind), raw, schema);
  return { apiVersion, kind, ...message };
}

function messageName(apiVersion: string, kind: string): string {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  if (kind === 'DeleteOptions') return 'k8s.io.apimachinery.pkg.apis.meta.v1.DeleteOptions';
  const name = `k8s.io.api.${PACKAGES[group ?? ''] ?? (group ?? '').split('.')[0]}.${version}.${kind}`;
  if (!messages()[name]) throw new Error(`no protobuf message for ${apiVersion} ${kind}`);
  return name;
}

class Reading {
  #reader: protobuf.Reader;
  constructor(bytes: Uint8Array) {
    this.#reader = protobuf.Reader.create(bytes);
  }
  fields(each: (field: number, wire: number, reader: protobuf.Reader) => void) {
    while (this.#reader.pos < this.#reader.len) {
      const tag = this.#reader.uint32();
      each(tag >>> 3, tag & 7, this.#reader);
    }
  }
}

function decodeMessage(name: string, bytes: Uint8Array, schema: Schema | null): Record<string, unknown> {
  const fields = messages()[name];
  if (!fields) throw new Error(`no protobuf message ${name}`);
  const result: Record<string, unknown> = {};
  new Reading(bytes).fields((number, wire, reader) => {
    const field = fields[number];
    if (!field) return reader.skipType(wire);
    const [key, type, many] = field;
    const own = schema?.properties?.[key];
    if (many === 'map') {
      const [entryKey, entry] = mapEntry(reader.bytes(), type, resolve(resolve(own)?.additionalProperties));
      const map = (result[key] ??= {});
      if (typeof map === 'object') Reflect.set(map, entryKey, entry);
    } else if (many === 'repeated') {
      const list = (result[key] ??= []);
      if (Array.isArray(list)) pushAll(list, reader, wire, type, resolve(resolve(own)?.items));
    } else if (wire === 2 && isMessage(type) && schema?.properties && !own) {
      // what Go embeds stands inline in JSON: volumeSource, localObjectReference, …
      Object.assign(result, decodeValue(type, reader.bytes(), schema));
    } else {
      result[key] = readValue(reader, type, resolve(own));
    }
  });
  return withoutZeros(name, result, schema);
}

const isMessage = (type: string) => type.includes('.');

function pushAll(list: unknown[], reader: protobuf.Reader, wire: number, type: string, schema: Schema | null) {
  if (wire !== 2 || isMessage(type) || type === 'string' || type === 'bytes') {
    list.push(readValue(reader, type, schema));
    return;
  }
  const packed = protobuf.Reader.create(reader.bytes());
  while (packed.pos < packed.len) list.push(readValue(packed, type, schema));
}

function mapEntry(bytes: Uint8Array, type: string, schema: Schema | null): [string, unknown] {
  let key = '';
  let value: unknown = type === 'string' ? '' : null;
  new Reading(bytes).fields((field, wire, reader) => {
    if (field === 1) key = reader.string();
    else if (field === 2) value = readValue(reader, type, schema);
    else reader.skipType(wire);
  });
  return [key, value];
}

function readValue(reader: protobuf.Reader, type: string, schema: Schema | null): unknown {
  switch (type) {
    case 'string':
      return reader.string();
    case 'bytes':
      return Buffer.from(reader.bytes()).toString('base64');
    case 'bool':
      return reader.bool();
    case 'int32':
      return reader.int32();
    case 'int64':
      return Number(reader.int64());
    case 'double':
      return reader.double();
    default:
      return decodeValue(type, reader.bytes(), schema);
  }
}

/** Messages that JSON writes in a form of their own, and the rest. */
function decodeValue(type: string, bytes: Uint8Array, schema: Schema | null): unknown {
  const plain = () => decodeMessage(type, bytes, null);
  switch (type.split('.').at(-1)) {
    case 'Time':
    case 'MicroTime': {
      const { seconds = 0, nanos = 0 } = plain();
      if (!seconds && !nanos) return null;
      const iso = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
      return type.endsWith('MicroTime')
        ? `${iso}.${String(Math.floor(Number(nanos) / 1000)).padStart(6, '0')}Z`
        : `${iso}Z`;
    }
    case 'Quantity':
      return plain().string ?? '0';
    case 'IntOrString': {
      const { type: which = 0, intVal = 0, strVal = '' } = plain();
      return which === 1 ? strVal : intVal;
    }
    case 'FieldsV1':
    case 'RawExtension':
      return JSON.parse(Buffer.from(String(plain().Raw ?? plain().raw ?? ''), 'base64').toString() || 'null');
    case 'ExtraValue':
    case 'Verbs':
      return plain().items ?? [];
    default:
      return decodeMessage(type, bytes, schema);
  }
}

/** Go writes zero values of what is not a pointer; JSON omits those that are optional. */
function withoutZeros(name: string, message: Record<string, unknown>, schema: Schema | null): Record<string, unknown> {
  if (!schema?.properties) return message;
  return Object.fromEntries(
    Object.entries(message).filter(([key, value]) => {
      const own = schema.properties?.[key];
      if (schema.required?.includes(key)) return true;
      if (value === null || value === '') return false;
      if (value === 0 || value === false)
        return own?.default === undefined && !OMITTED_ZEROS.has(key) && !name.endsWith('Status');
      return !(
        typeof value === 'object' &&
        !Array.isArray(value) &&
        Object.keys(value).length === 0 &&
        isEmptyDefault(own)
      );
    }),
  );
}

/** Numbers and booleans that are no pointers in Go and so arrive as 0 or false when nothing was said. */
const OMITTED_ZEROS = new Set([
  'generation',
  'port',
  'nodePort',
  'hostPort',
  'minReadySeconds',
  'hostNetwork',
  'hostPID',
  'hostIPC',
  'readOnly',
  'stdin',
  'stdinOnce',
  'tty',
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
  'count',
  'observedGeneration',
  'publishNotReadyAddresses',
  'unschedulable',
]);

const isEmptyDefault = (schema: Schema | undefined) =>
  typeof schema?.default === 'object' && schema.default !== null && Object.keys(schema.default).length === 0;
