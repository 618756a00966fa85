import type { DrillControl, Worlds } from '../contract.ts';
import type { ObjectStore } from '../store.ts';
import type { TokenKeys } from './authentication.ts';
import type { Authorizer } from './authorization.ts';
import type { Snapshots } from './list.ts';

/** What the handlers of one process share. */
export interface ClusterParts {
  store: ObjectStore;
  authorizer: Authorizer;
  snapshots: Snapshots;
  worlds: Worlds;
  control: DrillControl;
  adminToken: string;
  keys: TokenKeys;
  /** drill time, ms since the epoch */
  now(): number;
}
