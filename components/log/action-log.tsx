'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { z } from 'zod';
import { getJson } from '@/components/get-json';
import { useWhyNot } from '@/components/shell/room';
import { Button, buttonClass } from '@/components/ui/button';
import { SearchField } from '@/components/ui/field';
import { countWords } from '@/components/ui/format';
import { Icon, StatusGlyph, type StatusKind } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { Kv } from '@/components/ui/kv';
import { Seg } from '@/components/ui/seg';
import { Empty, ErrorNote, Loading } from '@/components/ui/states';
import { TableScroll } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { useUrlState } from '@/components/url-state';
import { ActionRecordView, Outcome } from '@/lib/action-log/record';
import { keys } from '@/lib/live/keys';
import { visibleLines } from '@/lib/text/visible';

const Page = z.object({
  records: z.array(ActionRecordView),
  chain: z.object({
    verifiedUpTo: z.number(),
    verifiedAt: z.string(),
    headHash: z.string(),
    broken: z.object({ seq: z.number(), why: z.string() }).nullable(),
  }),
});
type Page = z.infer<typeof Page>;

const PAGE = 100;

const useActionLog = (caseId: string | null, q: string, outcome: string) =>
  useInfiniteQuery({
    queryKey: [...keys.actionLog(), caseId ?? 'all', q, outcome],
    queryFn: ({ signal, pageParam }) => {
      const query = new URLSearchParams({ limit: String(PAGE) });
      if (caseId) query.set('caseId', caseId);
      if (q) query.set('q', q);
      if (outcome) query.set('outcome', outcome);
      if (pageParam) query.set('before', String(pageParam));
      return getJson(Page, `/api/action-log?${query}`, signal);
    },
    initialPageParam: 0,
    getNextPageParam: ({ records }) => (records.length < PAGE ? undefined : records.at(-1)?.seq),
    placeholderData: (previous) => previous,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Everything that Bulkhead did or tried to do, latest first, and whether the chain of hashes holds. */
export function ActionLog({ caseId }: { caseId: string | null }) {
  const [query, setQuery] = useUrlState('q');
  const [outcome, setOutcome] = useUrlState('outcome');
  const [open, setOpen] = useUrlState('record');
  const sought = useDeferredValue(query.trim());
  const wanted = Outcome.options.find((each) => each === outcome) ?? '';
  const log = useActionLog(caseId, sought, wanted);
  const whyExport = useWhyNot('action-log.export');
  const records = log.data?.pages.flatMap((page) => page.records) ?? [];
  const current = records.find(({ seq }) => String(seq) === open);
  return (
    <div className="timeline-split flex-1">
      <div className="pane">
        {caseId ? null : (
          <div className="flex-none px-4 pt-3">
            <h1>Action log</h1>
          </div>
        )}
        <ChainState page={log.data?.pages[0]} />
        <div className="pane-h flex-wrap py-1.5">
          <SearchField
            label="Filter the action log"
            placeholder="object, person, hash"
            shortcut="/"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            className="w-[240px]"
          />
          <Seg
            label="Outcome"
            value={wanted}
            onChange={setOutcome}
            options={[
              { value: '', label: 'All' },
              { value: 'succeeded', label: 'Succeeded' },
              { value: 'failed', label: 'Failed' },
              { value: 'unknown', label: 'Unknown' },
            ]}
          />
          <span className="flex-1" />
          {whyExport === null ? (
            <a className={buttonClass()} href="/api/action-log/export" download>
              <Icon name="download" small />
              Export JSONL
            </a>
          ) : (
            <Button disabledReason={whyExport}>Export JSONL</Button>
          )}
        </div>
        {log.error && !log.data ? (
          <ErrorNote title={log.error.message} />
        ) : !log.data ? (
          <Loading words="Reading the action log" rows={8} />
        ) : records.length === 0 ? (
          <Empty title="No record matches">
            {sought || wanted ? 'The filter was applied to the whole log.' : 'Nothing was done yet.'}
          </Empty>
        ) : (
          <Records records={records} open={open} onOpen={(seq) => setOpen(String(seq) === open ? '' : String(seq))}>
            {log.hasNextPage ? (
              <Button
                onClick={() => void log.fetchNextPage()}
                disabledReason={log.isFetchingNextPage ? 'Being read' : null}
              >
                Show earlier records
              </Button>
            ) : null}
          </Records>
        )}
      </div>
      {current ? <RecordPane record={current} onClose={() => setOpen('')} /> : null}
    </div>
  );
}

function ChainState({ page }: { page: Page | undefined }) {
  if (!page) return null;
  const { broken, verifiedUpTo, verifiedAt, headHash } = page.chain;
  return (
    <p
      role="status"
      aria-label="Chain of hashes"
      className={`flex flex-none flex-wrap items-center gap-2 px-4 py-2 ${broken ? 'text-s1-fg' : 'text-fg-2'}`}
    >
      <StatusGlyph kind={broken ? 'failed' : 'ok'} label={broken ? 'broken' : 'verified'} />
      {broken ? (
        <>
          Chain broken at #{countWords(broken.seq)}: {broken.why}. Records before it hold.
        </>
      ) : (
        <span>
          Verified to <b>#{countWords(verifiedUpTo)}</b> at <Time at={verifiedAt} />
          {headHash ? (
            <>
              , head <span className="mono">{headHash.slice(0, 12)}</span>
            </>
          ) : null}
        </span>
      )}
      <span className="meta">An outsider can do the same with the export and npm run verify-log.</span>
    </p>
  );
}

const LOOK: Record<'intent' | 'note' | 'succeeded' | 'failed' | 'unknown', { glyph: StatusKind; words: string }> = {
  intent: { glyph: 'run', words: 'Intended' },
  note: { glyph: 'waits', words: 'Noted' },
  succeeded: { glyph: 'ok', words: 'Succeeded' },
  failed: { glyph: 'failed', words: 'Failed' },
  unknown: { glyph: 'unknown', words: 'Unknown' },
};
const lookOf = (record: ActionRecordView) => LOOK[record.outcome ?? (record.kind === 'note' ? 'note' : 'intent')];

interface RecordsProps {
  records: readonly ActionRecordView[];
  open: string;
  onOpen: (seq: number) => void;
  children: React.ReactNode;
}

const Records = ({ records, open, onOpen, children }: RecordsProps) => (
  <TableScroll label="Records">
    <table className="table">
      <thead>
        <tr>
          <th scope="col" className="num">
            No.
          </th>
          <th scope="col">Recorded</th>
          <th scope="col">State</th>
          <th scope="col">What</th>
          <th scope="col" className="max-md:hidden">
            Who
          </th>
          <th scope="col" className="max-md:hidden">
            Hash
          </th>
        </tr>
      </thead>
      <tbody>
        {records.map((record) => {
          const { glyph, words } = lookOf(record);
          return (
            <tr key={record.seq} aria-selected={String(record.seq) === open}>
              <td className="num">#{countWords(record.seq)}</td>
              <td>
                <Time at={record.recordedAt} />
              </td>
              <td>
                <span className="flex items-center gap-1.5">
                  <StatusGlyph kind={glyph} size={14} />
                  {words}
                </span>
              </td>
              <th scope="row" className="w-full max-w-0 truncate">
                <button
                  type="button"
                  className="max-w-full truncate text-left"
                  aria-expanded={String(record.seq) === open}
                  onClick={() => onOpen(record.seq)}
                >
                  <HostileText mono={false} text={record.words} />
                </button>
              </th>
              <td className="text-fg-2 max-md:hidden">{record.person?.name ?? 'Bulkhead'}</td>
              <td className="mono text-fg-3 max-md:hidden">{record.hash.slice(0, 8)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
    <div className="px-4 py-2">{children}</div>
  </TableScroll>
);

function RecordPane({ record, onClose }: { record: ActionRecordView; onClose: () => void }) {
  return (
    <aside className="pane vr overflow-y-auto" aria-label={`Record ${record.seq}`}>
      <div className="pane-h">
        <h2 className="flex-1">#{countWords(record.seq)}</h2>
        <Button look="quiet" onClick={onClose}>
          Close
        </Button>
      </div>
      <div className="grid gap-3 p-4">
        <p>
          <HostileText mono={false} text={record.words} max={1000} />
        </p>
        <Kv
          facts={[
            ['State', lookOf(record).words],
            ['Recorded', <Time key="at" at={record.recordedAt} />],
            ['Who', record.person ? `${record.person.name}, ${record.person.role}` : 'Bulkhead itself'],
            ['Action', <HostileText key="action" text={record.actionId} />],
            ['Hash', <HostileText key="hash" text={record.hash} />],
            ['Before', <HostileText key="before" text={record.prevHash} />],
          ]}
        />
        {record.request ? (
          <Json title={`${record.request.method} ${record.request.path}`} value={record.request.body} />
        ) : null}
        {record.answer ? <Json title="Answer" value={record.answer} /> : null}
      </div>
    </aside>
  );
}

const Json = ({ title, value }: { title: string; value: unknown }) => (
  <div className="code">
    <div className="code-h">
      <HostileText text={title} />
    </div>
    <pre className="px-2.5 whitespace-pre-wrap wrap-anywhere">
      {visibleLines(JSON.stringify(value, null, 2) ?? 'none').slice(0, 20_000)}
    </pre>
  </div>
);
