/**
 * Writes openapi.json.br and protobuf.json.br from a running API server and the .proto files of the same version:
 *   node lib/drill-cluster/data/generate.mjs KUBECTL PROTO_ROOT
 * KUBECTL with KUBECONFIG set reaches the server; PROTO_ROOT holds k8s.io/api@… and k8s.io/apimachinery@… (a Go module cache).
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import protobuf from 'protobufjs';

const [kubectl, protoRoot] = process.argv.slice(2);
const groups = [
  'api/v1',
  'apis/apps/v1',
  'apis/batch/v1',
  'apis/networking.k8s.io/v1',
  'apis/rbac.authorization.k8s.io/v1',
  'apis/authentication.k8s.io/v1',
  'apis/authorization.k8s.io/v1',
  'apis/coordination.k8s.io/v1',
  'apis/policy/v1',
  'apis/autoscaling/v2',
  'apis/storage.k8s.io/v1',
  'apis/scheduling.k8s.io/v1',
  'apis/discovery.k8s.io/v1',
];
const get = (path) =>
  JSON.parse(execFileSync(kubectl, ['get', '--raw', path], { maxBuffer: 1 << 27, encoding: 'utf8' }));

/** Without the words, which are most of it. A property that is called description stays. */
function withoutDescriptions(value, inProperties = false) {
  if (Array.isArray(value)) return value.map((item) => withoutDescriptions(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => inProperties || key !== 'description' || typeof inner !== 'string')
      .map(([key, inner]) => [key, withoutDescriptions(inner, !inProperties && key === 'properties')]),
  );
}

function write(name, value) {
  const json = Buffer.from(JSON.stringify(value));
  const packed = brotliCompressSync(json, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: json.length,
    },
  });
  writeFileSync(join(import.meta.dirname, name), packed);
  console.info(`${name}: ${json.length} bytes, ${packed.length} packed`);
}

const openapi = Object.fromEntries(groups.map((group) => [group, withoutDescriptions(get(`/openapi/v3/${group}`))]));
write('openapi.json.br', openapi);

const modules = readdirSync(protoRoot);
const moduleDir = (name) => join(protoRoot, modules.filter((entry) => entry.startsWith(`${name}@`)).at(-1));
const root = new protobuf.Root();
root.resolvePath = (_, target) =>
  target.startsWith('k8s.io/') ? join(moduleDir(target.split('/')[1]), ...target.split('/').slice(2)) : target;
root.loadSync(
  groups.map((group) => {
    const [name, version] = group === 'api/v1' ? ['core', 'v1'] : group.split('/').slice(1);
    return `k8s.io/api/${name.replace('rbac.authorization', 'rbac').replace('.k8s.io', '')}/${version}/generated.proto`;
  }),
  { keepCase: true },
);

/** {message: {field number: [name, type, 'repeated' | 'map' | undefined]}}, with types as full names or scalars */
const messages = {};
function collect(namespace, path) {
  for (const nested of namespace.nestedArray) {
    const name = [...path, nested.name].join('.');
    if (nested instanceof protobuf.Type) {
      messages[name] = Object.fromEntries(
        nested.fieldsArray.map((field) => {
          field.resolve();
          const type = field.resolvedType ? field.resolvedType.fullName.slice(1) : field.type;
          return [
            field.id,
            field.map
              ? [field.name, type, 'map']
              : field.repeated
                ? [field.name, type, 'repeated']
                : [field.name, type],
          ];
        }),
      );
    }
    if (nested.nestedArray) collect(nested, [...path, nested.name]);
  }
}
collect(root, []);
write('protobuf.json.br', messages);
