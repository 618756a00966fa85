'use client';

import { useDeferredValue, useMemo, useState } from 'react';
import { useCase } from '@/components/case/use-case';
import { Button } from '@/components/ui/button';
import { SearchField } from '@/components/ui/field';
import { countWords } from '@/components/ui/format';
import { Icon } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { Kv } from '@/components/ui/kv';
import { Seg } from '@/components/ui/seg';
import { Empty, ErrorNote, Loading } from '@/components/ui/states';
import { TableScroll } from '@/components/ui/table';
import { Time, TPlus } from '@/components/ui/time';
import { useUrlState } from '@/components/url-state';
import type { CaseView } from '@/lib/cases/case';
import { visibleLines } from '@/lib/text/visible';
import { TIMELINE_SOURCES, type TimelineEntry } from '@/lib/timeline/entry';
import { EntryOrigin, EntrySentence, whoOf } from './entry-sentence';
import { knownAfter, matches, SOURCE } from './entry-words';
import { NoteForm } from './note-form';
import { useTimeline } from './use-timeline';

type Source = TimelineEntry['source'];
const ALL = 'all';
const isSource = (value: string): value is Source => TIMELINE_SOURCES.some((source) => source === value);

/** Everything that happened in a case, at both clocks; filter, source and the open entry are in the address. */
export function TimelineRoom({ number, initial }: { number: number; initial: CaseView }) {
  const { data: view = initial } = useCase(number, initial);
  const timeline = useTimeline(number, view.id);
  const [query, setQuery] = useUrlState('q');
  const [source, setSource] = useUrlState('source');
  const [openId, setOpenId] = useUrlState('entry');
  const sought = useDeferredValue(query);
  const entries = timeline.data;
  const shown = useMemo(
    () => (entries ?? []).filter((entry) => (!isSource(source) || entry.source === source) && matches(entry, sought)),
    [entries, source, sought],
  );
  const count = (of: Source) => entries?.filter((entry) => entry.source === of).length;
  const open = entries?.find(({ id }) => id === openId);
  return (
    <div className="timeline-split">
      <div className="pane">
        <div className="pane-h flex-wrap py-1.5">
          <SearchField
            label="Filter the timeline"
            placeholder="Search text, person, reason"
            shortcut="/"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            className="w-[240px]"
          />
          <Seg
            label="Source"
            value={isSource(source) ? source : ALL}
            onChange={(value) => setSource(value === ALL ? '' : value)}
            options={[
              { value: ALL, label: 'All', count: entries?.length },
              ...TIMELINE_SOURCES.map((value) => ({ value, label: SOURCE[value].name, count: count(value) })),
            ]}
          />
          <span className="flex-1" />
          <span className="meta">
            {countWords(shown.length)} of {countWords(entries?.length ?? 0)} entries
          </span>
        </div>
        {!entries ? (
          timeline.error ? (
            <ErrorNote title={timeline.error.message} />
          ) : (
            <Loading words="Reading the timeline" rows={8} />
          )
        ) : shown.length === 0 ? (
          <Empty
            title="No entry matches"
            action={
              <Button
                onClick={() => {
                  setQuery('');
                  setSource('');
                }}
              >
                Clear filter
              </Button>
            }
          >
            {countWords(entries.length)} entries were looked at.
          </Empty>
        ) : (
          <Entries
            entries={shown}
            view={view}
            find={sought}
            openId={openId}
            onOpen={(id) => setOpenId(id === openId ? '' : id)}
          />
        )}
        <NoteForm caseId={view.id} />
      </div>
      {open ? <EntryPane entry={open} view={view} onClose={() => setOpenId('')} /> : null}
    </div>
  );
}

/** Rows drawn at first; a case of a day has some hundred entries. */
const STEP = 500;

interface EntriesProps {
  entries: readonly TimelineEntry[];
  view: CaseView;
  find: string;
  openId: string;
  onOpen: (id: string) => void;
}

function Entries({ entries, view, find, openId, onOpen }: EntriesProps) {
  const [limit, setLimit] = useState(STEP);
  return (
    <TableScroll label="Timeline entries">
      <table className="table">
        <thead>
          <tr>
            <th scope="col" aria-sort="descending">
              Occurred
            </th>
            <th scope="col" className="num">
              From T+0
            </th>
            <th scope="col" className="num max-sm:hidden">
              Known after
            </th>
            <th scope="col">
              <span className="sr-only">Source</span>
            </th>
            <th scope="col">What</th>
            <th scope="col" className="max-sm:hidden">
              Who
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.slice(0, limit).map((entry) => {
            const known = knownAfter(entry);
            return (
              <tr key={entry.id} aria-selected={entry.id === openId}>
                <td>
                  <Time at={entry.occurredAt} />
                </td>
                <td className="num text-fg-2">
                  <TPlus at={entry.occurredAt} from={view.detectedAt} />
                </td>
                <td className={`num max-sm:hidden ${known.late ? 'text-s2-fg' : 'text-fg-3'}`}>{known.words}</td>
                <td title={SOURCE[entry.source].name}>
                  <Icon name={SOURCE[entry.source].icon} />
                </td>
                <th scope="row" className="w-full max-w-0 truncate">
                  <button
                    type="button"
                    className="max-w-full truncate text-left"
                    aria-expanded={entry.id === openId}
                    onClick={() => onOpen(entry.id)}
                  >
                    <EntrySentence entry={entry} find={find} />
                  </button>
                </th>
                <td className="text-fg-2 max-sm:hidden">
                  <HostileText mono={false} text={whoOf(entry)} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {entries.length > limit ? (
        <div className="px-4 py-2">
          <Button onClick={() => setLimit((n) => n + STEP)}>
            Show {countWords(Math.min(STEP, entries.length - limit))} earlier ones
          </Button>
        </div>
      ) : null}
    </TableScroll>
  );
}

const CLOCK: Record<string, string> = { ours: "Bulkhead's clock", person: 'as the person gave it' };

function EntryPane({ entry, view, onClose }: { entry: TimelineEntry; view: CaseView; onClose: () => void }) {
  return (
    <aside className="pane vr overflow-y-auto" aria-label="Timeline entry">
      <div className="pane-h">
        <Icon name={SOURCE[entry.source].icon} />
        <h2 className="flex-1">{SOURCE[entry.source].name}</h2>
        <Button look="quiet" onClick={onClose}>
          Close
        </Button>
      </div>
      <div className="grid gap-3 p-4">
        <p>
          <EntrySentence entry={entry} />
        </p>
        <Kv
          facts={[
            [
              'Occurred',
              <span key="o">
                <Time at={entry.occurredAt} />, {CLOCK[entry.occurredFrom] ?? entry.occurredFrom}
              </span>,
            ],
            [
              'Known since',
              <span key="k">
                <Time at={entry.recordedAt} />,{' '}
                {knownAfter(entry).words === 'ours' ? 'at once' : `${knownAfter(entry).words.slice(1)} later`}
              </span>,
            ],
            ['From T+0', <TPlus key="t" at={entry.occurredAt} from={view.detectedAt} />],
            ['Who', <EntryOrigin key="w" entry={entry} number={view.number} />],
            ...(entry.firstAt ? ([['First seen', <Time key="f" at={entry.firstAt} />]] as const) : []),
            ...(entry.goneFromSource
              ? ([['Gone from cluster', <Time key="g" at={entry.goneFromSource} />]] as const)
              : []),
          ]}
        />
        <div className="code">
          <div className="code-h">Record</div>
          <pre className="px-2.5 whitespace-pre-wrap wrap-anywhere">
            {visibleLines(JSON.stringify(entry.detail, null, 2))}
          </pre>
        </div>
      </div>
    </aside>
  );
}
