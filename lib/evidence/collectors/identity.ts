import { tarCollector } from '../tar-collector.ts';

/** Through /proc/1/root: what the first process sees as its root, also where the container shares processes with others. */
export const identity = tarCollector(
  { id: 'identity', title: 'Identity files', how: 'of /proc/1/root, tar stream', sensitive: true },
  [
    'tar',
    '-cf',
    '-',
    '-C',
    '/proc/1/root',
    'etc/passwd',
    'etc/group',
    'etc/hostname',
    'etc/hosts',
    'etc/resolv.conf',
    'etc/os-release',
  ],
);
