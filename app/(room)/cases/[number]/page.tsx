import { headers } from 'next/headers';
import { casePage } from '@/components/case/case-page.server';
import { Room } from '@/components/case/room';

export default async function RoomPage({ params }: { params: Promise<{ number: string }> }) {
  const view = await casePage(params);
  const phone = /Mobi|Android/.test((await headers()).get('user-agent') ?? '');
  return <Room number={view.number} initial={view} phone={phone} />;
}
