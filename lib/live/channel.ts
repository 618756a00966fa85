/** Channel of LISTEN and NOTIFY on which the id of each committed live event is told. */
export const LIVE_CHANNEL = 'bulkhead_live';

/** How long events stay in the database, so that a stream can be resumed. */
export const KEPT_MS = 24 * 3_600_000;
