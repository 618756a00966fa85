'use client';

import type { RefObject } from 'react';
import { Button } from '@/components/ui/button';
import { SearchField } from '@/components/ui/field';
import { countWords, plural } from '@/components/ui/format';
import { Icon, StatusGlyph } from '@/components/ui/glyphs';
import { Kbd } from '@/components/ui/kbd';
import { Seg, type SegOption } from '@/components/ui/seg';
import type { TriageView } from '@/lib/triage/row';

interface TriageBarProps {
  view: TriageView;
  views: readonly SegOption<TriageView>[];
  onView: (view: TriageView) => void;
  typed: string;
  onType: (typed: string) => void;
  /** rows after the filter; null: no filter */
  found: number | null;
  filter: RefObject<HTMLInputElement | null>;
  grouped: boolean;
  onGroup: () => void;
  live: boolean;
  held: boolean;
  onHold: () => void;
  waiting: number;
  targets: number;
  openReason: string | null;
  onOpen: () => void;
}

/** Views, filter, hold, and the next safe step. */
export function TriageBar(props: TriageBarProps) {
  const pods = props.view !== 'bindings';
  return (
    <div className="flex flex-none flex-wrap items-center gap-x-2.5 gap-y-2 border-b border-line px-4 pb-2.5">
      <div className="max-w-full overflow-x-auto [scrollbar-width:none]">
        <Seg label="View" options={props.views} value={props.view} onChange={props.onView} />
      </div>
      <SearchField
        ref={props.filter}
        label="Filter"
        placeholder={pods ? 'name, ns:finance, sa:payments' : 'role or subject'}
        className="w-[262px] max-sm:w-full"
        shortcut="/"
        value={props.typed}
        onChange={(event) => props.onType(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          if (props.typed !== '') props.onType('');
          else event.currentTarget.blur();
        }}
        found={props.found === null ? undefined : countWords(props.found)}
      />
      {pods ? (
        <Button look="quiet" aria-pressed={props.grouped} onClick={props.onGroup}>
          {props.grouped ? <Icon name="tick" small /> : null}
          By workload
        </Button>
      ) : null}
      <span className="flex-1" />
      {pods ? (
        <>
          <LiveWords live={props.live} held={props.held} waiting={props.waiting} />
          <Button className="max-sm:hidden" aria-pressed={props.held} onClick={props.onHold}>
            <Icon name={props.held ? 'play' : 'hold'} small />
            {props.held ? 'Let go' : 'Hold'}
            <Kbd>p</Kbd>
          </Button>
          <Button look="solid" disabledReason={props.openReason} onClick={props.onOpen}>
            {props.targets === 0 ? 'Open case' : `Open case from ${plural(props.targets, 'pod')}`}
            <Kbd>c</Kbd>
          </Button>
        </>
      ) : null}
    </div>
  );
}

function LiveWords({ live, held, waiting }: { live: boolean; held: boolean; waiting: number }) {
  if (!live) {
    return (
      <span className="flex items-center gap-2 text-s2-fg">
        <StatusGlyph kind="caution" size={14} />
        Not live
      </span>
    );
  }
  return (
    <span
      className="flex items-center gap-2 text-fg-2 max-sm:hidden"
      title={held || waiting > 0 ? 'Rows keep their place; values in them go on' : undefined}
    >
      <StatusGlyph kind={held ? 'waits' : 'ok'} size={14} />
      {held ? 'Held' : 'Live'}
      {waiting > 0 ? <span className="text-s2-fg">{countWords(waiting)} wait</span> : null}
    </span>
  );
}
