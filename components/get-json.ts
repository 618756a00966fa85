import type { z } from 'zod';

/** What a route answered when it could not give what was asked: cause and next step, ready to show. */
export class RouteError extends Error {
  readonly status: number;
  readonly next: string;
  constructor(status: number, title: string, next: string) {
    super(title);
    this.name = 'RouteError';
    this.status = status;
    this.next = next;
  }
}

const failureOf = (body: unknown): { title: string; detail: string; next: string } | null => {
  if (typeof body !== 'object' || body === null || !('error' in body)) return null;
  const { error } = body;
  if (typeof error !== 'object' || error === null) return null;
  const text = (key: string) => (key in error ? String(Reflect.get(error, key) ?? '') : '');
  return { title: text('title'), detail: text('detail'), next: text('next') };
};

/**
 * GET a route of ours and check its answer against `schema`. Throws RouteError, which React Query hands to the screen;
 * the text is the server's own, so it already says what failed and what to do.
 */
export async function getJson<S extends z.ZodType>(schema: S, url: string, signal?: AbortSignal): Promise<z.output<S>> {
  let response: Response;
  try {
    response = await fetch(url, { signal, headers: { accept: 'application/json' } });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new RouteError(
      0,
      'Bulkhead does not answer',
      'What is on screen is what was known last. It is tried again by itself.',
    );
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const failure = failureOf(body);
    const title = failure
      ? [failure.title, failure.detail].filter(Boolean).join(': ')
      : `Bulkhead answered ${response.status}`;
    throw new RouteError(response.status, title, failure?.next || 'Reload, or look at the server log.');
  }
  return schema.parse(body);
}
