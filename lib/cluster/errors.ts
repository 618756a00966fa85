/** What can go wrong between us and an API server, as values. `sent` tells whether a change may have been made. */
export type ClusterError =
  | { kind: 'unreachable'; message: string } // nothing was sent
  | { kind: 'no-answer'; message: string } // sent, then the connection broke or time ran out: unknown, which is not "failed"
  | { kind: 'unauthorized'; message: string } // 401
  | { kind: 'forbidden'; verb: string; resource: string; namespace: string | null; message: string } // 403
  | { kind: 'not-found'; resource: string; name: string } // 404
  | { kind: 'conflict'; message: string } // 409, or a failed precondition
  | { kind: 'invalid'; message: string } // 400, 415, 422: refused by validation or admission
  | { kind: 'throttled'; retryAfterS: number | null } // 429
  | { kind: 'server-error'; code: number; message: string } // 5xx: may have been carried out
  | { kind: 'bad-answer'; message: string }; // not JSON, too large, wrong kind

/** A value or the reason why there is none. */
export type Result<T, E = ClusterError> = { ok: true; value: T } | { ok: false; error: E };

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });
export const err = <E>(error: E): { ok: false; error: E } => ({ ok: false, error });
