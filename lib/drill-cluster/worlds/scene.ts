import type { FileNode } from './files.ts';

export interface Process {
  pid: number;
  ppid: number;
  uid: number;
  argv: readonly string[];
  exe: string;
  cwd: string;
  startedAt: number; // ms since the epoch
  cpuSeconds: number;
  rssKib: number;
  tty: boolean;
}

export interface Socket {
  protocol: 'tcp' | 'udp';
  local: readonly [ip: string, port: number];
  remote: readonly [ip: string, port: number];
  state: 'LISTEN' | 'ESTAB' | 'UNCONN';
  pid: number;
  uid: number;
  inode: number;
  sendQueue: number;
}

export interface Mount {
  source: string;
  path: string;
  type: string;
  options: string;
}

/** All that can be seen from inside a container at this moment. Everything is computed from state and clock, so reading changes nothing. */
export interface Scene {
  hostname: string;
  podIp: string;
  uid: number;
  user: string;
  family: 'debian' | 'alpine' | 'none';
  programs: ReadonlySet<string>;
  env: Readonly<Record<string, string>>;
  cwd: string;
  processes: readonly Process[];
  sockets: readonly Socket[];
  mounts: readonly Mount[];
  root: FileNode;
  now: number;
  bootedAt: number;
  /** Whether a connection to host:port comes up; null: the name does not resolve. */
  connect(host: string, port: number): { ip: string; open: boolean } | null;
}
