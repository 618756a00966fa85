import type { ReactNode } from 'react';

interface SectionProps {
  id: string;
  title: string;
  lead?: ReactNode;
  children: ReactNode;
}

/** One part of the settings: reached by its anchor, divided from the next by a thin rule. */
export const Section = ({ id, title, lead, children }: SectionProps) => (
  <section
    id={id}
    aria-labelledby={`${id}-title`}
    className="grid scroll-mt-4 justify-items-start gap-3 border-t border-line pt-4 first:border-t-0 first:pt-0"
  >
    <div>
      <h2 id={`${id}-title`}>{title}</h2>
      {lead ? <p className="max-w-[72ch] text-fg-2">{lead}</p> : null}
    </div>
    {children}
  </section>
);

/** For tables that turn into rows of several lines on a phone. */
export const STACK = {
  table: 'table max-sm:block [&_:is(th,td):first-child]:pl-0',
  head: 'max-sm:sr-only',
  body: 'max-sm:block',
  row: 'max-sm:flex max-sm:flex-wrap max-sm:items-center max-sm:gap-x-3 max-sm:gap-y-1 max-sm:border-b max-sm:border-line max-sm:py-2',
  cell: 'max-sm:h-auto! max-sm:border-0! max-sm:p-0! max-sm:whitespace-normal!',
} as const;
