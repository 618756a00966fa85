/**
 * The address a request came from, as far as can be known: the last one in X-Forwarded-For, which the nearest proxy
 * added (or Next itself, where there is no proxy). Whoever reaches us past the proxy can forge it; so nothing is allowed
 * by it, attempts are only counted by it.
 */
export function addressOf(headers: Record<string, unknown> | undefined): string {
  const forwarded = String(headers?.['x-forwarded-for'] ?? '');
  const last = forwarded.split(',').at(-1)?.trim() ?? '';
  return last.slice(0, 64) || 'unknown';
}
