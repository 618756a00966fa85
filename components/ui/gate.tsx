import type { ReactNode } from 'react';
import { GateGlyph, type GateState } from './glyphs';

const LOOK: Record<GateState, string> = {
  closed: 'gate',
  open: 'gate gate-open',
  overridden: 'gate gate-overridden text-s2-fg',
};
const WORD: Record<GateState, string> = { closed: 'Gate closed', open: 'Gate open', overridden: 'Gate overridden' };

interface GateProps {
  state: GateState;
  /** What it waits for, or why it is open. */
  children: ReactNode;
  /** "Override with a reason", at the right. */
  action?: ReactNode;
  /** Name of the region: "Gate before capture". */
  label: string;
}

/** A wall between two steps. It always says what it waits for. */
export const Gate = ({ state, children, action, label }: GateProps) => (
  <section className={LOOK[state]} aria-label={label} data-state={state}>
    <GateGlyph state={state} />
    <b className="flex-none">{WORD[state]}</b>
    <span className="min-w-0 flex-1">{children}</span>
    {action}
  </section>
);
