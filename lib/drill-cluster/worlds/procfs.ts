import { type FileNode, treeBuilder } from './files.ts';
import type { Mount, Process, Socket } from './scene.ts';

const HZ = 100;
const STATES = { ESTAB: '01', LISTEN: '0A', UNCONN: '07' } as const;

/** /proc as a process inside the container sees it (proc(5)). */
export function procfs(options: {
  processes: readonly Process[];
  sockets: readonly Socket[];
  mounts: readonly Mount[];
  bootedAt: number;
  now: number;
  env: Readonly<Record<string, string>>;
  hostname: string;
  podUid: string;
  containerId: string;
}): FileNode {
  const { processes, sockets, bootedAt, now } = options;
  const tree = treeBuilder(now);
  const computed = (path: string, content: () => string, more: Partial<FileNode> = {}) =>
    tree.file(path, content, { mode: 0o444, ...more });
  const up = (now - bootedAt) / 1000;
  computed('/uptime', () => `${up.toFixed(2)} ${(up * 6.4).toFixed(2)}\n`);
  computed('/loadavg', () => `0.42 0.37 0.31 2/918 ${Math.max(...processes.map((p) => p.pid)) + 1}\n`);
  computed(
    '/version',
    () =>
      'Linux version 6.1.0-31-amd64 (debian-kernel@lists.debian.org) (gcc-12 (Debian 12.2.0-14) 12.2.0) #1 SMP PREEMPT_DYNAMIC Debian 6.1.128-1 (2025-02-07)\n',
  );
  computed(
    '/meminfo',
    () =>
      'MemTotal:       32868204 kB\nMemFree:         9214032 kB\nMemAvailable:   21870012 kB\nBuffers:          412080 kB\nCached:         11920044 kB\n',
  );
  computed('/cpuinfo', () =>
    Array.from({ length: 8 }, (_, i) => `processor\t: ${i}\nmodel name\t: Intel(R) Xeon(R) Platinum\n`).join('\n'),
  );
  computed(
    '/stat',
    () =>
      `cpu  8812341 1200 2212900 91288101 12000 0 98012 0 0 0\nbtime ${Math.floor(bootedAt / 1000)}\nprocesses 2911820\n`,
  );
  computed('/cmdline', () => 'BOOT_IMAGE=/vmlinuz-6.1.0-31-amd64 root=/dev/vda1 ro quiet\n');
  computed('/mounts', () => mountsText(options.mounts));
  computed('/filesystems', () => 'nodev\tsysfs\nnodev\ttmpfs\nnodev\tproc\nnodev\toverlay\n\text4\n');
  computed('/sys/kernel/hostname', () => `${options.hostname}\n`);
  for (const name of ['tcp', 'tcp6', 'udp', 'udp6'] as const)
    computed(`/net/${name}`, () =>
      socketTable(
        sockets.filter((s) => s.protocol === name),
        name.endsWith('6'),
      ),
    );
  computed('/net/snmp', () => snmpText(Math.floor(up * 3)));
  computed('/net/unix', () => 'Num       RefCount Protocol Flags    Type St Inode Path\n');
  computed('/net/arp', () => 'IP address       HW type     Flags       HW address            Mask     Device\n');
  computed(
    '/net/route',
    () =>
      'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\neth0\t00000000\t0101A8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n',
  );
  computed(
    '/net/dev',
    () =>
      'Inter-|   Receive                                                |  Transmit\n face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n    lo:  812340    9120    0    0    0     0          0         0   812340    9120    0    0    0     0       0          0\n  eth0: 9812341   81204    0    0    0     0          0         0 71283012   62011    0    0    0     0       0          0\n',
  );
  tree.link('/self', '1');
  for (const process of processes) addProcess(tree, process, options);
  return tree.root;
}

function addProcess(
  tree: ReturnType<typeof treeBuilder>,
  p: Process,
  { sockets, bootedAt, env, mounts, podUid, containerId }: Parameters<typeof procfs>[0],
): void {
  const own = { uid: p.uid, gid: p.uid, mtime: p.startedAt };
  const at = (name: string) => `/${p.pid}/${name}`;
  tree.dir(`/${p.pid}`, { mode: 0o555, ...own });
  const file = (name: string, content: () => string, mode = 0o444) => tree.file(at(name), content, { mode, ...own });
  const name = comm(p);
  const ticks = Math.floor(((p.startedAt - bootedAt) / 1000) * HZ);
  const spent = Math.floor(p.cpuSeconds * HZ);
  file('cmdline', () => p.argv.map((arg) => `${arg}\0`).join(''));
  file('comm', () => `${name}\n`, 0o644);
  file(
    'environ',
    () =>
      Object.entries(env)
        .map(([key, value]) => `${key}=${value}\0`)
        .join(''),
    0o400,
  );
  file('status', () =>
    [
      `Name:\t${name}`,
      'Umask:\t0022',
      'State:\tS (sleeping)',
      `Tgid:\t${p.pid}`,
      'Ngid:\t0',
      `Pid:\t${p.pid}`,
      `PPid:\t${p.ppid}`,
      'TracerPid:\t0',
      `Uid:\t${p.uid}\t${p.uid}\t${p.uid}\t${p.uid}`,
      `Gid:\t${p.uid}\t${p.uid}\t${p.uid}\t${p.uid}`,
      'FDSize:\t64',
      `Groups:\t${p.uid} `,
      `VmPeak:\t${p.rssKib * 3} kB`,
      `VmSize:\t${p.rssKib * 3} kB`,
      `VmRSS:\t${p.rssKib} kB`,
      'Threads:\t1',
      `CapInh:\t${'0'.repeat(16)}`,
      `CapPrm:\t${p.uid === 0 ? '00000000a80425fb' : '0'.repeat(16)}`,
      `CapEff:\t${p.uid === 0 ? '00000000a80425fb' : '0'.repeat(16)}`,
      'CapBnd:\t00000000a80425fb',
      'NoNewPrivs:\t1',
      'Seccomp:\t2',
      '',
    ].join('\n'),
  );
  file(
    'stat',
    () =>
      `${p.pid} (${name}) S ${p.ppid} ${p.pid} ${p.pid} 0 -1 4194560 2210 0 0 0 ${Math.floor(spent * 0.8)} ${Math.floor(spent * 0.2)} 0 0 20 0 1 0 ${ticks} ${p.rssKib * 3072} ${Math.floor(p.rssKib / 4)} 18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 0 17 2 0 0 0 0 0 0 0 0 0 0 0 0 0\n`,
  );
  file('statm', () => `${Math.floor((p.rssKib * 3) / 4)} ${Math.floor(p.rssKib / 4)} 1200 400 0 900 0\n`);
  file(
    'maps',
    () =>
      `55d0c0a00000-55d0c0c00000 r-xp 00000000 00:52 1182011 ${p.exe}\n7f3a10000000-7f3a10028000 r--p 00000000 00:52 1180022 /usr/lib/x86_64-linux-gnu/libc.so.6\n7ffd1a2e0000-7ffd1a301000 rw-p 00000000 00:00 0 [stack]\n`,
  );
  file(
    'cgroup',
    () =>
      `0::/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-pod${podUid.replaceAll('-', '_')}.slice/cri-containerd-${containerId}.scope\n`,
  );
  file('mounts', () => mountsText(mounts));
  file('mountinfo', () =>
    mounts
      .map((m, i) => `${1800 + i} 1799 0:${52 + i} / ${m.path} ${m.options} - ${m.type} ${m.source} ${m.options}\n`)
      .join(''),
  );
  file(
    'limits',
    () =>
      'Limit                     Soft Limit           Hard Limit           Units     \nMax open files            1048576              1048576              files     \n',
  );
  file('oom_score', () => '872\n');
  const deleted = p.exe.startsWith('/dev/shm/') ? ' (deleted)' : '';
  tree.link(at('exe'), `${p.exe}${deleted}`, own);
  tree.link(at('cwd'), p.cwd, own);
  tree.link(at('root'), '/', own);
  tree.dir(at('fd'), { mode: 0o500, ...own });
  for (const fd of [0, 1, 2])
    tree.link(at(`fd/${fd}`), fd === 0 ? '/dev/null' : `pipe:[${3_900_000 + p.pid + fd}]`, own);
  for (const [i, socket] of sockets.filter((s) => s.pid === p.pid).entries())
    tree.link(at(`fd/${18 + i}`), `socket:[${socket.inode}]`, own);
  for (const space of ['mnt', 'net', 'pid', 'uts', 'ipc', 'user'])
    tree.link(at(`ns/${space}`), `${space}:[${4_026_532_000 + space.charCodeAt(0)}]`, own);
  for (const table of ['tcp', 'tcp6', 'udp', 'unix'])
    tree.file(
      at(`net/${table}`),
      () =>
        table === 'unix'
          ? ''
          : socketTable(
              sockets.filter((s) => s.protocol === table),
              table.endsWith('6'),
            ),
      { mode: 0o444, ...own },
    );
}

/** The name in the process table: of the file, at most 15 characters. */
export const comm = (p: Process) =>
  ((p.argv[0] ?? '').startsWith('nginx:') || (p.argv[0] ?? '').startsWith('postgres')
    ? ((p.argv[0] ?? '').split(':')[0] ?? '')
    : (p.exe.split('/').at(-1) ?? '')
  ).slice(0, 15);

export const mountsText = (mounts: readonly Mount[]) =>
  mounts.map((m) => `${m.source} ${m.path} ${m.type} ${m.options} 0 0\n`).join('');

/** /proc/net/snmp: the counters of the network namespace. Segments always arrive: probes of the kubelet pass every policy. */
const snmpText = (segments: number): string =>
  `Tcp: RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens AttemptFails EstabResets CurrEstab InSegs OutSegs RetransSegs InErrs OutRsts InCsumErrors\nTcp: 1 200 120000 -1 812 9120 4 11 6 ${segments} ${segments} 12 0 9 0\n`;

/** /proc/net/tcp: addresses are little-endian hex of 32 bits. */
export function socketTable(sockets: readonly Socket[], six: boolean): string {
  const head = six
    ? '  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n'
    : '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     \n';
  const hex = (value: number, length: number) => value.toString(16).toUpperCase().padStart(length, '0');
  const address = ([ip, port]: readonly [string, number]) =>
    `${ip
      .split('.')
      .reverse()
      .map((part) => hex(Number(part), 2))
      .join('')}:${hex(port, 4)}`;
  return (
    head +
    sockets
      .map(
        (s, i) =>
          `${String(i).padStart(4)}: ${address(s.local)} ${address(s.remote)} ${STATES[s.state]} ${hex(s.sendQueue, 8)}:00000000 ${s.sendQueue > 0 ? '01:00000258 00000007' : '00:00000000 00000000'} ${String(s.uid).padStart(5)}        0 ${s.inode} 1 0000000000000000 20 4 30 10 -1\n`,
      )
      .join('')
  );
}
