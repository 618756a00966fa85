'use client';

import Link from 'next/link';
import { useEvidence } from '@/components/evidence/use-evidence';
import { useWhyNot } from '@/components/shell/room';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { Kbd } from '@/components/ui/kbd';
import type { CaseView } from '@/lib/cases/case';
import { type AnnotationView, VERDICT_TAGS } from '@/lib/timeline/annotation';
import type { TimelineEntry } from '@/lib/timeline/entry';
import { artifactName, type DialogName, useAssets } from './annotate-dialogs';
import { EyeOffIcon, KeyEventIcon, LinkIcon, TagIcon } from './timeline-icons';
import type { Annotate } from './use-annotate';
import { techniqueWords, VERDICT, verdictOf } from './verdict';

interface EntryMarksProps {
  entry: TimelineEntry;
  view: CaseView;
  annotate: Annotate;
  /** why nothing may be changed; null: it may */
  frozen: string | null;
}

/** What can be added to the open entry, each with its key. */
export function EntryTools({
  entry,
  annotate,
  frozen,
  onDialog,
}: Omit<EntryMarksProps, 'view'> & { onDialog: (name: DialogName) => void }) {
  const why = useWhyNot('timeline.annotate') ?? frozen;
  const mayCurate = useWhyNot('timeline.curate') ?? frozen;
  const isKey = entry.annotations.some(({ kind }) => kind === 'keyEvent');
  return (
    <div className="tl-tools" role="toolbar" aria-label="Annotate">
      <Button
        look="quiet"
        aria-pressed={isKey}
        className={isKey ? 'text-s3-fg' : ''}
        disabledReason={why}
        onClick={() => annotate.keyEvent([entry.id], !isKey)}
      >
        <KeyEventIcon filled={isKey} /> Key event <Kbd>i</Kbd>
      </Button>
      <Button look="quiet" disabledReason={why} onClick={() => onDialog('tag')}>
        <TagIcon /> Tag <Kbd>t</Kbd>
      </Button>
      <Button look="quiet" disabledReason={why} onClick={() => onDialog('technique')}>
        Technique <Kbd>a</Kbd>
      </Button>
      <Button look="quiet" disabledReason={why} onClick={() => onDialog('link')}>
        <LinkIcon /> Link <Kbd>l</Kbd>
      </Button>
      {entry.hidden ? null : (
        <Button look="quiet" disabledReason={mayCurate} onClick={() => onDialog('hide')}>
          <EyeOffIcon /> Hide <Kbd>h</Kbd>
        </Button>
      )}
    </div>
  );
}

/** What analysts found about an entry: verdict, tags, technique, links. */
export function EntryMarks({ entry, view, annotate, frozen }: EntryMarksProps) {
  const why = useWhyNot('timeline.annotate') ?? frozen;
  const of = (kind: AnnotationView['kind']) => entry.annotations.filter((one) => one.kind === kind);
  const ids = [entry.id];
  return (
    <div className="grid gap-2">
      <VerdictChoice entry={entry} annotate={annotate} frozen={frozen} />
      <ul className="flex flex-wrap gap-1.5 empty:hidden" aria-label="Tags and techniques">
        {of('technique').map(({ id, value, by }) => (
          <Mark
            key={id}
            words={techniqueWords(value)}
            by={by.name}
            onRemove={why ? null : () => annotate.technique(ids, value, false)}
          />
        ))}
        {of('tag')
          .filter(({ value }) => !value.startsWith('verdict:'))
          .map(({ id, value, by }) => (
            <Mark key={id} words={value} by={by.name} onRemove={why ? null : () => annotate.tag(ids, value, false)} />
          ))}
      </ul>
      {of('link').length > 0 ? (
        <ul aria-label="Links" className="grid gap-1">
          {of('link').map(({ id, value }) => (
            <li key={id} className="flex items-center gap-2">
              <LinkIcon />
              <Target to={value} view={view} />
              {why ? null : (
                <button
                  type="button"
                  className="tl-remove"
                  aria-label="Take the link back"
                  onClick={() => annotate.link(ids, value, false)}
                >
                  <Icon name="close" small />
                </button>
              )}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

const Mark = ({ words, by, onRemove }: { words: string; by: string; onRemove: (() => void) | null }) => (
  <li className="chip" title={`by ${by}`}>
    <HostileText mono={false} text={words} max={60} />
    {onRemove ? (
      <button type="button" className="tl-remove" aria-label={`Take ${words} back`} onClick={onRemove}>
        <Icon name="close" small />
      </button>
    ) : null}
  </li>
);

/** A verdict is protected: it needs a role, an entry has one at most, and each change of it is an entry of its own. */
function VerdictChoice({ entry, annotate, frozen }: Pick<EntryMarksProps, 'entry' | 'annotate' | 'frozen'>) {
  const why = useWhyNot('timeline.verdict') ?? frozen;
  const verdict = verdictOf(entry);
  const by = entry.annotations.find(({ kind, value }) => kind === 'tag' && value === verdict)?.by.name;
  return (
    <div className="grid gap-1">
      <div className="seg tl-verdict" role="toolbar" aria-label="Verdict">
        {VERDICT_TAGS.map((tag) => (
          <button
            key={tag}
            type="button"
            aria-pressed={tag === verdict}
            aria-disabled={why ? true : undefined}
            aria-description={why ?? undefined}
            title={why ?? undefined}
            onClick={() => (why ? undefined : annotate.verdict([entry.id], tag === verdict ? null : tag))}
          >
            {VERDICT[tag].words}
          </button>
        ))}
      </div>
      <p className="meta">{verdict && by ? `Found ${VERDICT[verdict].words} by ${by}` : 'No verdict yet'}</p>
    </div>
  );
}

/** The artifact or asset a link leads to, by name. */
function Target({ to, view }: { to: string; view: CaseView }) {
  const [kind, id] = to.split(':');
  const { data: artifacts } = useEvidence(view.number, view.id);
  const { data: assets } = useAssets(view.number, view.id);
  if (kind === 'artifact') {
    const artifact = artifacts?.find((one) => one.id === id);
    if (!artifact) return <span className="text-fg-3">an artifact</span>;
    return (
      <Link href={`/cases/${view.number}/evidence/${artifact.number}`} prefetch={false}>
        {artifactName(artifact.number)} {artifact.title}
      </Link>
    );
  }
  const asset = assets?.find((one) => one.id === id);
  if (!asset) return <span className="text-fg-3">an asset</span>;
  return (
    <span>
      <HostileText text={asset.name} max={80} />{' '}
      <span className="text-fg-3">
        {asset.kind}, {asset.state}
      </span>
    </span>
  );
}
