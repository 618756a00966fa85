'use client';

import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { countWords } from '@/components/ui/format';
import { useShortcuts } from './shortcuts';

export interface NavRoom {
  href: string;
  label: string;
  count?: number | undefined;
}

const isAt = (path: string, href: string) => path === href || path.startsWith(`${href}/`);

export function Nav({ rooms }: { rooms: readonly NavRoom[] }) {
  const path = usePathname();
  const router = useRouter();
  useShortcuts([
    { keys: 'g t', words: 'Triage', run: () => router.push('/triage') },
    { keys: 'g c', words: 'Cases', run: () => router.push('/cases') },
    { keys: 'g r', words: 'Readiness', run: () => router.push('/readiness') },
    { keys: 'g p', words: 'Playbooks', run: () => router.push('/playbooks') },
    { keys: 'g a', words: 'Action log', run: () => router.push('/log') },
  ]);
  return (
    <nav className="nav" aria-label="Main">
      {rooms.map(({ href, label, count }) => (
        <Link
          key={href}
          href={href}
          aria-current={
            isAt(href === '/triage' && path.startsWith('/pods') ? '/triage' : path, href) ? 'page' : undefined
          }
        >
          {label}
          {count === undefined ? null : <span className="n">{countWords(count)}</span>}
        </Link>
      ))}
    </nav>
  );
}
