const SOCKETS = ['docker.sock', 'containerd.sock', 'crio.sock', 'cri-dockerd.sock', 'podman.sock', 'dockershim.sock'];
/** Folders in which a runtime keeps its socket: mounting one gives the socket too. */
const FOLDERS = /^\/(?:var\/)?run(?:\/(?:docker|containerd|crio|podman))?\/?$/;

export const isRuntimeSocket = (path: string): boolean => SOCKETS.some((socket) => path.endsWith(`/${socket}`));
export const holdsRuntimeSocket = (path: string): boolean => FOLDERS.test(path);
