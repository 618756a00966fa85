import Link from 'next/link';
import type { ReactNode } from 'react';

export interface TabItem {
  href: string;
  label: ReactNode;
  count?: number | string | undefined;
  current: boolean;
}

/** Rooms within a page. They are links: each has its address. */
export const Tabs = ({ label, items }: { label: string; items: readonly TabItem[] }) => (
  <nav className="tabs" aria-label={label}>
    {items.map((item) => (
      <Link key={item.href} href={item.href} aria-current={item.current ? 'page' : undefined} scroll={false}>
        {item.label}
        {item.count === undefined ? null : <span className="n">{item.count}</span>}
      </Link>
    ))}
  </nav>
);
