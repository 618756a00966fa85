import { type SignalRule, signal } from '../signal.ts';
import { asUsual } from '../usual.ts';

const SOCKETS = ['docker.sock', 'containerd.sock', 'crio.sock', 'cri-dockerd.sock', 'podman.sock', 'dockershim.sock'];
/** Folders in which a runtime keeps its socket: mounting one gives the socket too. */
const FOLDERS = /^\/(?:var\/)?run(?:\/(?:docker|containerd|crio|podman))?\/?$/;

export const runtimeSocket: SignalRule = (pod, context) => {
  const volumes = pod.spec?.volumes ?? [];
  const index = volumes.findIndex(
    ({ hostPath }) => hostPath && (isSocket(hostPath.path) || FOLDERS.test(hostPath.path)),
  );
  const path = volumes[index]?.hostPath?.path;
  if (path === undefined) return null;
  const { weight, words } = asUsual(isSocket(path) ? 35 : 20, pod, context);
  return signal({
    id: 'runtime-socket',
    words: isSocket(path) ? (path.split('/').at(-1) ?? 'Runtime socket') : 'Runtime socket',
    weight,
    field: `spec.volumes[${index}].hostPath.path`,
    attack: 'T1610',
    reason: `Mounts ${path} of the node: whoever holds the container runtime's socket starts any container there.${words}`,
  });
};

const isSocket = (path: string) => SOCKETS.some((socket) => path.endsWith(`/${socket}`));
