'use client';

import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { useRouter } from 'next/navigation';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useKnownRows } from '@/components/triage/use-triage';
import { Dialog } from '@/components/ui/dialog';
import { Icon, LevelShape, SeverityMark } from '@/components/ui/glyphs';
import { PodName } from '@/components/ui/pod-name';
import { severityNumber } from '@/lib/cases/case';
import { visible } from '@/lib/text/visible';
import { SUSPECT_RISK, type TriageRow } from '@/lib/triage/row';
import type { NavRoom } from './nav';
import { casesQuery } from './queries';
import { useRoom, useWhyNot } from './room';

/** More than this of one kind is not offered: type on. */
const MOST = 8;

const matches = (haystack: string, words: readonly string[]) => words.every((word) => haystack.includes(word));

export function Palette({ rooms }: { rooms: readonly NavRoom[] }) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      setOpen((was) => !was);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <button type="button" className="topbar-box" onClick={() => setOpen(true)}>
        <Icon name="search" small />
        <span className="max-md:sr-only">Find or do</span>
        <span className="kbd max-md:hidden" aria-hidden="true">
          Ctrl K
        </span>
      </button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title="Find or do"
        bare
        className="mt-[12vh] w-[min(620px,calc(100vw-24px))]"
      >
        <PaletteList rooms={rooms} close={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function PaletteList({ rooms, close }: { rooms: readonly NavRoom[]; close: () => void }) {
  const router = useRouter();
  const { clusterId } = useRoom();
  const [typed, setTyped] = useState('');
  const words = useDeferredValue(typed).toLowerCase().split(/\s+/).filter(Boolean);
  const rows = useKnownRows(clusterId);
  const { data: cases = [] } = useQuery(casesQuery);
  const mayOpen = useWhyNot('case.open') === null;

  const pods = useFound(rows, words);
  const foundCases = cases
    .filter((one) => matches(`case ${one.number} ${one.title}`.toLowerCase(), words))
    .slice(0, MOST);
  const foundRooms = rooms.filter((room) => matches(`go to ${room.label}`.toLowerCase(), words));
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
          placeholder="A pod, a case, a room"
          className="h-10 flex-1 bg-transparent outline-none placeholder:text-fg-3"
        />
      </div>
      <Command.List className="max-h-[50vh] overflow-auto pb-1.5">
        <Command.Empty className="px-3.5 py-3 text-fg-2">
          Nothing matches. {rows.length} pods, {cases.length} cases and {rooms.length} rooms were looked at.
        </Command.Empty>
        {pods.length > 0 ? (
          <Command.Group heading={<span className="meta block px-3.5 pt-2 pb-0.5">Pods</span>}>
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
          </Command.Group>
        ) : null}
        {foundCases.length > 0 ? (
          <Command.Group heading={<span className="meta block px-3.5 pt-2 pb-0.5">Cases</span>}>
            {foundCases.map((one) => (
              <Command.Item
                key={one.id}
                value={one.id}
                className="menu-item"
                onSelect={() => go(`/cases/${one.number}`)}
              >
                <SeverityMark level={severityNumber(one.severity)} size={16} />
                <b>Case {one.number}</b>
                <span className="truncate">{visible(one.title)}</span>
                <span className="meta">{one.phase}</span>
              </Command.Item>
            ))}
          </Command.Group>
        ) : null}
        {foundRooms.length > 0 ? (
          <Command.Group heading={<span className="meta block px-3.5 pt-2 pb-0.5">Go to</span>}>
            {foundRooms.map((room) => (
              <Command.Item key={room.href} value={room.href} className="menu-item" onSelect={() => go(room.href)}>
                <Icon name="right" />
                {room.label}
              </Command.Item>
            ))}
          </Command.Group>
        ) : null}
        {mayOpen && matches('open case from the highest risk', words) && (rows[0]?.risk ?? 0) >= SUSPECT_RISK ? (
          <Command.Group heading={<span className="meta block px-3.5 pt-2 pb-0.5">Do</span>}>
            <Command.Item value="open-case" className="menu-item" onSelect={() => go('/triage?open=worst')}>
              <Icon name="note" />
              Open case from the pod of highest risk
            </Command.Item>
          </Command.Group>
        ) : null}
      </Command.List>
    </Command>
  );
}

/** The worst first, also when nothing was typed. */
function useFound(rows: readonly TriageRow[], words: readonly string[]): TriageRow[] {
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
