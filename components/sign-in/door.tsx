import type { ReactNode } from 'react';
import { BrandMark } from '@/components/ui/glyphs';

/** The door before signing in: brand, a wall above and below, and nothing about clusters or cases. */
export const Door = ({
  title,
  lead,
  children,
  foot,
}: {
  title: string;
  lead: ReactNode;
  children?: ReactNode;
  foot: ReactNode;
}) => (
  <main
    className="grid min-h-dvh justify-items-center p-10"
    style={{ gridTemplateRows: '1fr auto 1fr', alignItems: 'end' }}
  >
    <div className="mb-7 flex w-full max-w-100 items-center gap-3 font-semibold" style={{ fontSize: 20 }}>
      <BrandMark size={28} />
      <span>Bulkhead</span>
    </div>
    <div
      className="w-full max-w-100 border-line-2 pt-6 pb-7"
      style={{ borderBlockWidth: 3, borderBlockStyle: 'solid' }}
    >
      <h1 style={{ fontSize: 24, lineHeight: '30px' }}>{title}</h1>
      <p className="mt-1 text-fg-2">{lead}</p>
      {children}
    </div>
    <p className="meta self-end">{foot}</p>
  </main>
);
