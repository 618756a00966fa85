import type { SignalRule } from '../signal.ts';
import { addedCapabilities } from './added-capabilities.ts';
import { ephemeralContainer } from './ephemeral-container.ts';
import { highCpu } from './high-cpu.ts';
import { hostNamespaces } from './host-namespaces.ts';
import { hostPath } from './host-path.ts';
import { imageByTag } from './image-by-tag.ts';
import { newRegistry } from './new-registry.ts';
import { noOwner } from './no-owner.ts';
import { privileged } from './privileged.ts';
import { restarts } from './restarts.ts';
import { rootUser } from './root-user.ts';
import { runtimeSocket } from './runtime-socket.ts';
import { templateDrift } from './template-drift.ts';
import { tokenRights } from './token-rights.ts';
import { veryNew } from './very-new.ts';
import { waitingReason } from './waiting-reason.ts';
import { writableRoot } from './writable-root.ts';

/** All signals by their id, which is the name of their file. */
export const SIGNALS: Readonly<Record<string, SignalRule>> = {
  'added-capabilities': addedCapabilities,
  'ephemeral-container': ephemeralContainer,
  'high-cpu': highCpu,
  'host-namespaces': hostNamespaces,
  'host-path': hostPath,
  'image-by-tag': imageByTag,
  'new-registry': newRegistry,
  'no-owner': noOwner,
  privileged,
  restarts,
  'root-user': rootUser,
  'runtime-socket': runtimeSocket,
  'template-drift': templateDrift,
  'token-rights': tokenRights,
  'very-new': veryNew,
  'waiting-reason': waitingReason,
  'writable-root': writableRoot,
};
