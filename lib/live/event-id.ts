/**
 * Id of an event of the stream: where the reader stands in the database's events and in the cluster events of one server
 * process. `<epoch>.<seq>.<row>`: the epoch names the process, whose memory the cluster events are in.
 */
export interface StreamPosition {
  epoch: string;
  seq: number;
  row: bigint;
}

export const formatPosition = ({ epoch, seq, row }: StreamPosition): string => `${epoch}.${seq}.${row}`;

/** Null for what no stream of ours has ever sent. */
export function parsePosition(id: string | null): StreamPosition | null {
  const match = /^([0-9a-f]{8})\.(\d{1,15})\.(\d{1,18})$/.exec(id ?? '');
  return match === null ? null : { epoch: match[1] ?? '', seq: Number(match[2]), row: BigInt(match[3] ?? 0) };
}
