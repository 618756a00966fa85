import { textCollector } from '../text-collector.ts';

/** For images without ps: what the kernel says of each process. */
const WALK = 'for p in /proc/[0-9]*; do echo "== $p"; cat $p/status; tr "\\0" " " < $p/cmdline; echo; done';
const LINKS = 'ls -l /proc/[0-9]*/exe /proc/[0-9]*/cwd';

export const processes = textCollector(
  { id: 'processes', title: 'Processes', how: 'ps, else /proc; executables behind them', sensitive: true },
  [
    {
      required: true,
      ways: [
        ['ps', 'auxww'],
        ['ps', '-ef'],
        ['sh', '-c', WALK],
      ],
    },
    { required: false, ways: [['sh', '-c', LINKS]] },
  ],
);
