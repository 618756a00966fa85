import type { ReactNode } from 'react';

/** A key cap. Decoration for those who see it: what a key does is also said by the control it stands in. */
export const Kbd = ({ children }: { children: ReactNode }) => (
  <span className="kbd" aria-hidden="true">
    {children}
  </span>
);
