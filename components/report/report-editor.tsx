'use client';

import { useEffect, useRef } from 'react';
import { DraftWords } from '@/components/timeline/draft-words';
import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/states';
import { bothOf } from '@/lib/reports/both';
import type { ReportView } from '@/lib/reports/report';
import { ReportBody } from './report-body';
import type { ReportEdit } from './use-report-text';

interface ReportEditorProps {
  edit: ReportEdit;
  /** the report that is kept and not sent; null: none */
  open: ReportView | null;
  /** somebody wants to write now; else a draft of theirs was found, and the focus stays where it is */
  asked: boolean;
  onSave: () => void;
  onLeave: () => void;
  /** why it cannot be saved now, or null */
  held: string | null;
}

/** The whole report as one text: a heading for each part, a line for each fact. Both versions stay when two edit. */
export function ReportEditor({ edit, open, asked, onSave, onLeave, held }: ReportEditorProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (asked) field.current?.focus();
  }, [asked]);
  const { draft, overtaken } = edit;
  return (
    <div className="grid gap-2 px-4 py-2.5">
      {overtaken ? <Overtaken edit={edit} open={open} /> : null}
      <textarea
        ref={field}
        className="field min-h-[300px] resize-y"
        aria-label="Status report"
        value={draft.text}
        spellCheck
        onChange={(event) => edit.setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !held) onSave();
        }}
      />
      <DraftWords draft={draft} />
      <div className="flex flex-wrap gap-2">
        <Button onClick={onSave} disabledReason={held ?? (overtaken ? 'Put both together first' : null)}>
          Save for everybody
        </Button>
        <Button look="quiet" onClick={onLeave}>
          Drop my changes
        </Button>
      </div>
    </div>
  );
}

function Overtaken({ edit, open }: { edit: ReportEdit; open: ReportView | null }) {
  if (!open)
    return (
      <ErrorNote
        tone="caution"
        title="The report you began from was sent meanwhile"
        detail="It stays as it was sent. What you typed is below and can be the next report."
        action={<Button onClick={() => edit.replace(edit.content, edit.upTo)}>Make it the next report</Button>}
      />
    );
  return (
    <ErrorNote
      tone="caution"
      title="Somebody else changed this report meanwhile"
      detail={
        <span className="report-text block px-0">
          <ReportBody content={open.content} label="Their version" />
        </span>
      }
      next="Yours is below. Nothing of either is lost."
      action={
        <span className="flex flex-wrap gap-2">
          <Button onClick={() => edit.replace(bothOf(open.content, edit.content), open.upTo)}>Put both together</Button>
          <Button look="quiet" onClick={edit.done}>
            Take theirs
          </Button>
        </span>
      }
    />
  );
}
