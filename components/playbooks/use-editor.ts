'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { z } from 'zod';
import { saveDraft } from '@/app/actions/playbooks';
import { useSend } from '@/components/use-send';
import type { Phase } from '@/lib/cases/case';
import { keys } from '@/lib/live/keys';
import type { Playbook } from '@/lib/playbooks/playbook';
import type { PlaybookSummary, PlaybookVersionText } from '@/lib/playbooks/versions';
import { listQuery, versionQuery } from './use-playbooks';

/** What is being typed. It may have faults, so it is no Playbook by the schema yet; it has its shape. */
const Shape = z.object({
  phase: z.string(),
  title: z.string(),
  steps: z.array(z.unknown()),
  criteria: z.array(z.unknown()),
});
const Working = z.object({
  content: z.custom<Playbook>((value) => Shape.safeParse(value).success),
  /** of the draft that it was begun from; 0: there was none */
  edition: z.number().int(),
  basedOn: z.number().int(),
});
export type Working = z.infer<typeof Working>;

/** Each keystroke lies here until it was saved: neither a reload nor a lost connection takes it. */
const placeOf = (phase: Phase, aside = false) => `bulkhead.playbook.${phase}${aside ? '.aside' : ''}`;

function stored(place: string): Working | null {
  try {
    return Working.parse(JSON.parse(localStorage.getItem(place) ?? 'null'));
  } catch {
    return null; // nothing, or of another version of Bulkhead
  }
}

const store = (place: string, working: Working | null) =>
  working ? localStorage.setItem(place, JSON.stringify(working)) : localStorage.removeItem(place);

/** Edits the draft of a phase. Two who do so meet by the edition that each began from: nothing is overwritten unseen. */
export function useEditor(base: PlaybookVersionText, summary: PlaybookSummary) {
  const { phase } = summary;
  const client = useQueryClient();
  const { send, sending, failure } = useSend(keys.playbooks());
  const [typed, setTyped] = useState<Working | null>(null);
  const [aside, setAside] = useState<Working | null>(null);
  const [theirs, setTheirs] = useState<PlaybookVersionText | null>(null);
  const working = typed ?? workingOf(base);

  useEffect(() => {
    setTyped(stored(placeOf(phase)));
    setAside(stored(placeOf(phase, true)));
  }, [phase]);

  const type = (next: Working | null) => {
    setTyped(next);
    store(placeOf(phase), next);
  };
  const keepAside = (one: Working | null) => {
    setAside(one);
    store(placeOf(phase, true), one);
  };
  /** Fetches the draft as it is now, to stand beside what was typed here. */
  const compare = async () => {
    const all = await client.fetchQuery({ ...listQuery, staleTime: 0 });
    const now = all.find((one) => one.phase === phase) ?? summary;
    const version = (now.draft ?? now.current).version;
    setTheirs(await client.fetchQuery({ ...versionQuery(phase, version), staleTime: 0 }));
  };
  const save = (next: Working) =>
    send(
      async () => {
        const result = await saveDraft({ phase, ...next });
        if (!result.ok && result.failure.code === 'draft-moved') await compare();
        return result;
      },
      () => {
        type(null);
        setTheirs(null);
      },
    );
  return {
    ...working,
    dirty: typed !== null,
    sending,
    failure,
    /** somebody saved, published or discarded since this was begun */
    overtaken: typed !== null && !sending && (summary.draft?.edition ?? 0) !== typed.edition,
    theirs,
    aside,
    set: (content: Playbook) => type({ ...working, content }),
    save: () => save(working),
    compare,
    /** saves what was typed here after theirs, which was read beside it */
    saveMine: () => theirs && save({ ...workingOf(theirs), content: working.content }),
    takeTheirs: () => {
      keepAside(working);
      type(null);
      setTheirs(null);
    },
    bringBack: () => {
      if (aside) type({ ...working, content: aside.content });
      keepAside(null);
    },
    forgetAside: () => keepAside(null),
    /** back to what the server has */
    revert: () => type(null),
  };
}

const workingOf = (text: PlaybookVersionText): Working =>
  text.draft
    ? { content: text.content, edition: text.edition, basedOn: text.basedOn ?? 0 }
    : { content: text.content, edition: 0, basedOn: text.version };

export type Editor = ReturnType<typeof useEditor>;

/** Lays an earlier version into the editor as if it had been typed, over whatever draft there is: to restore it. */
export const layIn = ({ phase, content, version }: PlaybookVersionText, draft: PlaybookSummary['draft']): void =>
  store(placeOf(phase), { content, edition: draft?.edition ?? 0, basedOn: draft?.basedOn ?? version });
