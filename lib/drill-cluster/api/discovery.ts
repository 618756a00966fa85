import { createHash } from 'node:crypto';
import { openapiDocument, openapiPaths } from '../data/openapi.ts';
import { type Kind, kinds } from '../kinds.ts';
import { type Answer, ok } from './answer.ts';
import { wantsAggregated } from './negotiate.ts';
import type { ApiRequest } from './request.ts';

export const VERSION = 'v1.37.2+bulkhead.drill';

const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
const NAMED_VERBS: Record<string, readonly string[]> = {
  status: ['get', 'patch', 'update'],
  scale: ['get', 'patch', 'update'],
  finalize: ['update'],
  ephemeralcontainers: ['get', 'patch', 'update'],
  eviction: ['create'],
  exec: ['create', 'get'],
  log: ['get'],
  token: ['create'],
};
/** What a subresource is made of, where that is another kind than its parent. */
const SUBRESOURCE_KINDS: Record<string, { group: string; version: string; kind: string }> = {
  scale: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
  eviction: { group: 'policy', version: 'v1', kind: 'Eviction' },
  exec: { group: '', version: 'v1', kind: 'PodExecOptions' },
  token: { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' },
};

/** Groups in the order of the table, each with its only version here. */
const groups = [...new Map(kinds.map((kind) => [kind.group, kind.version]))].filter(([group]) => group !== '');

/** Answers of every path that is no resource, or null. */
export function discover({ path, headers }: ApiRequest): Answer | null {
  const clean = path.replace(/\/+$/, '') || '/';
  switch (clean) {
    case '/version':
      return ok(version());
    case '/healthz':
    case '/readyz':
    case '/livez':
      return { status: 200, body: 'ok', contentType: 'text/plain; charset=utf-8' };
    case '/':
      return ok({
        paths: ['/api', '/api/v1', '/apis', ...groupVersions().map((gv) => `/apis/${gv}`), '/openapi/v3', '/version'],
      });
    case '/api':
      return wantsAggregated(headers.accept) ? aggregated(['']) : ok(coreVersions(headers.host ?? ''));
    case '/apis':
      return wantsAggregated(headers.accept) ? aggregated(groups.map(([group]) => group)) : ok(groupList());
    case '/openapi/v3':
      return ok({
        paths: Object.fromEntries(openapiPaths().map((name) => [name, { serverRelativeURL: openapiUrl(name) }])),
      });
  }
  if (clean.startsWith('/openapi/v3/')) return openapi(clean.slice('/openapi/v3/'.length));
  return groupOrVersion(clean);
}

/** A client must be able to see what it talks to. */
const version = () => ({
  major: '1',
  minor: '37',
  gitVersion: VERSION,
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: 'none: a drill cluster of Bulkhead, not a general Kubernetes',
  platform: 'drill/cluster',
});

const groupVersions = () => groups.map(([group, of]) => `${group}/${of}`);

const coreVersions = (host: string) => ({
  kind: 'APIVersions',
  versions: ['v1'],
  serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: host }],
});

function groupEntry(group: string, of: string) {
  const preferredVersion = { groupVersion: `${group}/${of}`, version: of };
  return { name: group, versions: [preferredVersion], preferredVersion };
}

const groupList = () => ({
  kind: 'APIGroupList',
  apiVersion: 'v1',
  groups: groups.map(([group, of]) => groupEntry(group, of)),
});

function groupOrVersion(path: string): Answer | null {
  const [root, first = '', second] = path.split('/').filter(Boolean);
  if (root === 'api' && first === 'v1' && second === undefined) return ok(resourceList('', 'v1'));
  const of = new Map(groups).get(first);
  if (root !== 'apis' || of === undefined) return null;
  if (second === undefined) return ok({ kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(first, of) });
  return second === of && path.split('/').filter(Boolean).length === 3 ? ok(resourceList(first, of)) : null;
}

function resourceList(group: string, of: string) {
  const resources = kinds
    .filter((kind) => kind.group === group)
    .flatMap((kind) => [resourceEntry(kind), ...subresourceEntries(kind)]);
  const groupVersion = group ? `${group}/${of}` : of;
  return { kind: 'APIResourceList', ...(group ? { apiVersion: 'v1' } : {}), groupVersion, resources };
}

const resourceEntry = (kind: Kind) => ({
  name: kind.plural,
  singularName: kind.singular,
  namespaced: kind.namespaced,
  kind: kind.kind,
  verbs: kind.verbs,
  ...(kind.shortNames.length ? { shortNames: kind.shortNames } : {}),
  ...(kind.categories.length ? { categories: kind.categories } : {}),
});

function subresourceEntries(kind: Kind) {
  return kind.subresources.map((name) => {
    const other = SUBRESOURCE_KINDS[name];
    return {
      name: `${kind.plural}/${name}`,
      singularName: '',
      namespaced: kind.namespaced,
      ...(other?.group ? { group: other.group, version: other.version } : {}),
      kind: other?.kind ?? kind.kind,
      verbs: NAMED_VERBS[name] ?? ['get'],
    };
  });
}

function aggregated(names: readonly string[]): Answer {
  const items = names.map((group) => {
    const own = kinds.filter((kind) => kind.group === group);
    return {
      metadata: group ? { name: group } : {},
      versions: [{ version: own[0]?.version ?? 'v1', resources: own.map(aggregatedEntry), freshness: 'Current' }],
    };
  });
  return {
    status: 200,
    contentType: AGGREGATED,
    body: { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items },
  };
}

function aggregatedEntry(kind: Kind) {
  const self = { group: '', version: '', kind: kind.kind };
  const subresources = kind.subresources.map((subresource) => ({
    subresource,
    responseKind: SUBRESOURCE_KINDS[subresource] ?? self,
    verbs: NAMED_VERBS[subresource] ?? ['get'],
  }));
  return {
    resource: kind.plural,
    responseKind: self,
    scope: kind.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: kind.singular,
    verbs: kind.verbs,
    ...(kind.shortNames.length ? { shortNames: kind.shortNames } : {}),
    ...(kind.categories.length ? { categories: kind.categories } : {}),
    ...(subresources.length ? { subresources } : {}),
  };
}

const openapiUrl = (name: string) =>
  `/openapi/v3/${name}?hash=${createHash('sha256').update(`${VERSION} ${name}`).digest('hex').toUpperCase()}`;

function openapi(name: string): Answer | null {
  const document = openapiDocument(name);
  return document ? ok(document) : null;
}
