import { textCollector } from '../text-collector.ts';

export const mounts = textCollector({ id: 'mounts', title: 'Mounts', how: '/proc/1/mountinfo', sensitive: false }, [
  {
    required: true,
    ways: [['cat', '/proc/1/mountinfo'], ['cat', '/proc/self/mountinfo'], ['cat', '/proc/mounts'], ['mount']],
  },
]);
