import { parse } from 'yaml';
import { z } from 'zod';
import { type ActionResult, failed, succeeded } from '../failure.ts';

export const PastedInput = z.object({
  name: z
    .string()
    .trim()
    .min(1, 'a name is needed')
    .max(60, 'at most 60 characters')
    .refine((name) => !/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/u.test(name), 'has invisible characters'),
  kubeconfig: z.string().max(256_000, 'larger than 256 kB'),
});

/** What is kept of a pasted kubeconfig: one address and one credential, each by its value. */
export const PastedConnection = z.object({
  server: z.string(),
  /** base64 of PEM; null: the certificate must be of a public authority */
  ca: z.string().nullable(),
  tlsServerName: z.string().nullable(),
  token: z.string().nullable(),
  /** base64 of PEM, both or neither */
  certificate: z.string().nullable(),
  key: z.string().nullable(),
});
export type PastedConnection = z.infer<typeof PastedConnection>;

const Named = z.looseObject({ name: z.string() });
const Kubeconfig = z.looseObject({
  'current-context': z.string().nullish(),
  clusters: z.array(Named.extend({ cluster: z.looseObject({ server: z.string() }) })).max(200),
  users: z.array(Named.extend({ user: z.looseObject({}).nullish() })).max(200),
  contexts: z.array(Named.extend({ context: z.looseObject({ cluster: z.string(), user: z.string() }) })).max(200),
});

const refused = (title: string, detail = '', next = '') => failed('kubeconfig-refused', title, detail, next);

const FLATTEN = 'kubectl config view --minify --flatten --raw writes one with everything inside.';
const SERVICE_ACCOUNT = 'Make one with the token of a service account that has the rights of deploy/rbac.yaml.';

/**
 * The address and the credential of a kubeconfig's current context. It comes from a browser and is used on the server, so
 * nothing in it may run a program, read a file or send our requests through somebody else: such a one is refused, in words.
 */
export function readKubeconfig(text: string): ActionResult<PastedConnection> {
  const config = Kubeconfig.safeParse(parsed(text));
  if (!config.success)
    return refused('This is no kubeconfig.', 'It has no clusters, users and contexts in YAML or JSON.', FLATTEN);
  const { clusters, users, contexts, 'current-context': current } = config.data;
  const context = current
    ? contexts.find(({ name }) => name === current)
    : contexts.length === 1
      ? contexts[0]
      : undefined;
  if (!context)
    return refused(
      'It does not say which context is meant.',
      `It has ${contexts.length} contexts and no current one.`,
      FLATTEN,
    );
  const cluster = clusters.find(({ name }) => name === context.context.cluster)?.cluster;
  const user = users.find(({ name }) => name === context.context.user)?.user;
  if (!cluster || !user) return refused('Its context names a cluster or a user that is not in it.', '', FLATTEN);
  const wrong = faultOfCluster(cluster) ?? faultOfUser(user);
  if (wrong) return wrong;
  return succeeded({
    server: cluster.server.replace(/\/+$/, ''),
    ca: textOf(cluster, 'certificate-authority-data'),
    tlsServerName: textOf(cluster, 'tls-server-name'),
    token: textOf(user, 'token'),
    certificate: textOf(user, 'client-certificate-data'),
    key: textOf(user, 'client-key-data'),
  });
}

function parsed(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 20, logLevel: 'silent' });
  } catch {
    return null;
  }
}

type Fields = Readonly<Record<string, unknown>>;

const textOf = (fields: Fields, name: string): string | null => {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : null;
};

const isSet = (fields: Fields, name: string): boolean =>
  ![undefined, null, '', false].includes(fields[name] as undefined | null | '' | false);

function faultOfCluster(cluster: Fields & { server: string }) {
  const url = URL.canParse(cluster.server) ? new URL(cluster.server) : null;
  if (url === null || url.protocol !== 'https:' || url.username || url.search || url.hash)
    return refused('The API server must be an https address.', 'Over anything else its credential could be read.');
  if (isSet(cluster, 'certificate-authority')) return namesAFile('certificate-authority');
  if (isSet(cluster, 'insecure-skip-tls-verify'))
    return refused(
      'It switches off the check of the API server’s certificate.',
      'Whoever stands between would get the credential.',
      'Put the certificate of its authority in, as certificate-authority-data.',
    );
  if (isSet(cluster, 'proxy-url'))
    return refused('It goes through a proxy (proxy-url).', 'That is not taken from a browser.');
  const ca = textOf(cluster, 'certificate-authority-data');
  if (ca !== null && !isPem(ca, 'CERTIFICATE'))
    return refused('certificate-authority-data is no certificate in base64.');
  return null;
}

const MAY_BE_SET = ['token', 'client-certificate-data', 'client-key-data'];

function faultOfUser(user: Fields) {
  if (isSet(user, 'exec') || isSet(user, 'auth-provider'))
    return refused(
      `Its credential comes from a program (${isSet(user, 'exec') ? 'exec' : 'auth-provider'}).`,
      'That would run on the server of Bulkhead, so it is not taken from a browser.',
      SERVICE_ACCOUNT,
    );
  for (const name of ['tokenFile', 'client-certificate', 'client-key']) if (isSet(user, name)) return namesAFile(name);
  const other = Object.keys(user).filter((name) => isSet(user, name) && !MAY_BE_SET.includes(name));
  if (other.length > 0)
    return refused(`It signs in in a way that is not taken: ${other.join(', ').slice(0, 200)}.`, '', SERVICE_ACCOUNT);
  const [token, certificate, key] = MAY_BE_SET.map((name) => textOf(user, name));
  if (!token && !(certificate && key))
    return refused(
      'It has no credential.',
      'Neither a token nor a certificate with its key is in it.',
      SERVICE_ACCOUNT,
    );
  if (token && !/^[\x21-\x7e]{1,16384}$/.test(token)) return refused('Its token has characters that no token has.');
  if (certificate && !isPem(certificate, 'CERTIFICATE'))
    return refused('client-certificate-data is no certificate in base64.');
  if (key && !isPem(key, 'PRIVATE KEY')) return refused('client-key-data is no private key in base64.');
  return null;
}

const namesAFile = (name: string) =>
  refused(`It names a file (${name}).`, 'The file lies on your machine, not on the server of Bulkhead.', FLATTEN);

function isPem(base64: string, what: string): boolean {
  try {
    return new RegExp(`^-----BEGIN [A-Z ]*${what}-----`, 'm').test(atob(base64.replaceAll(/\s/g, '')));
  } catch {
    return false;
  }
}
