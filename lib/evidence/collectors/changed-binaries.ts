import { onlyMissingPlaces, textCollector } from '../text-collector.ts';

const PLACES = ['/bin', '/sbin', '/usr/bin', '/usr/sbin', '/usr/local/bin', '/tmp', '/dev/shm'];

export const changedBinaries = textCollector(
  {
    id: 'changed-binaries',
    title: 'Changed binaries',
    how: 'changed in the last 60 min, with /tmp and /dev/shm',
    sensitive: false,
  },
  [
    {
      required: true,
      accepts: onlyMissingPlaces,
      ways: [
        ['find', ...PLACES, '-type', 'f', '-mmin', '-60'],
        ['ls', '-lat', ...PLACES],
      ],
    },
  ],
);
