import { route } from '@/app/api-route';
import { listChannels } from '@/lib/reports/channels.server';

/** Where status reports can be sent, by name: ChannelView[]. Targets are never in it. */
export const GET = route('report.write', {}, () => listChannels());
