'use client';

import { useState } from 'react';
import { discardDraft } from '@/app/actions/playbooks';
import { useWhyNot } from '@/components/shell/room';
import { useStale } from '@/components/timeline/use-stale';
import { RouteErrorNote } from '@/components/triage/route-error-note';
import { Button } from '@/components/ui/button';
import { keyboardScroll } from '@/components/ui/scroll';
import { Seg } from '@/components/ui/seg';
import { ErrorNote, Loading, Stale } from '@/components/ui/states';
import { Time } from '@/components/ui/time';
import { useUrlState } from '@/components/url-state';
import { useSend } from '@/components/use-send';
import { PHASES } from '@/lib/cases/case';
import { keys } from '@/lib/live/keys';
import type { PlaybookSummary, PlaybookVersionText } from '@/lib/playbooks/versions';
import { Differences } from './differences';
import { PlaybookEditor } from './playbook-editor';
import { PlaybookList, ReviewLine, VersionName } from './playbook-list';
import { PlaybookTextView } from './playbook-text';
import { PublishForm, ReviewForm } from './publish-form';
import { layIn, useEditor } from './use-editor';
import { usePlaybooks, useVersion } from './use-playbooks';
import { VersionList } from './version-list';

/** The organisation's own playbooks: read, edited, compared, put in force and reviewed. */
export function PlaybookScreen({ initial }: { initial: PlaybookSummary[] }) {
  const { data: playbooks, error } = usePlaybooks(initial);
  const stale = useStale();
  const [chosen, setChosen] = useUrlState('phase');
  const open = PHASES.find((phase) => phase === chosen) ?? null;
  const summary = playbooks.find(({ phase }) => phase === open);
  const late = playbooks.filter(({ review }) => review.stale).length;
  return (
    <div className="playbooks-split" data-open={open !== null}>
      <section className="pane" aria-label="The five playbooks">
        <div className="flex-none border-b border-line px-4 py-3">
          <h1>Playbooks</h1>
          <p className="mt-0.5 text-fg-2">
            {late === 0
              ? 'All five reviews hold.'
              : `${late} of 5 playbooks ${late === 1 ? 'needs' : 'need'} a review.`}{' '}
            A case copies the version that is in force when it opens.
          </p>
        </div>
        {error ? <RouteErrorNote error={error} /> : null}
        {stale ? (
          <Stale>
            Not live since <Time at={stale} />: what others change is missing here. What you type is kept.
          </Stale>
        ) : null}
        <div className="min-h-0 flex-1 overflow-y-auto">
          <PlaybookList playbooks={playbooks} open={open} onOpen={setChosen} />
        </div>
      </section>
      {summary ? (
        <OpenPlaybook key={summary.phase} summary={summary} onClose={() => setChosen('')} />
      ) : (
        <section className="pane vr max-md:hidden" aria-label="No playbook is open">
          <h2 className="px-4 pt-4">Open one to read it</h2>
          <p className="max-w-[62ch] px-4 pt-2 text-fg-2">
            Each has its steps with who, why and the commands for people who prefer a terminal, and what ends the phase.
            Editing makes a draft; nothing changes for anybody until it is published.
          </p>
        </section>
      )}
    </div>
  );
}

const VIEWS = ['read', 'edit', 'changes', 'versions'] as const;
type View = (typeof VIEWS)[number];
const VIEW_NAME: Record<View, string> = { read: 'Text', edit: 'Draft', changes: 'Changes', versions: 'Versions' };

function OpenPlaybook({ summary, onClose }: { summary: PlaybookSummary; onClose: () => void }) {
  const current = useVersion(summary.phase, summary.current.version);
  const base = useVersion(summary.phase, (summary.draft ?? summary.current).version);
  const error = current.error ?? base.error;
  return (
    <section className="pane vr" aria-label={summary.title}>
      <h1 className="sr-only md:hidden">Playbooks</h1>
      {error && !(current.data && base.data) ? (
        <RouteErrorNote error={error} />
      ) : current.data && base.data ? (
        <Loaded summary={summary} current={current.data} base={base.data} onClose={onClose} />
      ) : (
        <Loading words={`Reading ${summary.title}`} rows={8} />
      )}
    </section>
  );
}

interface LoadedProps {
  summary: PlaybookSummary;
  current: PlaybookVersionText;
  /** the draft, or the version in force when there is none */
  base: PlaybookVersionText;
  onClose: () => void;
}

function Loaded({ summary, current, base, onClose }: LoadedProps) {
  const { draft } = summary;
  const [wanted, setView] = useUrlState('view');
  const view: View = VIEWS.find((each) => each === wanted && (each !== 'changes' || draft)) ?? 'read';
  const [reviewing, setReviewing] = useState(false);
  const [restored, setRestored] = useState(0);
  const whyNotEdit = useWhyNot('playbook.edit');
  const whyNotReview = useWhyNot('playbook.review');
  const restore = (text: PlaybookVersionText) => {
    layIn(text, draft);
    setRestored(restored + 1);
    setView('edit');
  };
  return (
    <>
      <div className="flex flex-none flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-2">
        <div className="min-w-0 flex-1">
          <h2 className="text-h2">{current.content.title}</h2>
          <p className="text-fg-2">
            <VersionName version={summary.current} />
          </p>
          <ReviewLine review={summary.review} />
        </div>
        <Button
          disabledReason={whyNotReview ?? (reviewing ? 'The form is open' : null)}
          onClick={() => setReviewing(true)}
        >
          Review
        </Button>
        <Seg
          label="View"
          value={view}
          onChange={(next) => setView(next === 'read' ? '' : next)}
          options={[
            { value: 'read', label: 'Read' },
            { value: 'edit', label: draft ? 'Draft' : 'Edit' },
            { value: 'changes', label: 'Changes', disabledReason: draft ? undefined : 'There is no draft' },
            { value: 'versions', label: 'Versions', count: summary.versions.length },
          ]}
        />
        <Button look="quiet" onClick={onClose}>
          Close
        </Button>
      </div>
      {reviewing ? <ReviewForm summary={summary} whyNot={whyNotReview} onDone={() => setReviewing(false)} /> : null}
      <section className="min-h-0 flex-1 overflow-y-auto" {...keyboardScroll} aria-label={VIEW_NAME[view]}>
        {view === 'read' ? <PlaybookTextView playbook={current.content} /> : null}
        {view === 'edit' ? (
          <Edit
            key={restored}
            summary={summary}
            base={base}
            whyNot={whyNotEdit}
            onPublishView={() => setView('changes')}
          />
        ) : null}
        {view === 'changes' && draft ? (
          <Changes summary={summary} current={current} base={base} onDone={() => setView('')} />
        ) : null}
        {view === 'versions' ? (
          <VersionList summary={summary} current={current} whyNot={whyNotEdit} onRestore={restore} />
        ) : null}
      </section>
    </>
  );
}

interface EditProps {
  summary: PlaybookSummary;
  base: PlaybookVersionText;
  whyNot: string | null;
  onPublishView: () => void;
}

function Edit({ summary, base, whyNot, onPublishView }: EditProps) {
  const editor = useEditor(base, summary);
  const { send, failure } = useSend(keys.playbooks());
  const { draft, phase } = summary;
  const next = draft?.version ?? summary.current.version + 1;
  const discard = draft ? () => send(() => discardDraft({ phase, edition: draft.edition })) : null;
  return (
    <>
      {failure ? <ErrorNote {...failure} /> : null}
      <PlaybookEditor editor={editor} version={next} whyNot={whyNot} onDiscard={discard} />
      {draft && !editor.dirty ? (
        <p className="px-4 pb-4">
          <Button onClick={onPublishView}>See what changes, and publish</Button>
        </p>
      ) : null}
    </>
  );
}

interface ChangesProps {
  summary: PlaybookSummary;
  current: PlaybookVersionText;
  base: PlaybookVersionText;
  onDone: () => void;
}

function Changes({ summary: { draft, current: inForce }, current, base, onDone }: ChangesProps) {
  const whyNot = useWhyNot('playbook.publish');
  if (!draft) return null;
  return (
    <>
      <PublishForm draft={draft} whyNot={whyNot} onDone={onDone} />
      <Differences
        before={current.content}
        after={base.content}
        names={[`version ${inForce.version} (in force)`, `the draft of version ${draft.version}`]}
      />
    </>
  );
}
