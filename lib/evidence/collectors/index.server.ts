import 'server-only';
import type { Collector } from '../collector.ts';
import { changedBinaries } from './changed-binaries.ts';
import { cron } from './cron.ts';
import { environment } from './environment.ts';
import { events } from './events.server.ts';
import { files } from './files.ts';
import { identity } from './identity.ts';
import { logs } from './logs.server.ts';
import { logsPrevious } from './logs-previous.server.ts';
import { manifest } from './manifest.server.ts';
import { mounts } from './mounts.ts';
import { openFiles } from './open-files.ts';
import { processes } from './processes.ts';
import { sockets } from './sockets.ts';

/** The standard profile, in order of volatility (RFC 3227): what is gone first is taken first. */
export const COLLECTORS: readonly Collector[] = [
  sockets,
  processes,
  openFiles,
  mounts,
  environment,
  cron,
  changedBinaries,
  files,
  identity,
  logs,
  logsPrevious,
  events,
  manifest,
];
