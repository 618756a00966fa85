'use client';

import { useEffect, useState } from 'react';
import { type Draft, useDraft } from '@/components/drafts/use-draft';
import type { ReportText, ReportView } from '@/lib/reports/report';
import { contentOf, textOf } from '@/lib/reports/report-text';

interface OnScreen {
  number: number;
  caseId: string;
  /** the report that is kept and not sent; null: none */
  open: ReportView | null;
  /** what an edit begins with */
  shown: { content: ReportText; upTo: string } | null;
}

export interface ReportEdit {
  draft: Draft;
  /** something was typed that is not saved */
  typed: boolean;
  content: ReportText;
  setText: (text: string) => void;
  /** what is on record up to then is in the text */
  upTo: string;
  /** the report was changed, begun or sent by somebody else since typing began */
  overtaken: boolean;
  /** the typed text is replaced, and is about the report as it is now */
  replace: (content: ReportText, upTo: string) => void;
  /** the typed text was saved, or is not wanted any more */
  done: () => void;
}

/** One number for which report and which version of it a text was begun from: a draft keeps one. */
const baseOf = (open: ReportView | null): number => (open ? open.number * 100_000 + open.version : 0);

/** What somebody types over a status report, kept with each key like every draft, until it is saved or sent. */
export function useReportText({ number, caseId, open, shown }: OnScreen): ReportEdit {
  const initial = shown ? { text: textOf(shown.content), version: baseOf(open) } : undefined;
  const draft = useDraft({ number, caseId, place: 'report', initial });
  const when = useDraft({ number, caseId, place: 'report-up-to' });
  const [next, setNext] = useState<{ text: string; upTo: string } | null>(null);
  const typed = draft.saved !== 'nothing';

  // A draft keeps the version it was begun from: it is dropped, and a moment later begun anew from the present one.
  useEffect(() => {
    if (next === null || typed) return;
    draft.setText(next.text);
    when.setText(next.upTo);
    setNext(null);
  }, [next, typed, draft, when]);

  return {
    draft,
    typed,
    content: contentOf(draft.text),
    setText: (text) => {
      if (!typed && shown) when.setText(shown.upTo);
      draft.setText(text);
    },
    upTo: (typed && when.text) || (shown?.upTo ?? ''),
    overtaken: typed && draft.baseVersion !== baseOf(open),
    replace: (content, upTo) => {
      draft.discard();
      setNext({ text: textOf(content), upTo });
    },
    done: () => {
      draft.discard();
      when.discard();
    },
  };
}
