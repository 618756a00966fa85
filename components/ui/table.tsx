import type { ReactNode } from 'react';
import { keyboardScroll } from './scroll';

export type SortDirection = 'ascending' | 'descending';

interface SortHeaderProps {
  children: ReactNode;
  /** null: the table is sorted by something else */
  direction: SortDirection | null;
  onSort: () => void;
  numeric?: boolean;
  className?: string;
}

const ARROW = { ascending: '↑', descending: '↓' } as const;

/** Head of a column by which the table can be sorted. */
export const SortHeader = ({ children, direction, onSort, numeric = false, className = '' }: SortHeaderProps) => (
  <th scope="col" aria-sort={direction ?? 'none'} className={`${numeric ? 'num' : ''} ${className}`}>
    <button type="button" className="sort" onClick={onSort}>
      {children}
      {direction ? <span aria-hidden="true">{ARROW[direction]}</span> : null}
    </button>
  </th>
);

/** A table that scrolls in its own pane, reachable by keyboard. */
export const TableScroll = ({ label, children }: { label: string; children: ReactNode }) => (
  <section className="min-h-0 flex-1 overflow-auto" aria-label={label} {...keyboardScroll}>
    {children}
  </section>
);
