import type { ReactNode } from 'react';
import { StatusGlyph } from './glyphs';

/** Says what was looked at and what was not. */
export const Empty = ({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) => (
  <div className="grid justify-items-start gap-2 p-4">
    <h3>{title}</h3>
    {children ? <div className="max-w-[62ch] text-fg-2">{children}</div> : null}
    {action}
  </div>
);

interface ErrorNoteProps {
  title: string;
  /** what still holds */
  detail?: ReactNode;
  /** what to do */
  next?: ReactNode;
  action?: ReactNode;
  tone?: 'failed' | 'caution' | 'unknown';
}

/** Cause, what still holds, what to do next. Takes a Failure as it is: `<ErrorNote {...failure} />`. */
export const ErrorNote = ({ title, detail, next, action, tone = 'failed' }: ErrorNoteProps) => (
  <div role="alert" className="grid justify-items-start gap-2 p-4">
    <p className="flex items-center gap-2 font-semibold">
      <StatusGlyph kind={tone} label={tone} />
      {title}
    </p>
    {detail ? <p className="max-w-[72ch] wrap-anywhere text-fg-2">{detail}</p> : null}
    {next ? <p className="max-w-[72ch] text-fg-2">{next}</p> : null}
    {action}
  </div>
);

const WIDTHS = ['w-1/2', 'w-1/3', 'w-2/3', 'w-2/5', 'w-1/2', 'w-1/4'] as const;

/** Keeps the layout; no spinner, no shimmer. `words` say what it waits for. */
export const Loading = ({ words, rows = 4 }: { words: string; rows?: number }) => (
  <div role="status" aria-label={words} className="px-4 py-2">
    {Array.from({ length: rows }, (_, i) => (
      <div
        key={WIDTHS[i % WIDTHS.length] + String(i)}
        className="flex h-(--row) items-center gap-3 border-b border-line"
        aria-hidden="true"
      >
        <i className="h-2 w-6 flex-none bg-line" />
        <i className={`h-2 bg-line ${WIDTHS[i % WIDTHS.length]}`} />
        <i className="ml-auto h-2 w-12 flex-none bg-line" />
      </div>
    ))}
    <p className="meta mt-2">{words}</p>
  </div>
);

/** A line above what is no longer current. */
export const Stale = ({ children }: { children: ReactNode }) => (
  <div role="status" className="flex flex-none items-center gap-2 bg-s2-bg px-4 py-1 text-meta text-s2-fg">
    <StatusGlyph kind="caution" size={14} />
    <span>{children}</span>
  </div>
);
