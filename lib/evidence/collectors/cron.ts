import { onlyMissingPlaces, textCollector } from '../text-collector.ts';

const PLACES = [
  '/etc/crontab',
  '/etc/crontabs',
  '/etc/cron.d',
  '/etc/cron.hourly',
  '/etc/cron.daily',
  '/etc/systemd/system',
  '/var/spool/cron',
];

/** Where things that start by themselves are kept. That a place is not there is an answer; their content is in the archive. */
export const cron = textCollector(
  { id: 'cron', title: 'Cron and timers', how: 'crontabs, cron folders, systemd units', sensitive: false },
  [{ required: true, accepts: onlyMissingPlaces, ways: [['ls', '-laR', ...PLACES]] }],
);
