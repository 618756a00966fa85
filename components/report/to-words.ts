import { plural } from '@/components/ui/format';
import type { ChannelView } from '@/lib/reports/channel';

/** "Send to 2 channels, 6 people", "Record as told by hand": what the button does. */
export function toWords(to: readonly Pick<ChannelView, 'people'>[], byHand: boolean): string {
  const people = to.reduce((sum, channel) => sum + (channel.people ?? 0), 0);
  const rooms = to.filter((channel) => channel.people === null).length;
  const parts = [
    rooms > 0 ? plural(rooms, 'channel') : '',
    people > 0 ? plural(people, 'person', 'people') : '',
  ].filter(Boolean);
  if (parts.length > 0) return `Send to ${parts.join(', ')}`;
  return byHand ? 'Record as told by hand' : 'Send';
}
