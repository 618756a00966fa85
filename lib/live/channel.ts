/** Channel of LISTEN and NOTIFY on which the id of each committed live event is told. */
export const LIVE_CHANNEL = 'bulkhead_live';
