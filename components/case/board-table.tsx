'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { countWords, plural } from '@/components/ui/format';
import type { CaseSummary } from '@/lib/cases/case';
import { ClosedRow, OpenRow } from './board-rows';
import { usePhone } from './use-phone';

interface BoardTableProps {
  open: readonly CaseSummary[];
  closed: readonly CaseSummary[];
  /** with those that were not read yet */
  closedInAll: number;
  find: string;
  selected: number | null;
  onSelect: (number: number) => void;
  /** pointer or keyboard came in or left: the order is held meanwhile */
  onInside: (inside: boolean) => void;
  /** reads the next page; null: all were read */
  onMore: (() => void) | null;
}

/** Above this only what is in sight is in the document. */
const ALL_AT_ONCE = 200;

/** Open cases, then the closed ones behind a wall. Both scroll together. */
export function BoardTable(props: BoardTableProps) {
  const { open, closed, closedInAll, find, selected, onSelect, onInside, onMore } = props;
  return (
    <section
      className="board-scroll"
      aria-label="Cases"
      // Rows hold links, but on a board with none in sight the pane must still scroll by keyboard.
      tabIndex={-1}
      onPointerEnter={(event) => event.pointerType === 'mouse' && onInside(true)}
      onPointerLeave={(event) => event.pointerType === 'mouse' && onInside(false)}
      onFocus={() => onInside(true)}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && onInside(false)}
    >
      {open.length > 0 ? (
        <table className="table table-board">
          <caption className="sr-only">{plural(open.length, 'open case')}, not contained first</caption>
          <thead>
            <tr>
              <Head className="w-[52px]">
                <span className="sr-only">Severity</span>
              </Head>
              <Head>Open case</Head>
              <Head className="w-[132px] max-md:hidden">Phase</Head>
              <Head className="num w-[96px] max-sm:hidden">Detected</Head>
              <Head className="num w-[98px]">Containment</Head>
              <Head className="w-[216px] max-sm:hidden">Next, and who</Head>
              <Head className="w-[138px] max-md:hidden">Tasks, update due</Head>
            </tr>
          </thead>
          <tbody>
            {open.map((one) => (
              <OpenRow key={one.id} one={one} find={find} selected={selected === one.number} onSelect={onSelect} />
            ))}
          </tbody>
        </table>
      ) : null}
      {closed.length > 0 ? <Closed cases={closed} inAll={closedInAll} find={find} onMore={onMore} /> : null}
    </section>
  );
}

const Head = ({ className = '', children }: { className?: string; children: React.ReactNode }) => (
  <th scope="col" className={className}>
    {children}
  </th>
);

interface ClosedProps {
  cases: readonly CaseSummary[];
  find: string;
  inAll: number;
  onMore: (() => void) | null;
}

/** What the table scrolls in: its own section, or on a narrow screen the whole board. */
function scrollerOf(element: HTMLElement | null): HTMLElement | null {
  for (let up = element?.parentElement ?? null; up; up = up.parentElement)
    if (/auto|scroll/.test(getComputedStyle(up).overflowY)) return up;
  return null;
}

function Closed({ cases, inAll, find, onMore }: ClosedProps) {
  const table = useRef<HTMLTableElement>(null);
  const [margin, setMargin] = useState(0); // from the top of what scrolls to the table
  const phone = usePhone();
  useLayoutEffect(() => {
    const scroller = scrollerOf(table.current);
    if (!table.current || !scroller) return;
    const { top } = table.current.getBoundingClientRect();
    setMargin(Math.round(top - scroller.getBoundingClientRect().top + scroller.scrollTop));
  });
  const rows = useVirtualizer({
    count: cases.length,
    enabled: inAll > ALL_AT_ONCE,
    getScrollElement: () => scrollerOf(table.current),
    estimateSize: () => (phone ? 64 : 28),
    overscan: 20,
    scrollMargin: margin,
    initialRect: { width: 1440, height: 900 },
    getItemKey: (index) => cases[index]?.id ?? index,
  });
  const virtual = rows.getVirtualItems();
  const shown =
    inAll > ALL_AT_ONCE
      ? virtual.flatMap(({ index }) => {
          const one = cases[index];
          return one ? [{ one, index }] : [];
        })
      : cases.map((one, index) => ({ one, index }));
  const before = inAll > ALL_AT_ONCE ? (virtual[0]?.start ?? margin) - margin : 0;
  const after = inAll > ALL_AT_ONCE ? rows.getTotalSize() - ((virtual.at(-1)?.end ?? margin) - margin) : 0;
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (onMore && inAll > ALL_AT_ONCE && last > cases.length - 40) onMore();
  }, [onMore, last, cases.length, inAll]);
  return (
    <>
      <table ref={table} className="table table-board table-wall" aria-rowcount={inAll + 1}>
        <caption className="sr-only">{plural(inAll, 'closed case')}, the latest first</caption>
        <thead>
          <tr aria-rowindex={1}>
            <Head className="w-[52px]">
              <span className="sr-only">Severity</span>
            </Head>
            <Head>Closed</Head>
            <Head className="w-[132px] max-md:hidden">Phase</Head>
            <Head className="num w-[96px] max-sm:hidden">Detected</Head>
            <Head className="num w-[98px]">Contained in</Head>
            <Head className="w-[216px] max-sm:hidden">Result</Head>
            <Head className="w-[138px] max-md:hidden">Commander</Head>
          </tr>
        </thead>
        <tbody>
          {before > 0 ? <tr style={{ height: before }} /> : null}
          {shown.map(({ one, index }) => (
            <ClosedRow key={one.id} one={one} index={index + 2} find={find} />
          ))}
          {after > 0 ? <tr style={{ height: after }} /> : null}
        </tbody>
      </table>
      {onMore ? (
        <Button look="quiet" className="mx-4 my-1" onClick={onMore}>
          {countWords(inAll - cases.length)} more closed {inAll - cases.length === 1 ? 'case' : 'cases'}
        </Button>
      ) : null}
    </>
  );
}
