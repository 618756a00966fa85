import 'server-only';
import { logCollector } from '../log-collector.server.ts';

export const logsPrevious = logCollector({
  id: 'logs-previous',
  title: 'Log of the run before',
  how: 'containers that restarted, last 10,000 lines; all on request',
  sensitive: true,
  previous: true,
});
