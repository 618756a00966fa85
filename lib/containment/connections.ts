import type { ConnectionVerdict } from './step.ts';

/** One TCP connection as /proc/net/tcp tells it (proc_pid_net(5)); addresses as people write them. */
export interface TcpConnection {
  local: string;
  remote: string;
  /** something was sent, is not acknowledged, and is being sent again: packets do not come through */
  stalled: boolean;
}

const ESTABLISHED = '01';
const RETRANSMIT_TIMER = '01';

/** Established connections of the tables /proc/net/tcp and tcp6, without those that stay inside the pod. */
export function establishedIn(text: string): TcpConnection[] {
  return text.split('\n').flatMap((line) => {
    const [, local = '', remote = '', state, queues = '', timer = '', retransmits = ''] = line.trim().split(/\s+/);
    if (state !== ESTABLISHED || !/^[0-9A-F]+:[0-9A-F]{4}$/i.test(remote)) return [];
    const [localAddress, remoteAddress] = [addressOf(local), addressOf(remote)];
    if (!localAddress || !remoteAddress || isLoopback(remoteAddress)) return [];
    const unsent = Number.parseInt(queues.split(':')[0] ?? '0', 16) > 0;
    return [
      {
        local: localAddress,
        remote: remoteAddress,
        stalled: unsent && timer.startsWith(`${RETRANSMIT_TIMER}:`) && Number.parseInt(retransmits, 16) > 0,
      },
    ];
  });
}

/** TCP segments received, from the Tcp lines of /proc/net/snmp; null when they are not there. */
export function segmentsIn(text: string): number | null {
  const [names, values] = text
    .split('\n')
    .filter((line) => line.startsWith('Tcp:'))
    .map((line) => line.split(/\s+/));
  const value = values?.[names?.indexOf('InSegs') ?? -1];
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : null;
}

const isLoopback = (address: string): boolean => /^(127\.|\[::1\]|\[::ffff:127\.)/.test(address);

/** "0100007F:1F90" → "127.0.0.1:8080". The kernel prints each 32-bit word in the host's order, which is little-endian here. */
function addressOf(hex: string): string | null {
  const [address = '', port = ''] = hex.split(':');
  const bytes = address.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? [];
  const words = Array.from({ length: bytes.length / 4 }, (_, index) => bytes.slice(index * 4, index * 4 + 4).reverse());
  const ordered = words.flat();
  const number = Number.parseInt(port, 16);
  if (ordered.length === 4) return `${ordered.join('.')}:${number}`;
  if (ordered.length !== 16) return null;
  if (ordered.slice(0, 10).every((byte) => byte === 0) && ordered[10] === 255 && ordered[11] === 255)
    return `${ordered.slice(12).join('.')}:${number}`;
  const groups = Array.from({ length: 8 }, (_, index) =>
    (((ordered[index * 2] ?? 0) << 8) | (ordered[index * 2 + 1] ?? 0)).toString(16),
  );
  return `[${groups
    .join(':')
    .replace(/(^|:)(0:)+0?/, '::')
    .replace(/^0?:::/, '::')}]:${number}`;
}

export type ConnectionFinding =
  | { seen: 'not-looked'; why: string }
  | { seen: 'nothing-runs' }
  | {
      seen: 'looked';
      connections: TcpConnection[];
      /** segments that arrived while we looked; null: not counted */
      arrived: number | null;
      overMs: number;
    };

/**
 * What connections that were open before the policy mean. A plugin may let established flows live, so an open one counts as
 * cut off only when it is seen to send again without an answer: silence alone proves nothing.
 */
export function judgeConnections(finding: ConnectionFinding): Pick<ConnectionVerdict, 'state' | 'check'> {
  if (finding.seen === 'nothing-runs')
    return { state: 'cut', check: { state: 'ok', words: 'No container is running: no connection is held open' } };
  if (finding.seen === 'not-looked')
    return {
      state: 'unknown',
      check: { state: 'unknown', words: `Open connections were not looked at: ${finding.why}` },
    };
  const { connections, arrived, overMs } = finding;
  if (connections.length === 0)
    return {
      state: 'cut',
      check: { state: 'ok', words: 'No connection that was open before is established any more' },
    };
  const open = connections.filter(({ stalled }) => !stalled);
  if (open.length === 0)
    return {
      state: 'cut',
      check: {
        state: 'ok',
        words: `${count(connections)} to ${remotes(connections)} still open in the pod, but nothing comes through: it sends again and gets no answer`,
      },
    };
  const still = `${count(open)} still established to ${remotes(open)}`;
  const end = 'End it by scaling to zero after the capture, or cut it on the node';
  if (arrived !== null && arrived > 0)
    return {
      state: 'passing',
      check: {
        state: 'failed',
        words: `${still}, and ${arrived} packets arrived within ${overMs / 1000} s: what was open before still passes. ${end}`,
      },
    };
  const why =
    arrived === 0
      ? `nothing arrived within ${overMs / 1000} s, but an idle one looks the same: whether it is cut off is not known`
      : 'whether anything passes could not be seen';
  return {
    state: 'unknown',
    check: { state: 'unknown', words: `${still}; ${why}. Verify again in a minute. ${end}` },
  };
}

const count = (list: readonly TcpConnection[]): string => `${list.length} connection${list.length === 1 ? '' : 's'}`;

function remotes(list: readonly TcpConnection[]): string {
  const all = [...new Set(list.map(({ remote }) => remote))];
  return `${all.slice(0, 3).join(', ')}${all.length > 3 ? ` and ${all.length - 3} more` : ''}`;
}
