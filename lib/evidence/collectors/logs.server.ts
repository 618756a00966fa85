import 'server-only';
import { logCollector } from '../log-collector.server.ts';

export const logs = logCollector({
  id: 'logs',
  title: 'Log',
  how: 'every container, last 10,000 lines; all on request',
  sensitive: true,
  previous: false,
});
