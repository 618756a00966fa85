import 'server-only';
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import type { KubeConfig, User } from '@kubernetes/client-node';
import { environmentForChildren } from '../config.ts';

/** A credential plugin (kubeconfig `exec`) that gave no credential: which command, where we looked, what it said. */
export class CredentialError extends Error {}

const PLUGIN_TIMEOUT_MS = 30_000;
const STDERR_KEPT = 2_000;
const PROVIDER = 'bulkhead-exec';

interface ExecConfig {
  command: string;
  args?: string[] | null;
  env?: { name: string; value: string }[] | null;
  apiVersion?: string;
  installHint?: string;
}

interface Adopted {
  plugin: ExecConfig;
  directory: string | null;
}

interface ExecCredential {
  status?: { token?: string; clientCertificateData?: string; clientKeyData?: string; expirationTimestamp?: string };
}

/**
 * Takes over the exec plugins of a KubeConfig: client-node's own give KUBERNETES_EXEC_INFO to none of them, wait without
 * limit, and lose the command and the place where it was looked for.
 */
export function adoptExecPlugins(kc: KubeConfig, directory: string | null): void {
  let found = false;
  for (const user of kc.users) {
    const exec = execOf(user);
    if (exec === null) {
      found ||= user.authProvider?.name === PROVIDER; // taken over when its file was read
      continue;
    }
    found = true;
    // User's fields are read-only in its type and plain data in fact
    Object.assign(user, { exec: undefined, authProvider: { name: PROVIDER, config: { plugin: exec, directory } } });
  }
  if (found) kc.addAuthenticator(new PluginCredentials());
}

function execOf(user: User): ExecConfig | null {
  const exec: unknown = user.exec ?? user.authProvider?.config?.exec;
  if (typeof exec !== 'object' || exec === null || !('command' in exec)) return null;
  return exec as ExecConfig; // the shape of ExecConfig in client.authentication.k8s.io; command is checked when run
}

type Authenticator = Parameters<KubeConfig['addAuthenticator']>[0]; // not exported by client-node

class PluginCredentials implements Authenticator {
  readonly #kept = new Map<string, { credential: ExecCredential; until: number }>();

  isAuthProvider(user: User): boolean {
    return user.authProvider?.name === PROVIDER;
  }

  async applyAuthentication(user: User, opts: { headers?: unknown; cert?: unknown; key?: unknown }): Promise<void> {
    const status = (await this.#credential(user)).status;
    if (status?.clientCertificateData !== undefined) opts.cert = status.clientCertificateData;
    if (status?.clientKeyData !== undefined) opts.key = status.clientKeyData;
    if (status?.token !== undefined)
      opts.headers = { ...(opts.headers as object | undefined), Authorization: `Bearer ${status.token}` };
  }

  async #credential(user: User): Promise<ExecCredential> {
    const kept = this.#kept.get(user.name);
    if (kept !== undefined && kept.until > Date.now()) return kept.credential;
    const { plugin, directory } = user.authProvider.config as Adopted; // set by adoptExecPlugins
    const credential = await runPlugin(plugin, directory);
    const expires = Date.parse(credential.status?.expirationTimestamp ?? '');
    // Without an expiry it is good until refused; five minutes keep a rotated one from being held on to.
    this.#kept.set(user.name, { credential, until: Number.isNaN(expires) ? Date.now() + 300_000 : expires - 10_000 });
    return credential;
  }
}

async function runPlugin(plugin: ExecConfig, directory: string | null): Promise<ExecCredential> {
  const hint = plugin.installHint === undefined ? '' : ` Hint of the kubeconfig: ${cut(plugin.installHint)}`;
  const command = resolveCommand(plugin.command, directory);
  if (command === null) {
    const where = plugin.command.includes('/')
      ? (directory ?? process.cwd())
      : `PATH (${environmentForChildren().PATH ?? ''})`;
    throw new CredentialError(`The credential plugin ${cut(plugin.command)} was not found in ${cut(where)}.${hint}`);
  }
  const { code, stdout, stderr, failure } = await run(command, plugin);
  if (failure !== null || code !== 0) {
    const said = stderr.trim() === '' ? 'It wrote nothing to stderr.' : `It said: ${cut(stderr.trim())}`;
    throw new CredentialError(
      `The credential plugin ${command} ${failure ?? `ended with exit code ${code}`}. ${said}${hint}`,
    );
  }
  try {
    const value: unknown = JSON.parse(stdout);
    if (typeof value === 'object' && value !== null && 'status' in value) return value as ExecCredential; // its fields are optional
  } catch {
    // told below
  }
  throw new CredentialError(`The credential plugin ${command} did not print an ExecCredential with a status.${hint}`);
}

/** The file that will run, or null. A command with a slash is looked for beside the kubeconfig, as kubectl does. */
function resolveCommand(command: string, directory: string | null): string | null {
  const candidates = isAbsolute(command)
    ? [command]
    : command.includes('/')
      ? [join(directory ?? process.cwd(), command)]
      : (environmentForChildren().PATH ?? '').split(delimiter).map((folder) => join(folder, command));
  return candidates.find(executable) ?? null;
}

function executable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function run(
  command: string,
  plugin: ExecConfig,
): Promise<{ code: number | null; stdout: string; stderr: string; failure: string | null }> {
  const info = {
    kind: 'ExecCredential',
    apiVersion: plugin.apiVersion ?? 'client.authentication.k8s.io/v1',
    spec: { interactive: false },
  };
  const env = {
    ...environmentForChildren(),
    ...Object.fromEntries((plugin.env ?? []).map((e) => [e.name, e.value])),
    KUBERNETES_EXEC_INFO: JSON.stringify(info),
  };
  return new Promise((resolve) => {
    const child = spawn(command, plugin.args ?? [], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: PLUGIN_TIMEOUT_MS,
      killSignal: 'SIGKILL',
    });
    let stdout = '';
    let stderr = '';
    let failure: string | null = null;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout = (stdout + text).slice(0, 1_000_000);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(0, STDERR_KEPT);
    });
    child.on('error', (error) => {
      failure = `could not be started (${error.message})`;
    });
    child.on('close', (code, signal) => {
      if (signal !== null) failure ??= `did not answer within ${PLUGIN_TIMEOUT_MS / 1000} s`;
      resolve({ code, stdout, stderr, failure });
    });
  });
}

const cut = (text: string): string => (text.length > STDERR_KEPT ? `${text.slice(0, STDERR_KEPT)}…` : text);
