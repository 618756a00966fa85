import { tarCollector } from '../tar-collector.ts';

export const files = tarCollector(
  { id: 'files', title: 'Files', how: '/etc and /var/log, tar stream', sensitive: true },
  ['tar', '-cf', '-', '-C', '/', 'etc', 'var/log'],
);
