'use client';

import Link from 'next/link';
import { useLiveEvents } from '@/components/live/live-provider';
import { useToast } from '@/components/ui/toast';
import { visible } from '@/lib/text/visible';
import { useRoom } from './room';

/** What others did that this person must know, whatever screen they are on: a task assigned, the command offered. */
export function Told() {
  const me = useRoom().person.id;
  const show = useToast();
  useLiveEvents((event) => {
    if (event.type !== 'person.told' || event.personId !== me) return;
    show({
      id: `${event.href} ${event.words}`,
      title: visible(event.words),
      action: (
        <Link href={event.href} className="btn">
          Open
        </Link>
      ),
    });
  });
  return null;
}
