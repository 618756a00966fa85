import { holdsRuntimeSocket, isRuntimeSocket } from '../runtime-sockets.ts';
import { type SignalRule, signal } from '../signal.ts';
import { asUsual } from '../usual.ts';

export const runtimeSocket: SignalRule = (pod, context) => {
  const volumes = pod.spec?.volumes ?? [];
  const index = volumes.findIndex(
    ({ hostPath }) => hostPath && (isRuntimeSocket(hostPath.path) || holdsRuntimeSocket(hostPath.path)),
  );
  const path = volumes[index]?.hostPath?.path;
  if (path === undefined) return null;
  const { weight, words } = asUsual(isRuntimeSocket(path) ? 35 : 20, pod, context);
  return signal({
    id: 'runtime-socket',
    words: isRuntimeSocket(path) ? (path.split('/').at(-1) ?? 'Runtime socket') : 'Runtime socket',
    weight,
    field: `spec.volumes[${index}].hostPath.path`,
    attack: 'T1610',
    reason: `Mounts ${path} of the node: whoever holds the container runtime's socket starts any container there.${words}`,
  });
};
