/** Where to go after signing in: a path of ours, else `/`. Never another site, however the parameter is written. */
export function localPath(wanted: string | null | undefined): string {
  if (!wanted?.startsWith('/') || /^\/[/\\]|[\p{Cc}]/u.test(wanted)) return '/';
  const url = new URL(wanted, 'http://bulkhead.invalid');
  return url.host === 'bulkhead.invalid' ? `${url.pathname}${url.search}${url.hash}` : '/';
}
