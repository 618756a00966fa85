import https from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
import { inject } from 'vitest';

export interface Reply {
  status: number;
  type: string;
  /** parsed when it is a JSON object */
  body: Body;
  text: string;
}

/** An answer of the API: tests reach into it, and a wrong path fails the test. */
export interface Body {
  kind: string;
  apiVersion: string;
  metadata: Record<string, never> & {
    name: string;
    uid: string;
    resourceVersion: string;
    continue?: string;
    generation?: number;
  };
  [field: string]: unknown;
}

interface Ask {
  body?: unknown;
  type?: string;
  accept?: string;
  as?: string;
  token?: string;
}

const kc = new KubeConfig();
kc.loadFromFile(inject('kubeconfig'));
const base = new URL(kc.getCurrentCluster()?.server ?? '');

async function options(ask: Ask): Promise<https.RequestOptions & { headers: Record<string, string> }> {
  const opts: https.RequestOptions = {};
  const headers: Record<string, string> = { accept: ask.accept ?? 'application/json' };
  if (ask.token) {
    opts.ca = Buffer.from(kc.getCurrentCluster()?.caData ?? '', 'base64');
    headers.authorization = `Bearer ${ask.token}`;
  } else {
    await kc.applyToHTTPSOptions(opts);
    Object.assign(headers, opts.headers);
  }
  if (ask.as) headers['Impersonate-User'] = ask.as;
  return { ...opts, headers };
}

/** One request as the administrator, as another user (`as`), or with a token. */
export async function send(method: string, path: string, ask: Ask = {}): Promise<Reply> {
  const opts = await options(ask);
  const content = ask.body === undefined ? null : typeof ask.body === 'string' ? ask.body : JSON.stringify(ask.body);
  const headers = {
    ...opts.headers,
    ...(content === null
      ? {}
      : { 'content-type': ask.type ?? 'application/json', 'content-length': Buffer.byteLength(content) }),
  };
  return new Promise((resolve, reject) => {
    const request = https.request(new URL(path, base), { ...opts, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => (text += part));
      response.on('end', () => {
        const type = response.headers['content-type'] ?? '';
        const body = text.startsWith('{') ? JSON.parse(text) : {};
        resolve({ status: response.statusCode ?? 0, type, body, text });
      });
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(content ?? undefined);
  });
}

/** Where and how to open a WebSocket on a path of the API. */
export async function socketOptions(path: string, as?: string) {
  const url = new URL(path, base);
  url.protocol = 'wss:';
  return { url, options: { ...(await options(as ? { as } : {})), timeout: 10_000 } };
}

export const MERGE = 'application/merge-patch+json';
export const JSON_PATCH = 'application/json-patch+json';
export const STRATEGIC = 'application/strategic-merge-patch+json';
export const APPLY = 'application/apply-patch+yaml';
export const TABLE = 'application/json;as=Table;g=meta.k8s.io;v=v1';

export interface SeenEvent {
  type: string;
  object: Body;
}

/** Reads a watch until `enough`, then leaves. */
export async function watchUntil(
  path: string,
  enough: (seen: SeenEvent[]) => boolean,
  accept?: string,
): Promise<SeenEvent[]> {
  const opts = await options(accept ? { accept } : {});
  return new Promise((resolve, reject) => {
    const seen: SeenEvent[] = [];
    const timer = setTimeout(() => reject(new Error(`the watch gave only ${JSON.stringify(seen)}`)), 15_000);
    const request = https.get(new URL(path, base), opts, (response) => {
      let rest = '';
      response.setEncoding('utf8');
      response.on('data', (part) => {
        const lines = (rest + part).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) if (line) seen.push(JSON.parse(line));
        if (enough(seen)) done();
      });
      response.on('end', done);
      response.on('error', () => {});
    });
    request.on('error', () => {});
    function done() {
      clearTimeout(timer);
      request.destroy();
      resolve(seen);
    }
  });
}

/** A namespace of its own for a test file; gone afterwards. */
export async function makeNamespace(label: string): Promise<{ name: string; remove(): Promise<void> }> {
  const name = `${label}-${Math.random().toString(36).slice(2, 8)}`;
  const made = await send('POST', '/api/v1/namespaces', {
    body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
  });
  if (made.status !== 201) throw new Error(made.text);
  await until(async () => (await send('GET', `/api/v1/namespaces/${name}/serviceaccounts/default`)).status === 200);
  return { name, remove: async () => void (await send('DELETE', `/api/v1/namespaces/${name}`)) };
}

/** Asks again until it is so; fails after ten seconds. */
export async function until(isSo: () => Promise<boolean>) {
  const end = Date.now() + 10_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error('did not become so within 10 s');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export const configMap = (name: string, data: Record<string, string> = {}, labels?: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...(labels ? { labels } : {}) },
  data,
});

/** Runs on KWOK's fake nodes and on the drill's. */
export const podSpec = () => ({
  containers: [{ name: 'web', image: 'nginx:1.27' }],
  tolerations: [{ key: 'kwok.x-k8s.io/node', operator: 'Exists' }],
});

export const deployment = (name: string, replicas = 1) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: podSpec() },
  },
});
