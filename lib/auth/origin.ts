/**
 * Whether a request's Origin is ours: the configured address, or the very host that the request was sent to. A missing
 * one is not: browsers send it with every POST, and what does not is not a page of ours.
 */
export function isOwnOrigin(origin: string | null, host: string | null, authUrl: string): boolean {
  if (!origin || !URL.canParse(origin)) return false; // 'null' cannot be parsed either
  const url = new URL(origin);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return false;
  return url.origin === new URL(authUrl).origin || (host !== null && url.host === host.toLowerCase());
}
