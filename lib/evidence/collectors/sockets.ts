import { textCollector } from '../text-collector.ts';

const TABLES = ['/proc/net/tcp', '/proc/net/tcp6', '/proc/net/udp', '/proc/net/udp6'];

/** The kernel's own tables first: they need no tool that an attacker may have replaced. */
export const sockets = textCollector(
  { id: 'sockets', title: 'Sockets', how: '/proc/net, then ss or netstat', sensitive: false },
  [
    {
      required: true,
      ways: [
        ['cat', ...TABLES],
        ['cat', '/proc/net/tcp', '/proc/net/udp'],
        ['cat', '/proc/net/tcp'],
      ],
    },
    {
      required: false,
      ways: [
        ['ss', '-tanup'],
        ['netstat', '-tanup'],
        ['netstat', '-tan'],
      ],
    },
  ],
);
