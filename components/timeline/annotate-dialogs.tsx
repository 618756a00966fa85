'use client';

import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { groupEntries, hideEntries } from '@/app/actions/timeline';
import { useEvidence } from '@/components/evidence/use-evidence';
import { getJson } from '@/components/get-json';
import { plural } from '@/components/ui/format';
import { AssetView } from '@/lib/cases/asset';
import { keys } from '@/lib/live/keys';
import type { AnnotationView } from '@/lib/timeline/annotation';
import type { TimelineEntry } from '@/lib/timeline/entry';
import type { TimelineFacts } from '@/lib/timeline/page';
import { TECHNIQUES } from '@/lib/timeline/techniques';
import { AskDialog } from './ask-dialog';
import { type Choice, Picker } from './picker';
import type { Annotate } from './use-annotate';
import { techniqueWords } from './verdict';

export type DialogName = 'tag' | 'technique' | 'link' | 'hide' | 'group';

interface AnnotateDialogsProps {
  name: DialogName | null;
  number: number;
  caseId: string;
  /** which entries it is about: selected ones, or the open one */
  entries: readonly TimelineEntry[];
  facts: TimelineFacts;
  annotate: Annotate;
  onClose: () => void;
  /** entries were hidden or grouped: the selection is over */
  onDone: () => void;
}

const onAll = (entries: readonly TimelineEntry[], kind: AnnotationView['kind'], value: string): boolean =>
  entries.length > 0 &&
  entries.every(({ annotations }) => annotations.some((one) => one.kind === kind && one.value === value));

/** What is chosen or typed for one entry or several: a tag, a technique, a link, why they are noise, what they are together. */
export function AnnotateDialogs(props: AnnotateDialogsProps) {
  const { name, number, caseId, entries, facts, annotate, onClose, onDone } = props;
  const ids = entries.map(({ id }) => id);
  const many = plural(entries.length, 'entry', 'entries');
  if (entries.length === 0 || name === null) return null;
  switch (name) {
    case 'tag':
      return (
        <Picker
          title={`Tag ${many}`}
          placeholder="A tag, such as exfiltration"
          empty="No tag is in use yet. Type one."
          choices={facts.tags
            .filter((tag) => !tag.startsWith('verdict:'))
            .map((tag) => ({ value: tag, label: tag, hint: 'tag in use', on: onAll(entries, 'tag', tag) }))}
          free={(typed) => ({
            value: typed.toLowerCase(),
            label: `Add tag ${typed.toLowerCase()}`,
            hint: 'new',
            on: false,
          })}
          onPick={({ value, on }) => annotate.tag(ids, value, !on)}
          onClose={onClose}
        />
      );
    case 'technique':
      return (
        <Picker
          title={`ATT&CK technique of ${many}`}
          placeholder="T1048, or words of its name"
          empty="No technique"
          choices={Object.entries(TECHNIQUES).map(([id, words]) => ({
            value: id,
            label: id,
            hint: words,
            on: onAll(entries, 'technique', id),
          }))}
          free={(typed) =>
            /^t\d{4}(\.\d{3})?$/i.test(typed)
              ? {
                  value: typed.toUpperCase(),
                  label: techniqueWords(typed.toUpperCase()),
                  hint: 'by its number',
                  on: false,
                }
              : null
          }
          onPick={({ value, on }) => annotate.technique(ids, value, !on)}
          onClose={onClose}
        />
      );
    case 'link':
      return <LinkPicker {...props} ids={ids} />;
    case 'hide':
      return (
        <AskDialog
          number={number}
          caseId={caseId}
          title={`Hide ${many}`}
          label="Why is it noise?"
          hint="It stays in the case, in every export, and is counted here. Who asks for hidden ones sees it with this reason."
          place="hide"
          submit={`Hide ${many}`}
          least={3}
          most={500}
          act={(reason) => hideEntries({ caseId, entryIds: ids, reason })}
          onClose={onClose}
          onDone={onDone}
        />
      );
    case 'group':
      return (
        <AskDialog
          number={number}
          caseId={caseId}
          title={`Group ${many}`}
          label="What are they together?"
          hint="They stand as one line with this title until it is opened; each keeps its own time."
          place="group"
          submit={`Group ${many}`}
          least={1}
          most={200}
          act={(title) => groupEntries({ caseId, entryIds: ids, title })}
          onClose={onClose}
          onDone={onDone}
        />
      );
  }
}

/** What attackers have, or may have, as the case lists it. */
export const useAssets = (number: number, caseId: string) =>
  useQuery({
    queryKey: keys.assets(caseId),
    queryFn: ({ signal }) => getJson(z.array(AssetView), `/api/cases/${number}/assets`, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

function LinkPicker({ number, caseId, entries, ids, annotate, onClose }: AnnotateDialogsProps & { ids: string[] }) {
  const { data: artifacts = [] } = useEvidence(number, caseId);
  const { data: assets = [] } = useAssets(number, caseId);
  const choice = (value: string, label: string, hint: string): Choice => ({
    value,
    label,
    hint,
    on: onAll(entries, 'link', value),
  });
  return (
    <Picker
      title={`Link ${plural(entries.length, 'entry', 'entries')}`}
      placeholder="An artifact or an asset"
      empty="This case has neither artifacts nor assets yet"
      choices={[
        ...artifacts.map((one) => choice(`artifact:${one.id}`, `${artifactName(one.number)} ${one.title}`, 'artifact')),
        ...assets.map(({ id, name, kind, state }) => choice(`asset:${id}`, name, `${kind}, ${state}`)),
      ]}
      onPick={({ value, on }) => annotate.link(ids, value, !on)}
      onClose={onClose}
    />
  );
}

export const artifactName = (number: number): string => `A-${String(number).padStart(2, '0')}`;
