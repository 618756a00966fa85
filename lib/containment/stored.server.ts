import 'server-only';
import { storable } from '../action-log/canonical.ts';
import type { Prisma } from '../db/client.server.ts';
import type { RunRecord } from './run-record.ts';
import type { ScaleOutcome, Verification } from './step.ts';

/** As the database takes it: plain JSON by its schema, and strings from a cluster without what PostgreSQL cannot hold. */
export const stored = (value: RunRecord | Verification | ScaleOutcome): Prisma.InputJsonObject =>
  storable(JSON.parse(JSON.stringify(value))) as Prisma.InputJsonObject; // an object in, an object out
