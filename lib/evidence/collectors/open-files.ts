import { onlyMissingPlaces, textCollector } from '../text-collector.ts';

export const openFiles = textCollector({ id: 'open-files', title: 'Open files', how: '/proc/*/fd', sensitive: false }, [
  {
    required: true,
    accepts: onlyMissingPlaces,
    ways: [
      ['sh', '-c', 'ls -l /proc/[0-9]*/fd'],
      ['ls', '-l', '/proc/1/fd'],
    ],
  },
]);
