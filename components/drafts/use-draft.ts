'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { z } from 'zod';
import { saveDraft } from '@/app/actions/drafts';
import { getJson } from '@/components/get-json';
import { useRoom } from '@/components/shell/room';
import { serverNow, useTimeWords } from '@/components/ui/time';
import { DraftView, reconcile, TYPING_MS, Typing, type Version } from '@/lib/drafts/draft';
import { keys } from '@/lib/live/keys';
import { readLocal, writeLocal } from './draft-store';

export interface Draft {
  text: string;
  setText: (text: string) => void;
  /** the version of what is edited, as it was when typing began; null for something new */
  baseVersion: number | null;
  /** where the text is: nothing typed, in this browser only (no connection), being sent, on the server too */
  saved: 'nothing' | 'here' | 'sending' | 'server';
  /** a text of one's own in this field from another device, that says something else */
  elsewhere: string | null;
  /** shows the text from elsewhere instead; this one becomes the other */
  swap: () => void;
  /** names of who else types here now */
  others: readonly string[];
  /** the text was saved as what it was to become, or is not wanted any more */
  discard: () => void;
}

const SEND_AFTER_MS = 700;
const RETRY_MS = 4_000;
const EMPTY: Version = { text: '', baseVersion: null, at: '' };

interface Field {
  number: number;
  caseId: string;
  /** Place of lib/drafts/draft.ts: "note", "entry:<id>", "comment:<entryId>", "report:<id>" */
  place: string;
  /** what an edit begins with, and its version */
  initial?: { text: string; version: number } | undefined;
}

/**
 * What somebody types and has not saved: in this browser with each key, on the server a moment later, and again when the
 * connection is back. A reload, a crash or another device finds it. Others hear that somebody types here.
 */
export function useDraft({ number, caseId, place, initial }: Field): Draft {
  const me = useRoom().person.id;
  const { data: remote } = useOwnDrafts(number, caseId);
  const [mine, setMine] = useState<Version | null>(null); // null: nothing typed in this field since it opened
  const [other, setOther] = useState<Version | null>(null);
  const [saved, setSaved] = useState<Draft['saved']>('nothing');
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const send = useCallback(
    async (version: Version): Promise<void> => {
      clearTimeout(timer.current);
      setSaved(version.text === '' ? 'nothing' : 'sending');
      const { text, baseVersion } = version;
      const done = await saveDraft({ caseId, place, text, baseVersion }).catch(() => null);
      const now = readLocal(me, caseId, place);
      if (done?.ok) {
        if (now?.at !== version.at) return; // typed on meanwhile: the newer one is under way
        writeLocal(me, caseId, place, text === '' ? null : { ...version, synced: true });
        client.setQueryData<DraftView[]>(draftsKey(caseId), (all) => [
          ...(all ?? []).filter((draft) => draft.place !== place),
          ...(text === '' ? [] : [{ place, text, baseVersion, updatedAt: version.at }]),
        ]);
        setSaved(text === '' ? 'nothing' : 'server');
      } else {
        setSaved(text === '' ? 'nothing' : 'here');
        if (now) timer.current = setTimeout(() => void send({ ...now }), RETRY_MS);
      }
    },
    [me, caseId, place, client],
  );

  // On opening: what this browser and the server hold. Only once, so that an answer that comes late takes nothing away.
  const opened = useRef(false);
  useEffect(() => {
    if (opened.current || remote === undefined) return;
    opened.current = true;
    const local = readLocal(me, caseId, place);
    const found = remote?.find((draft) => draft.place === place);
    const { shown, other: second } = reconcile(
      local,
      found ? { text: found.text, baseVersion: found.baseVersion, at: found.updatedAt } : null,
    );
    setOther(second);
    if (shown && shown.text !== '') {
      setMine((typed) => typed ?? shown);
      setSaved(local && !local.synced ? 'here' : 'server');
    }
    if (local && !local.synced) void send(local);
  }, [remote, me, caseId, place, send]);

  useEffect(() => {
    const again = () => {
      const local = readLocal(me, caseId, place);
      if (local && !local.synced) void send(local);
    };
    window.addEventListener('online', again);
    return () => {
      window.removeEventListener('online', again);
      clearTimeout(timer.current);
      again(); // the field closes within the moment before sending
    };
  }, [me, caseId, place, send]);

  const baseVersion = mine?.baseVersion ?? initial?.version ?? null;
  const keep = useCallback(
    (version: Version) => {
      opened.current = true;
      setMine(version);
      writeLocal(me, caseId, place, { ...version, synced: false });
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void send(version), SEND_AFTER_MS);
    },
    [me, caseId, place, send],
  );
  const at = () => new Date(serverNow()).toISOString();

  return {
    text: mine?.text ?? initial?.text ?? '',
    setText: (text) => keep({ text, baseVersion, at: at() }),
    baseVersion,
    saved,
    elsewhere: other?.text ?? null,
    swap: () => {
      if (!other) return;
      setOther(mine);
      keep({ ...other, at: at() });
    },
    others: useOthersTyping(number, caseId, place, me),
    discard: () => {
      const end = { ...EMPTY, at: at() };
      setMine(null);
      setOther(null);
      writeLocal(me, caseId, place, { ...end, synced: false }); // until the server has dropped it too
      void send(end);
    },
  };
}

const draftsKey = (caseId: string) => ['drafts', caseId] as const;

/** One's own drafts as the server had them when the case was opened; what is typed here from then on is newer. */
const useOwnDrafts = (number: number, caseId: string) =>
  useQuery({
    queryKey: draftsKey(caseId),
    queryFn: ({ signal }) => getJson(z.array(DraftView), `/api/cases/${number}/drafts`, signal),
    gcTime: 0,
    staleTime: 0,
    refetchOnWindowFocus: false,
  });

function useOthersTyping(number: number, caseId: string, place: string, me: string): readonly string[] {
  const { data } = useQuery({
    queryKey: keys.typing(caseId),
    queryFn: ({ signal }) => getJson(z.array(Typing), `/api/cases/${number}/typing`, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const names = useTimeWords((now) =>
    (data ?? [])
      .filter((one) => one.place === place && one.person.id !== me && now - Date.parse(one.at) < TYPING_MS)
      .map(({ person }) => person.name)
      .join('\n'),
  );
  return names === '' ? [] : names.split('\n');
}
