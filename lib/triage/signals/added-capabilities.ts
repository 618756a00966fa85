import { named, placedContainers, type SignalRule, signal } from '../signal.ts';
import { asUsual } from '../usual.ts';

/** With these a process can take over its node or its neighbours. */
const STRONG = new Set([
  'ALL',
  'SYS_ADMIN',
  'SYS_PTRACE',
  'SYS_MODULE',
  'SYS_RAWIO',
  'BPF',
  'DAC_READ_SEARCH',
  'SYS_BOOT',
  'PERFMON',
]);
/** What container runtimes give anyway: adding them back after `drop: ALL` is good practice. */
const ORDINARY = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

export const addedCapabilities: SignalRule = (pod, context) => {
  const found = placedContainers(pod).flatMap(({ container, field }) =>
    (container.securityContext?.capabilities?.add ?? [])
      .map((capability) => capability.toUpperCase().replace(/^CAP_/, ''))
      .filter((capability) => !ORDINARY.has(capability))
      .map((capability) => ({ capability, name: container.name, field })),
  );
  const [first] = found;
  if (!first) return null;
  const strong = found.find(({ capability }) => STRONG.has(capability));
  const { weight, words } = asUsual(strong ? 20 : 8, pod, context);
  const shown = strong ?? first;
  return signal({
    id: 'added-capabilities',
    words: `Adds ${shown.capability}`,
    weight,
    field: `${shown.field}.securityContext.capabilities.add`,
    attack: 'T1611',
    reason: `Container ${shown.name} adds ${named([...new Set(found.map(({ capability }) => capability))], 5)} to what a container may do.${words}`,
  });
};
