'use client';

import { useState } from 'react';
import { useRoom, useWhyNot } from '@/components/shell/room';
import { useShortcuts } from '@/components/shell/shortcuts';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { Kbd } from '@/components/ui/kbd';
import { keyboardScroll } from '@/components/ui/scroll';
import { Time } from '@/components/ui/time';
import type { CaseView } from '@/lib/cases/case';
import type { TimelineEntry } from '@/lib/timeline/entry';
import type { DialogName } from './annotate-dialogs';
import { CorrectForm, EntryHistory } from './correct-form';
import { CommentForm, Comments } from './entry-comments';
import { EntryFacts, EntryRecord } from './entry-facts';
import { EntryMarks, EntryTools } from './entry-marks';
import { EntrySentence } from './entry-sentence';
import { SOURCE } from './entry-words';
import { lookOf } from './lanes';
import { EyeOffIcon, GroupIcon, StarIcon } from './timeline-icons';
import type { Annotate } from './use-annotate';

interface EntryPaneProps {
  entry: TimelineEntry;
  view: CaseView;
  annotate: Annotate;
  frozen: string | null;
  onDialog: (name: DialogName) => void;
  onClose: () => void;
  /** a value of the record is to be looked for */
  onFilter: (text: string) => void;
  /** the list is to show what happened within this many milliseconds before and after */
  onAround: (ms: number) => void;
  /** grows each time the comment field is to take the focus */
  commentFocus: number;
}

const AROUND_MS = 5 * 60_000;

/** One entry: both clocks, what its source said, what analysts found, and what they say about it. */
export function EntryPane(props: EntryPaneProps) {
  const { entry, view, annotate, frozen, onDialog, onClose, onFilter, onAround, commentFocus } = props;
  const starred = entry.annotations.some(({ kind }) => kind === 'star');
  const why = useWhyNot('timeline.annotate') ?? frozen;
  const comments = entry.annotations.filter(({ kind }) => kind === 'comment').length;
  return (
    <aside className="pane vr tl-pane" aria-label="Timeline entry">
      <div className="pane-h">
        <span className={lookOf(entry.source)}>
          <Icon name={SOURCE[entry.source].icon} />
        </span>
        <h2 className="min-w-0 flex-1 truncate">{SOURCE[entry.source].name}</h2>
        <Button
          look="quiet"
          aria-pressed={starred}
          disabledReason={why}
          className={starred ? 'text-s3-fg' : ''}
          onClick={() => annotate.star([entry.id], !starred)}
        >
          <StarIcon filled={starred} /> {starred ? 'Starred' : 'Star'} <Kbd>s</Kbd>
        </Button>
        <Button look="quiet" onClick={onClose} aria-label="Close" title="Close (Esc)">
          <Icon name="close" small />
        </Button>
      </div>
      <EntryTools entry={entry} annotate={annotate} frozen={frozen} onDialog={onDialog} />
      <div className="tl-pane-body" {...keyboardScroll}>
        <Curation entry={entry} annotate={annotate} frozen={frozen} />
        <EntryText entry={entry} view={view} frozen={frozen} />
        <EntryFacts entry={entry} view={view} />
        <div className="flex gap-1">
          <Button look="quiet" className="tl-around" onClick={() => onAround(AROUND_MS)}>
            5 min around it
          </Button>
        </div>
        <EntryRecord entry={entry} onFilter={onFilter} />
        <section className="grid gap-3" aria-label="Annotations">
          <h3 className="tl-annotations-h">
            Annotations <span className="n">{entry.annotations.length}</span>
          </h3>
          <EntryMarks entry={entry} view={view} annotate={annotate} frozen={frozen} />
          {comments > 0 ? <Comments entry={entry} view={view} frozen={frozen} /> : null}
        </section>
      </div>
      <CommentForm key={entry.id} entry={entry} view={view} frozen={frozen} focus={commentFocus} />
    </aside>
  );
}

/** The sentence, its earlier wordings, and for notes the way to correct it. */
function EntryText({ entry, view, frozen }: Pick<EntryPaneProps, 'entry' | 'view' | 'frozen'>) {
  const [correcting, setCorrecting] = useState<string | null>(null);
  const { person } = useRoom();
  const right = useWhyNot('timeline.correct') ?? frozen;
  const why =
    right ??
    (entry.source !== 'person'
      ? 'What a machine said stays as it was said; add a comment to it.'
      : person.role === 'manager' && entry.by !== person.name
        ? 'A manager corrects only their own notes.'
        : null);
  useShortcuts([{ keys: 'c', words: 'Correct the open note', run: () => why === null && setCorrecting(entry.id) }]);
  return (
    <div className="grid gap-2">
      {correcting === entry.id ? (
        <CorrectForm entry={entry} view={view} onDone={() => setCorrecting(null)} />
      ) : (
        <div className="flex items-start gap-2">
          <p className="tl-sentence min-w-0 flex-1">
            <EntrySentence entry={entry} />
          </p>
          {entry.source === 'person' ? (
            <Button disabledReason={why} onClick={() => setCorrecting(entry.id)}>
              Correct <Kbd>c</Kbd>
            </Button>
          ) : null}
        </div>
      )}
      <EntryHistory entry={entry} view={view} />
    </div>
  );
}

/** Whether it is shown, and with which others. */
function Curation({ entry, annotate, frozen }: Pick<EntryPaneProps, 'entry' | 'annotate' | 'frozen'>) {
  const why = useWhyNot('timeline.curate') ?? frozen;
  const { group, hidden } = entry;
  if (!group && !hidden) return null;
  return (
    <div className="grid gap-2">
      {hidden ? (
        <p className="flex flex-wrap items-center gap-2">
          <EyeOffIcon />
          <span className="min-w-0 flex-1">
            Hidden by {hidden.by}, <Time at={hidden.at} />: <HostileText mono={false} text={hidden.reason} max={500} />
          </span>
          <Button disabledReason={why} onClick={() => annotate.show([entry.id])}>
            Show again
          </Button>
        </p>
      ) : null}
      {group ? (
        <p className="flex flex-wrap items-center gap-2">
          <GroupIcon />
          <span className="min-w-0 flex-1">
            In the group <HostileText mono={false} text={group.title} max={200} />
          </span>
          <Button disabledReason={why} onClick={() => annotate.ungroup(group.id)}>
            Dissolve group
          </Button>
        </p>
      ) : null}
    </div>
  );
}
