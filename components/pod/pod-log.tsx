'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useShortcuts } from '@/components/shell/shortcuts';
import { Button } from '@/components/ui/button';
import { SearchField } from '@/components/ui/field';
import { countWords, plural } from '@/components/ui/format';
import { Icon, StatusGlyph } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { Kbd } from '@/components/ui/kbd';
import { keyboardScroll } from '@/components/ui/scroll';
import { Seg } from '@/components/ui/seg';
import { ErrorNote, Loading } from '@/components/ui/states';
import { StampOf } from '@/components/ui/time';
import { visible } from '@/lib/text/visible';
import type { PodDetail } from '@/lib/triage/pod-detail';
import type { LogRow } from './log-rows';
import { useLog } from './use-log';

interface PodLogProps {
  clusterId: string;
  detail: PodDetail;
}

/** Logs that follow. Control characters are shown, not obeyed. */
export function PodLog({ clusterId, detail }: PodLogProps) {
  const { row, containers } = detail;
  const [container, setContainer] = useState(
    containers.find(({ kind }) => kind === 'container')?.name ?? containers[0]?.name ?? '',
  );
  const [instance, setInstance] = useState<'current' | 'previous'>('current');
  const [find, setFind] = useState('');
  const [held, setHeld] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const wanted = useDeferredValue(find.trim().toLowerCase());
  const log = useLog({
    clusterId,
    namespace: row.namespace,
    pod: row.name,
    container,
    previous: instance === 'previous',
  });
  const chosen = containers.find(({ name }) => name === container);
  const shown = useHeldRows(log.rows, held);
  const found = useMemo(
    () =>
      new Set(wanted === '' ? [] : shown.filter(({ text }) => text.toLowerCase().includes(wanted)).map(({ id }) => id)),
    [shown, wanted],
  );
  const hiding = useMemo(() => shown.reduce((n, { hides }) => n + (hides ? 1 : 0), 0), [shown]);
  useShortcuts([
    { keys: '/', words: 'Search the log', run: () => search.current?.focus() },
    { keys: 'p', words: 'Hold the log', run: () => setHeld((was) => !was) },
  ]);

  return (
    <div className="pane flex-1">
      <div className="flex flex-none flex-wrap items-center gap-2.5 border-b border-line px-4 py-2">
        {containers.length > 1 ? (
          <Seg
            label="Container"
            options={containers.map(({ name }) => ({ value: name, label: visible(name) }))}
            value={container}
            onChange={setContainer}
          />
        ) : null}
        <Seg
          label="Instance"
          options={[
            { value: 'current', label: 'Current' },
            chosen?.lastEnd
              ? { value: 'previous', label: 'Previous' }
              : { value: 'previous', label: 'Previous, none', disabledReason: 'This container has not been restarted' },
          ]}
          value={instance}
          onChange={setInstance}
        />
        <SearchField
          ref={search}
          label="Search the log"
          placeholder="Search"
          className="w-[280px] max-sm:w-full"
          shortcut="/"
          value={find}
          onChange={(event) => setFind(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && (find === '' ? event.currentTarget.blur() : setFind(''))}
          found={wanted === '' ? undefined : plural(found.size, 'line')}
        />
        <span className="flex-1" />
        <LogState state={log.state} held={held} waiting={log.rows.length - shown.length} />
        <Button aria-pressed={held} onClick={() => setHeld(!held)}>
          <Icon name={held ? 'play' : 'hold'} small />
          {held ? 'Let go' : 'Hold'}
          <Kbd>p</Kbd>
        </Button>
      </div>
      {log.state === 'failed' && shown.length === 0 ? (
        <ErrorNote
          title="The log could not be read"
          detail={log.error}
          next="Manifest, events and containers are read apart from it and still hold."
        />
      ) : shown.length === 0 && log.state === 'reading' ? (
        <Loading words={`Reading the log of ${container}`} rows={10} />
      ) : (
        <LogLines rows={shown} found={found} find={wanted} follow={!held && log.state === 'following'} />
      )}
      <div className="flex min-h-10 flex-none items-center gap-3 border-t border-line px-4">
        {hiding > 0 ? (
          <span className="flex items-center gap-1.5">
            <StatusGlyph kind="caution" size={14} />
            {plural(hiding, 'line')} {hiding === 1 ? 'carries' : 'carry'} control characters. They are shown, not
            obeyed.
          </span>
        ) : null}
        {log.state === 'failed' && shown.length > 0 ? (
          <span className="text-s2-fg">The stream ended: {log.error}</span>
        ) : null}
        <span className="flex-1" />
        <span className="text-fg-3">
          {plural(shown.length, 'line')}
          {log.dropped > 0 ? `, ${countWords(log.dropped)} older ones are no longer here` : ''}
        </span>
      </div>
    </div>
  );
}

/** While held, the lines that were there stay and new ones wait. */
function useHeldRows(rows: readonly LogRow[], held: boolean): readonly LogRow[] {
  const kept = useRef<readonly LogRow[] | null>(null);
  if (!held) kept.current = null;
  else kept.current ??= rows;
  return kept.current ?? rows;
}

function LogState({
  state,
  held,
  waiting,
}: {
  state: 'reading' | 'following' | 'ended' | 'failed';
  held: boolean;
  waiting: number;
}) {
  const words = held
    ? 'Held'
    : { reading: 'Reading', following: 'Following', ended: 'At its end', failed: 'Not following' }[state];
  const glyph = held
    ? 'waits'
    : ({ reading: 'run', following: 'ok', ended: 'waits', failed: 'caution' } as const)[state];
  return (
    <span className="flex items-center gap-2 text-fg-2" role="status">
      <StatusGlyph kind={glyph} size={14} />
      {words}
      {waiting > 0 ? <span className="text-s2-fg">{countWords(waiting)} wait</span> : null}
    </span>
  );
}

interface LogLinesProps {
  rows: readonly LogRow[];
  found: ReadonlySet<number>;
  find: string;
  follow: boolean;
}

/** Rows of unequal height, only those in sight. Follows while the end is in sight; scrolling up stops that. */
function LogLines({ rows, found, find, follow }: LogLinesProps) {
  const pane = useRef<HTMLElement>(null);
  const atEnd = useRef(true);
  const lines = useVirtualizer({
    count: rows.length,
    getScrollElement: () => pane.current,
    estimateSize: () => 24,
    overscan: 20,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  useEffect(() => {
    if (follow && atEnd.current && rows.length > 0) lines.scrollToIndex(rows.length - 1, { align: 'end' });
  }, [follow, rows.length, lines]);
  const first = useMemo(() => rows.findIndex(({ id }) => found.has(id)), [rows, found]);
  useEffect(() => {
    if (find === '' || first < 0) return;
    atEnd.current = false;
    lines.scrollToIndex(first, { align: 'center' });
    // only when another thing is looked for, not with each new line
  }, [find, lines, first]);

  return (
    <section
      ref={pane}
      aria-label="Log lines"
      {...keyboardScroll}
      className="min-h-0 flex-1 overflow-auto bg-well"
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < 40;
      }}
    >
      <ol className="relative" style={{ height: lines.getTotalSize() }}>
        {lines.getVirtualItems().map(({ index, start, key }) => {
          const row = rows[index];
          if (!row) return null;
          return (
            <li
              key={key}
              ref={lines.measureElement}
              data-index={index}
              className={`absolute inset-x-0 grid grid-cols-[126px_minmax(0,1fr)] gap-2 px-4 py-[3px] leading-[18px] max-sm:grid-cols-1 max-sm:gap-0 ${markOf(row, found)}`}
              style={{ transform: `translateY(${start}px)` }}
            >
              {row.kind === 'note' ? (
                <span className="col-span-full text-s2-fg">{visible(row.text)}</span>
              ) : (
                <>
                  {row.at ? (
                    <StampOf at={row.at} className="mono text-fg-3" />
                  ) : (
                    <span className="mono text-fg-3">no time</span>
                  )}
                  <HostileText text={row.text} max={2_000} find={find} className="text-fg" />
                </>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

const markOf = (row: LogRow, found: ReadonlySet<number>): string =>
  row.hides ? 'shadow-[inset_2px_0_0_var(--s2)]' : found.has(row.id) ? 'shadow-[inset_2px_0_0_var(--s3)]' : '';
