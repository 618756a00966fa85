'use client';

import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { zoneWords } from '@/components/ui/format';
import { Icon } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { Kv } from '@/components/ui/kv';
import { StampOf, Time } from '@/components/ui/time';
import type { CaseView } from '@/lib/cases/case';
import { visible, visibleLines } from '@/lib/text/visible';
import type { TimelineEntry } from '@/lib/timeline/entry';
import { EntryOrigin } from './entry-sentence';
import { knownAfter, SOURCE, skewOf, skewWords } from './entry-words';
import { fieldsOf } from './record-fields';
import { fromDetection } from './time-axis';
import { useClocks } from './use-clocks';
import { useZone } from './zone';

/** Whose clock gave the time of an entry, in words. */
function clockWords({ occurredFrom, source, emitter }: TimelineEntry): ReactNode {
  if (occurredFrom === 'ours') return "by Bulkhead's clock";
  if (occurredFrom === 'person') return 'as the person gave it';
  return (
    <>
      by the clock of {emitter ? <HostileText text={emitter} max={80} /> : SOURCE[source].name}, its {occurredFrom}
    </>
  );
}

/** Both clocks of an entry, what was taken off, and whose it is. */
export function EntryFacts({ entry, view }: { entry: TimelineEntry; view: CaseView }) {
  const zone = useZone();
  const skew = skewOf(entry);
  const known = knownAfter({ ...entry, occurredAt: entry.sortAt }).words;
  const { data: clocks } = useClocks(view.number, view.id, { enabled: skew !== 0 });
  const set = clocks?.find(({ source, emitter }) => source === entry.source && emitter === entry.emitter)?.skew;
  return (
    <Kv
      facts={[
        [
          'Occurred',
          <span key="o">
            <StampOf at={entry.occurredAt} /> {zoneWords(Date.parse(entry.occurredAt), zone)}, {clockWords(entry)}
          </span>,
        ],
        ...(skew === 0
          ? []
          : ([
              [
                'Clock skew',
                <span key="s">
                  {skewWords(-skew)} corrected: it stands at <StampOf at={entry.sortAt} />
                  {set ? (
                    <>
                      . Set by {set.by}, <Time at={set.at} />, because <HostileText mono={false} text={set.reason} />
                    </>
                  ) : null}
                </span>,
              ],
            ] as const)),
        [
          'Known since',
          <span key="k">
            <StampOf at={entry.recordedAt} />, {known === 'ours' ? 'at once' : `${known.slice(1)} later`}
          </span>,
        ],
        ['In UTC', <span key="u">{entry.occurredAt.replace('T', ' ').replace('Z', '')}</span>],
        ['From T+0', <span key="t">{fromDetection(Date.parse(entry.sortAt) - Date.parse(view.detectedAt))}</span>],
        ['Who', <EntryOrigin key="w" entry={entry} number={view.number} />],
        ...(entry.firstAt ? ([['First seen', <Time key="f" at={entry.firstAt} />]] as const) : []),
        ...(entry.goneFromSource ? ([['Gone from cluster', <Time key="g" at={entry.goneFromSource} />]] as const) : []),
      ]}
    />
  );
}

const MOST_FIELDS = 14;
/** Longer values are no words to look for. */
const FILTERED_MAX = 120;

/** What the source said, field by field, and the whole record as it was received. */
export function EntryRecord({ entry, onFilter }: { entry: TimelineEntry; onFilter: (text: string) => void }) {
  const fields = fieldsOf(entry.detail);
  const raw = JSON.stringify(entry.detail, null, 2);
  if (raw === '{}') return null;
  return (
    <>
      {fields.length > 0 ? (
        <dl className="kv tl-fields" aria-label="Fields">
          {fields.slice(0, MOST_FIELDS).map(([key, value]) => (
            <div key={`${key} ${value}`} className="contents">
              <dt>
                <HostileText mono={false} text={key} max={60} />
              </dt>
              <dd>
                <HostileText text={value} max={240} />
                {value.length <= FILTERED_MAX ? (
                  <button
                    type="button"
                    className="tl-field-filter"
                    aria-label={`Filter for ${visible(key)}`}
                    title="Filter for this value"
                    onClick={() => onFilter(value)}
                  >
                    <Icon name="search" small />
                  </button>
                ) : null}
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      <details className="code tl-raw" open={fields.length === 0}>
        <summary className="code-h">
          Raw record, as received
          <span className="flex-1" />
          {raw.length.toLocaleString('en')} characters
        </summary>
        <Button look="quiet" className="tl-copy" onClick={() => void navigator.clipboard?.writeText(raw)}>
          <Icon name="copy" small /> Copy
        </Button>
        <pre className="tl-raw-text">{visibleLines(raw.slice(0, 20_000))}</pre>
      </details>
    </>
  );
}
