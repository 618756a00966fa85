/** An expected failure, in words for the person: cause, state, next step. `code` is for programs and never changes. */
export interface Failure {
  readonly code: string; // kebab-case
  readonly title: string; // what is so
  readonly detail: string; // why, and what it left behind; may be ''
  readonly next: string; // what to do; may be ''
}

/** What a server action answers: a value, or the failure to show in its place. */
export type ActionResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

export const succeeded = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });

export const failed = (code: string, title: string, detail = '', next = ''): { ok: false; failure: Failure } => ({
  ok: false,
  failure: { code, title, detail, next },
});
