/** The process answers. Says nothing else, to anyone. */
export const GET = () => Response.json({ ok: true }, { headers: { 'cache-control': 'no-store' } });
