import type { Status } from '../kubernetes/objects.ts';

/** How one exec ended, as far as we know. Only `exited` says that all output came. */
export type ExecEnd = {
  /** what the command wrote to stderr, at most 64 kB */
  stderr: string;
  stdoutBytes: number;
  message: string;
} & (
  | { how: 'exited'; exitCode: number }
  | { how: 'failed-to-start' } // the runtime's words are in message: no such program, container not running …
  | { how: 'no-status'; closeCode: number | null } // the stream ended without a status: what came may be cut anywhere
  | { how: 'time-limit' | 'size-limit' | 'aborted' }
);

/** Reads the v1.Status of the error channel (channel 3 of the *.channel.k8s.io protocols). Null when it is none. */
export function execStatus(
  text: string,
): { how: 'exited'; exitCode: number; message: string } | { how: 'failed-to-start'; message: string } | null {
  const status = parse(text);
  if (status === null) return null;
  if (status.status === 'Success') return { how: 'exited', exitCode: 0, message: '' };
  if (status.status !== 'Failure') return null;
  const message = status.message ?? status.reason ?? 'failed without a message';
  const code = status.details?.causes?.find((cause) => cause.reason === 'ExitCode')?.message;
  if (status.reason === 'NonZeroExitCode' && code !== undefined && /^\d+$/.test(code)) {
    return { how: 'exited', exitCode: Number(code), message };
  }
  return { how: 'failed-to-start', message };
}

function parse(text: string): Status | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Status) : null; // its fields are checked where read
  } catch {
    return null;
  }
}
