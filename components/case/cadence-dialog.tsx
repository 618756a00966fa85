'use client';

import { useState } from 'react';
import { changeCadence } from '@/app/actions/cases';
import { Select } from '@/components/ui/field';
import { wholeAgeWords } from '@/components/ui/format';
import { type CaseView, REPORT_EVERY_MIN, severityNumber } from '@/lib/cases/case';
import { FormDialog } from './form-dialog';
import { useAct } from './use-act';

const CHOICES_MIN = [15, 30, 60, 120, 240, 480, 1440] as const;
const words = (minutes: number) => wholeAgeWords(minutes * 60_000);

/** How often a status report is due: as the severity says, or as people outside were promised. */
export function CadenceDialog({ view, open, onClose }: { view: CaseView; open: boolean; onClose: () => void }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const { act, busy, failure } = useAct();
  const usual = REPORT_EVERY_MIN[view.severity];
  const now = view.reportEvery === usual ? '' : String(view.reportEvery);
  const value = chosen ?? now;
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={`How often a status report of case ${view.number} is due`}
      submit={`Every ${words(value === '' ? usual : Number(value))}`}
      busy={busy}
      held={value === now ? 'That is so already' : null}
      failure={failure}
      onSubmit={async () => {
        const every = value === '' ? null : Number(value);
        if (!(await act(() => changeCadence({ caseId: view.id, every })))) return;
        setChosen(null);
        onClose();
      }}
    >
      <Select
        label="A report is due every"
        value={value}
        data-first-focus
        hint="Counted from the last one that was sent. Commander, scribe and liaison are told when it is due."
        onChange={(event) => setChosen(event.target.value)}
      >
        <option value="">
          {words(usual)}, as severity {severityNumber(view.severity)} says
        </option>
        {CHOICES_MIN.filter((each) => each !== usual).map((each) => (
          <option key={each} value={each}>
            {words(each)}
          </option>
        ))}
      </Select>
    </FormDialog>
  );
}
