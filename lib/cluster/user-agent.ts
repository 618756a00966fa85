import manifest from '../../package.json' with { type: 'json' };

/** How Bulkhead calls itself in the API server's audit log; an action adds its id. */
export const USER_AGENT = `bulkhead/${manifest.version}`;
