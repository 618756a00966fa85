import { z } from 'zod';
import type { ReadinessCheck } from '../check.ts';
import { auditLogging } from './audit-logging.ts';
import { defaultDeny } from './default-deny.ts';
import { forensicToolkit } from './forensic-toolkit.ts';
import { imageSigning } from './image-signing.ts';
import { immutableContainers } from './immutable-containers.ts';
import { playbooks } from './playbooks.ts';
import { runtimeDetection } from './runtime-detection.ts';
import { secrets } from './secrets.ts';
import { serviceAccounts } from './service-accounts.ts';
import { warRoom } from './war-room.ts';

/** The readiness checklist, in its order. */
export const CHECKS: readonly ReadinessCheck[] = [
  runtimeDetection,
  playbooks,
  auditLogging,
  defaultDeny,
  imageSigning,
  secrets,
  forensicToolkit,
  serviceAccounts,
  immutableContainers,
  warRoom,
];

export const checkByKey = (key: string): ReadinessCheck | null => CHECKS.find((check) => check.key === key) ?? null;

/** The key of a check that there is. */
export const CheckKey = z.string().refine((key) => checkByKey(key) !== null, 'there is no such check');
