'use client';

import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { usePathname, useRouter } from 'next/navigation';
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react';
import { useFound } from '@/components/case/use-board';
import { useKnownRows } from '@/components/triage/use-triage';
import { Icon, LevelShape, SeverityMark } from '@/components/ui/glyphs';
import { PodName } from '@/components/ui/pod-name';
import { severityNumber } from '@/lib/cases/case';
import type { FoundKind } from '@/lib/search/search';
import { visible } from '@/lib/text/visible';
import { SUSPECT_RISK, type TriageRow } from '@/lib/triage/row';
import { caseScreens } from './case-screens';
import type { NavRoom } from './nav';
import { casesQuery } from './queries';
import { useRoom, useWhyNot } from './room';
import type { Shortcut } from './shortcuts';

/** More than this of one kind is not offered: type on. */
const MOST = 8;

const matches = (haystack: string, words: readonly string[]) => words.every((word) => haystack.includes(word));

const RECORD: Record<FoundKind, string> = {
  case: 'closed case',
  entry: 'timeline',
  comment: 'comment',
  task: 'task',
  asset: 'asset',
  artifact: 'evidence',
};

/** Keys that move, rather than do something with a name. */
const MOVES = /^([jk?]|Enter|Esc|ArrowUp|ArrowDown|g .)$/;

interface ListProps {
  rooms: readonly NavRoom[];
  /** what the screen below can do now, as its keys say */
  doable: readonly Shortcut[];
  close: () => void;
}

/** Things first, then where to go, then what may be done here. */
export function PaletteList({ rooms, doable, close }: ListProps) {
  const router = useRouter();
  const path = usePathname();
  const { clusterId } = useRoom();
  const [typed, setTyped] = useState('');
  const asked = useDeferredValue(typed).trim();
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = useKnownRows(clusterId);
  const { data: cases = [] } = useQuery(casesQuery);
  const mayOpen = useWhyNot('case.open') === null;

  const pods = useWorst(rows, words);
  const { data: search } = useFound(asked);
  const records =
    asked.length > 1
      ? (search?.groups ?? []).flatMap(({ kind, found }) =>
          kind === 'case' ? found.filter((one) => one.case.closed) : found,
        )
      : [];
  const foundCases = cases
    .filter((one) => matches(`case ${one.number} ${one.title}`.toLowerCase(), words))
    .slice(0, MOST);
  const screens = [...caseScreens(path), ...rooms].filter(({ label }) =>
    matches(`go to ${label}`.toLowerCase(), words),
  );
  const doing = doable.filter(
    ({ keys, words: name }) => !MOVES.test(keys) && words.length > 0 && matches(name.toLowerCase(), words),
  );
  const offerOpen =
    mayOpen && matches('open case from the highest risk', words) && (rows[0]?.risk ?? 0) >= SUSPECT_RISK;
  const go = (href: string) => {
    close();
    router.push(href);
  };

  return (
    <Command label="Find or do" shouldFilter={false} loop>
      <div className="flex items-center gap-2 border-b border-line-2 px-3.5">
        <Icon name="search" />
        <Command.Input
          data-first-focus
          value={typed}
          onValueChange={setTyped}
          placeholder="A pod, a case, a screen, an action"
          className="h-10 flex-1 bg-transparent outline-none placeholder:text-fg-3"
        />
      </div>
      <Command.List className="max-h-[50vh] overflow-auto pb-1.5">
        <Command.Empty className="px-3.5 py-3 text-fg-2">
          Nothing matches. {rows.length} pods, {cases.length} open cases, {screens.length} screens and {doable.length}{' '}
          actions of this screen were looked at.
        </Command.Empty>
        <Group name="Pods" show={pods.length > 0}>
          {pods.map((row) => (
            <Command.Item
              key={row.uid}
              value={row.uid}
              className="menu-item"
              onSelect={() => go(`/pods/${encodeURIComponent(row.namespace)}/${encodeURIComponent(row.name)}`)}
            >
              {row.signals[0] ? <LevelShape level={row.signals[0].level} /> : <span className="w-2.5" />}
              <PodName name={row.name} workload={row.workload.name} />
              <span className="meta">
                {visible(row.namespace)}, risk {row.risk}
              </span>
            </Command.Item>
          ))}
        </Group>
        <Group name="Cases" show={foundCases.length > 0}>
          {foundCases.map((one) => (
            <Command.Item key={one.id} value={one.id} className="menu-item" onSelect={() => go(`/cases/${one.number}`)}>
              <SeverityMark level={severityNumber(one.severity)} size={16} />
              <b>Case {one.number}</b>
              <span className="truncate">{visible(one.title)}</span>
              <span className="meta">{one.phase}</span>
            </Command.Item>
          ))}
        </Group>
        <Group name="In cases" show={records.length > 0}>
          {records.slice(0, MOST).map((one) => (
            <Command.Item key={one.id} value={one.id} className="menu-item" onSelect={() => go(one.href)}>
              <span className="meta w-[88px] flex-none">{RECORD[one.kind]}</span>
              <span className="truncate">{visible(one.snippet)}</span>
              <span className="meta ml-auto flex-none">Case {one.case.number}</span>
            </Command.Item>
          ))}
        </Group>
        <Group name="Go to" show={screens.length > 0}>
          {screens.map((screen) => (
            <Command.Item key={screen.href} value={screen.href} className="menu-item" onSelect={() => go(screen.href)}>
              <Icon name="right" />
              {screen.label}
            </Command.Item>
          ))}
        </Group>
        <Group name="Do here" show={doing.length > 0 || offerOpen}>
          {doing.map((shortcut) => (
            <Command.Item
              key={shortcut.keys}
              value={`do ${shortcut.keys}`}
              className="menu-item"
              onSelect={() => {
                close();
                // after the dialog has given the focus back
                requestAnimationFrame(() => shortcut.run(new KeyboardEvent('keydown', { key: shortcut.keys })));
              }}
            >
              <Icon name="note" />
              {shortcut.words}
              <kbd className="ml-auto">{shortcut.keys}</kbd>
            </Command.Item>
          ))}
          {offerOpen ? (
            <Command.Item value="open-case" className="menu-item" onSelect={() => go('/triage?open=worst')}>
              <Icon name="note" />
              Open case from the pod of highest risk
            </Command.Item>
          ) : null}
        </Group>
      </Command.List>
    </Command>
  );
}

const Group = ({ name, show, children }: { name: string; show: boolean; children: ReactNode }) =>
  show ? (
    <Command.Group heading={<span className="meta block px-3.5 pt-2 pb-0.5">{name}</span>}>{children}</Command.Group>
  ) : null;

/** The worst first, also when nothing was typed. */
function useWorst(rows: readonly TriageRow[], words: readonly string[]): TriageRow[] {
  const key = words.join(' ');
  return useMemo(() => {
    const found: TriageRow[] = [];
    const wanted = key.split(' ').filter(Boolean);
    for (const row of rows) {
      if (matches(`${row.namespace}/${row.name}`.toLowerCase(), wanted)) found.push(row);
    }
    return found.sort((a, b) => b.risk - a.risk).slice(0, MOST);
  }, [rows, key]);
}
