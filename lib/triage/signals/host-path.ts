import type { Pod } from '../../kubernetes/objects.ts';
import { isRuntimeSocket } from '../runtime-sockets.ts';
import { placedContainers, type SignalRule, signal } from '../signal.ts';
import { asUsual } from '../usual.ts';

/** From these the node, its kubelet or its pods can be taken over. */
const DEEP =
  /^\/(?:$|etc(?:\/|$)|proc(?:\/|$)|root(?:\/|$)|boot(?:\/|$)|dev\/?$|sys\/?$|usr(?:\/bin)?\/?$|home\/?$|var\/?$|var\/lib\/?$|var\/lib\/kubelet(?:\/|$)|var\/lib\/(?:docker|containerd)(?:\/|$)|var\/run\/?$|run\/?$)/;

/** A runtime's socket is not counted here: it has a signal of its own. */
export const hostPath: SignalRule = (pod, context) => {
  const found = (pod.spec?.volumes ?? [])
    .map((volume, index) => ({
      name: volume.name,
      path: volume.hostPath?.path,
      field: `spec.volumes[${index}].hostPath.path`,
    }))
    .flatMap(({ path, ...rest }) =>
      path === undefined || isRuntimeSocket(path) ? [] : [{ ...rest, path, base: weigh(pod, rest.name, path) }],
    )
    .sort((a, b) => b.base - a.base);
  const [worst] = found;
  if (!worst) return null;
  const { weight, words } = asUsual(worst.base, pod, context);
  const more = found.length > 1 ? `, and ${found.length - 1} more ${found.length === 2 ? 'path' : 'paths'}` : '';
  return signal({
    id: 'host-path',
    words: `hostPath ${worst.path.length > 18 ? `${worst.path.slice(0, 17)}…` : worst.path}`,
    weight,
    field: worst.field,
    attack: 'T1611',
    reason: `Mounts ${worst.path} of the node, ${writable(pod, worst.name) ? 'writable' : 'read-only'}${more}.${words}`,
  });
};

function weigh(pod: Pod, volume: string, path: string): number {
  if (DEEP.test(path)) return writable(pod, volume) ? 25 : 15;
  return writable(pod, volume) ? 12 : 5;
}

/** A volume that no container mounts yet counts as writable: an ephemeral container may. */
function writable(pod: Pod, volume: string): boolean {
  const mounts = placedContainers(pod)
    .flatMap(({ container }) => container.volumeMounts ?? [])
    .filter(({ name }) => name === volume);
  return mounts.length === 0 || mounts.some(({ readOnly }) => !readOnly);
}
