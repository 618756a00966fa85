import path from 'node:path';
import { z } from 'zod';
import type { GroupsOfRoles } from './auth/oidc.ts';

/** What must be set right before anything starts. The message names the variable, its fault and an example. */
export class ConfigError extends Error {
  readonly variable: string;
  constructor(variable: string, fault: string, example: string) {
    super(`${variable} is wrong: ${fault}. Example: ${variable}=${example}`);
    this.name = 'ConfigError';
    this.variable = variable;
  }
}

const port = z
  .string()
  .regex(/^\d+$/, 'must be a number')
  .transform(Number)
  .refine((value) => value >= 1 && value <= 65535, 'must lie between 1 and 65535');

const httpOrigin = z.string().refine((value) => {
  const url = parseUrl(value);
  return (
    url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash && !url.username
  );
}, 'must be an http or https address without a path');

const postgresUrl = z.string().refine((value) => {
  const url = parseUrl(value);
  return url !== null && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1;
}, 'must be a PostgreSQL URL that names a database');

// A discovery document from plain http could be anybody's; on the loopback there is nobody between.
const issuer = z.string().refine((value) => {
  const url = parseUrl(value);
  if (url === null || url.search || url.hash || url.username) return false;
  return (
    url.protocol === 'https:' || (url.protocol === 'http:' && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname))
  );
}, 'must be an https address, as the identity provider itself writes it');

const groups = z
  .string()
  .default('')
  .transform((value) =>
    value
      .split(',')
      .map((each) => each.trim())
      .filter(Boolean),
  );

const smtpUrl = z.string().refine((value) => {
  const url = parseUrl(value);
  return url !== null && /^smtps?:$/.test(url.protocol) && url.hostname !== '';
}, 'must be an smtp or smtps address of a mail server');

const mailSender = z
  .string()
  .max(300)
  .refine(
    (value) =>
      !/[\p{Cc}\p{Cf}]/u.test(value) && /^([^<>@,;]+<[^<>\s@,;]+@[^<>\s@,;]+>|[^<>\s@,;]+@[^<>\s@,;]+)$/.test(value),
    'must be one e-mail address, with or without a name',
  );

// One line per variable: how it is read, and an example for its error message. An empty value counts as not set.
const VARIABLES = {
  PORT: { schema: port.default(3000), example: '3000' },
  BULKHEAD_HOME: {
    schema: z
      .string()
      .default('.bulkhead')
      .transform((value) => path.resolve(value)),
    example: '/var/lib/bulkhead',
  },
  BULKHEAD_EVIDENCE: {
    schema: z
      .string()
      .transform((value) => path.resolve(value))
      .optional(),
    example: '/mnt/evidence',
  },
  DATABASE_URL: { schema: postgresUrl.optional(), example: 'postgresql://bulkhead:secret@db.example:5432/bulkhead' },
  KUBECONFIG: { schema: z.string().optional(), example: '/home/me/.kube/config' },
  BULKHEAD_CONTEXT: { schema: z.string().optional(), example: 'prod-eu-1' },
  KUBERNETES_SERVICE_HOST: { schema: z.string().optional(), example: '10.0.0.1' },
  AUTH_URL: { schema: httpOrigin.optional(), example: 'https://bulkhead.example.com' },
  AUTH_SECRET: {
    schema: z.string().min(32, 'must have 32 characters or more').optional(),
    example: '$(openssl rand -base64 33)',
  },
  BULKHEAD_DRILL: { schema: z.enum(['on', 'off'], 'must be on or off').default('on'), example: 'off' },
  SMTP_URL: { schema: smtpUrl.optional(), example: 'smtps://bulkhead:secret@mail.example.com' },
  SMTP_FROM: { schema: mailSender.optional(), example: 'Bulkhead <bulkhead@example.com>' },
  OIDC_ISSUER: { schema: issuer.optional(), example: 'https://login.example.com/realms/company' },
  OIDC_CLIENT_ID: { schema: z.string().max(300).optional(), example: 'bulkhead' },
  OIDC_CLIENT_SECRET: { schema: z.string().max(2000).optional(), example: 'the-secret-of-the-client' },
  OIDC_NAME: { schema: z.string().trim().max(40, 'at most 40 characters').default('Company account'), example: 'Okta' },
  OIDC_SCOPES: {
    schema: z
      .string()
      .default('openid profile email')
      .refine((value) => value.split(/\s+/).includes('openid'), 'must contain openid'),
    example: '"openid profile email groups"',
  },
  OIDC_GROUPS_CLAIM: { schema: z.string().max(200).default('groups'), example: 'groups' },
  OIDC_COMMANDERS: { schema: groups, example: 'security-leads' },
  OIDC_ANALYSTS: { schema: groups, example: 'security-analysts,platform-on-call' },
  OIDC_MANAGERS: { schema: groups, example: 'security-managers' },
} as const;

type Variable = keyof typeof VARIABLES;
type ValueOf<V extends Variable> = z.output<(typeof VARIABLES)[V]['schema']>;

function read<V extends Variable>(variable: V): ValueOf<V> {
  const { schema, example } = VARIABLES[variable];
  const result = schema.safeParse(process.env[variable] || undefined);
  if (!result.success) throw new ConfigError(variable, result.error.issues[0]?.message ?? 'cannot be read', example);
  return result.data as ValueOf<V>; // the schema is the variable's own; TypeScript loses the link through the index
}

/**
 * The settings, and the only reader of process.env. Each is read when asked for and throws ConfigError when wrong;
 * `checkConfig()` at start means that none is found wrong later.
 */
export const config = {
  /** TCP port on which people reach Bulkhead */
  get port(): number {
    return read('PORT');
  },
  /** data folder, absolute */
  get home(): string {
    return read('BULKHEAD_HOME');
  },
  /** folder of the artifacts, absolute; several servers on one database need one that they share */
  get evidence(): string {
    return read('BULKHEAD_EVIDENCE') ?? path.join(read('BULKHEAD_HOME'), 'evidence');
  },
  /** PostgreSQL. The start script sets it to the embedded server's socket when nobody did. */
  get databaseUrl(): string {
    const url = read('DATABASE_URL');
    if (url === undefined)
      throw new ConfigError(
        'DATABASE_URL',
        'it is not set, and no embedded database was started',
        VARIABLES.DATABASE_URL.example,
      );
    return url;
  },
  /** paths of kubeconfig files, as kubectl reads them; null: not set */
  get kubeconfig(): string | null {
    return read('KUBECONFIG') ?? null;
  },
  get context(): string | null {
    return read('BULKHEAD_CONTEXT') ?? null;
  },
  /** running in a pod: its service account can be used */
  get inCluster(): boolean {
    return read('KUBERNETES_SERVICE_HOST') !== undefined;
  },
  /** origin under which browsers reach us, no trailing slash */
  get authUrl(): string {
    return new URL(read('AUTH_URL') ?? `http://localhost:${read('PORT')}`).origin;
  },
  /** signs session cookies; the start script makes it once into the data folder */
  get authSecret(): string {
    const secret = read('AUTH_SECRET');
    if (secret === undefined) throw new ConfigError('AUTH_SECRET', 'it is not set', VARIABLES.AUTH_SECRET.example);
    return secret;
  },
  /** the drill cluster may run */
  get drill(): boolean {
    return read('BULKHEAD_DRILL') === 'on';
  },
  /** sign-in through an identity provider (OpenID Connect); null: not set */
  get oidc(): OidcSettings | null {
    return readOidc();
  },
  /** the mail server that status reports go through, with its password, and who they come from; null: not set */
  get smtp(): { url: string; from: string } | null {
    const url = read('SMTP_URL');
    const from = read('SMTP_FROM') ?? `Bulkhead <bulkhead@${new URL(config.authUrl).hostname}>`;
    return url === undefined ? null : { url, from };
  },
  get production(): boolean {
    return process.env.NODE_ENV === 'production';
  },
};

/** Reads every setting; throws ConfigError for the first that is wrong. Not set is no fault here. */
export function checkConfig(): void {
  // Object.keys loses the literal types
  for (const variable of Object.keys(VARIABLES) as Variable[]) read(variable);
  readOidc();
}

/** Environment for programs that we start (credential plugins of a kubeconfig): all of ours but our own secrets. */
export function environmentForChildren(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    AUTH_SECRET: undefined,
    DATABASE_URL: undefined,
    SMTP_URL: undefined,
    OIDC_CLIENT_SECRET: undefined,
  };
}

/** next-auth 4 reads its own address from NEXTAUTH_URL, and without one guesses it from headers that anyone may send. */
export function giveNextAuthItsUrl(): void {
  process.env.NEXTAUTH_URL = config.authUrl;
}

export interface OidcSettings {
  /** exactly as in the provider's discovery document and tokens */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** what people call it: the words of the button */
  readonly name: string;
  readonly scopes: string;
  readonly groupsClaim: string;
  readonly roles: GroupsOfRoles;
}

/** All or nothing: half of it set is a mistake that must not end in a way to sign in that is missing or open. */
function readOidc(): OidcSettings | null {
  const roles = {
    commander: read('OIDC_COMMANDERS'),
    analyst: read('OIDC_ANALYSTS'),
    manager: read('OIDC_MANAGERS'),
  };
  const [found, clientId, clientSecret] = [read('OIDC_ISSUER'), read('OIDC_CLIENT_ID'), read('OIDC_CLIENT_SECRET')];
  const nobody = Object.values(roles).every((each) => each.length === 0);
  if (found === undefined && clientId === undefined && clientSecret === undefined && nobody) return null;
  const missing = (variable: Variable, why = 'it is not set, but other settings of the identity provider are') =>
    new ConfigError(variable, why, VARIABLES[variable].example);
  if (found === undefined) throw missing('OIDC_ISSUER');
  if (clientId === undefined) throw missing('OIDC_CLIENT_ID');
  if (clientSecret === undefined) throw missing('OIDC_CLIENT_SECRET');
  if (nobody) throw missing('OIDC_COMMANDERS', 'no group is set for any role, so nobody could sign in');
  const [name, scopes, groupsClaim] = [read('OIDC_NAME'), read('OIDC_SCOPES'), read('OIDC_GROUPS_CLAIM')];
  return { issuer: found, clientId, clientSecret, name, scopes, groupsClaim, roles };
}

function parseUrl(value: string): URL | null {
  return URL.canParse(value) ? new URL(value) : null;
}
