import type { ReactNode } from 'react';
import { DrillBand } from '@/components/shell/drill-band';
import { BrandMark } from '@/components/ui/glyphs';

interface DoorProps {
  title: string;
  lead: ReactNode;
  children?: ReactNode;
  foot: ReactNode;
  /** the built-in drill cluster runs: then every screen says so */
  drill: boolean;
  /** beyond the wall; without it the door stands alone and tells nothing about clusters or cases */
  beside?: ReactNode;
}

/** The door before signing in: brand, a wall, and the form. */
export const Door = ({ title, lead, children, foot, drill, beside }: DoorProps) => (
  <div className="app" data-drill={drill}>
    {drill ? <DrillBand /> : null}
    <main className="overflow-y-auto">
      <div className={beside ? 'door door-two' : 'door'}>
        <div className="door-form">
          <div className="mb-7 flex items-center gap-3 text-[20px] font-semibold">
            <BrandMark size={28} />
            <span>Bulkhead</span>
          </div>
          <div className="door-wall">
            <h1 className="text-[24px] leading-[30px]">{title}</h1>
            <p className="mt-1 text-fg-2">{lead}</p>
            {children}
          </div>
          <p className="meta mt-7">{foot}</p>
        </div>
        {beside ? <div className="door-beside">{beside}</div> : null}
      </div>
    </main>
  </div>
);
