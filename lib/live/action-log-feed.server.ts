import 'server-only';
import { onRecord } from '../action-log/log.server.ts';
import { publish } from './publish.server.ts';

/** Tells browsers of each new record of the action log, in the record's own transaction. */
export const feedActionLog = (): void =>
  onRecord('live', (record, tx) => publish(tx, 'app', { type: 'action-log.grew', upTo: record.seq, verifiedAt: null }));
