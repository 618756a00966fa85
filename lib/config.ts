import path from 'node:path';
import { z } from 'zod';

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
  get production(): boolean {
    return process.env.NODE_ENV === 'production';
  },
};

/** Reads every setting; throws ConfigError for the first that is wrong. Not set is no fault here. */
export function checkConfig(): void {
  // Object.keys loses the literal types
  for (const variable of Object.keys(VARIABLES) as Variable[]) read(variable);
}

/** Environment for programs that we start (credential plugins of a kubeconfig): all of ours but our own secrets. */
export function environmentForChildren(): NodeJS.ProcessEnv {
  return { ...process.env, AUTH_SECRET: undefined, DATABASE_URL: undefined };
}

/** next-auth 4 reads its own address from NEXTAUTH_URL, and without one guesses it from headers that anyone may send. */
export function giveNextAuthItsUrl(): void {
  process.env.NEXTAUTH_URL = config.authUrl;
}

function parseUrl(value: string): URL | null {
  return URL.canParse(value) ? new URL(value) : null;
}
