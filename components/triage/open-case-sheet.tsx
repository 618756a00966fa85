'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState, useTransition } from 'react';
import { addSuspects, openCase } from '@/app/actions/cases';
import { casesQuery } from '@/components/shell/queries';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, Select } from '@/components/ui/field';
import { plural } from '@/components/ui/format';
import { SeverityMark } from '@/components/ui/glyphs';
import { PodName } from '@/components/ui/pod-name';
import { ErrorNote } from '@/components/ui/states';
import { SEVERITIES, type Severity, severityNumber } from '@/lib/cases/case';
import type { Failure } from '@/lib/failure';
import { visible } from '@/lib/text/visible';
import type { TriageRow } from '@/lib/triage/row';

interface OpenCaseSheetProps {
  clusterId: string;
  /** null: closed */
  pods: readonly TriageRow[] | null;
  onClose: () => void;
}

export const OpenCaseSheet = ({ clusterId, pods, onClose }: OpenCaseSheetProps) => (
  <Dialog
    open={pods !== null}
    onClose={onClose}
    title={pods ? `Open case from ${plural(pods.length, 'pod')}` : 'Open case'}
    sheet
  >
    {pods ? <OpenCaseForm clusterId={clusterId} pods={pods} onClose={onClose} /> : null}
  </Dialog>
);

const titleOf = (pods: readonly TriageRow[]): string => {
  const [first, ...more] = pods;
  if (!first) return '';
  const what = first.signals[0] ? visible(first.signals[0].words) : 'Suspicion';
  return `${what} in ${visible(first.namespace)}/${visible(first.workload.name)}${more.length > 0 ? ` and ${more.length} more` : ''}`.slice(
    0,
    200,
  );
};

/** A proposal from what is known; the person decides. */
const severityOf = (pods: readonly TriageRow[]): Severity => {
  const most = Math.max(0, ...pods.map(({ risk }) => risk));
  return most >= 80 ? 'critical' : most >= 40 ? 'high' : most >= 20 ? 'moderate' : 'low';
};

function OpenCaseForm({
  clusterId,
  pods,
  onClose,
}: {
  clusterId: string;
  pods: readonly TriageRow[];
  onClose: () => void;
}) {
  const router = useRouter();
  const { data: cases = [] } = useQuery(casesQuery);
  const open = cases.filter((one) => one.closedAt === null && one.clusterId === clusterId);
  const [into, setInto] = useState('new');
  const [title, setTitle] = useState(() => titleOf(pods));
  const [severity, setSeverity] = useState<Severity>(() => severityOf(pods));
  const [failure, setFailure] = useState<Failure | null>(null);
  const [sending, start] = useTransition();
  const target = open.find(({ id }) => id === into);
  const refs = pods.map(({ namespace, name, uid }) => ({ namespace, name, uid }));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (sending) return;
    start(async () => {
      setFailure(null);
      const result = target
        ? await addSuspects({ caseId: target.id, pods: refs })
        : await openCase({ clusterId, pods: refs, title: title.trim(), severity, detectedAt: null });
      if (!result.ok) return setFailure(result.failure);
      onClose();
      router.push(`/cases/${target ? target.number : 'number' in result.value ? result.value.number : ''}`);
    });
  };

  return (
    <form onSubmit={submit} className="grid gap-4 p-4">
      <ul className="grid gap-1" aria-label="Suspects">
        {pods.map((row) => (
          <li key={row.uid} className="flex items-baseline gap-2">
            <span className="w-8 flex-none text-right font-semibold">{row.risk}</span>
            <span className="min-w-0 wrap-anywhere">
              <PodName name={row.name} workload={row.workload.name} />{' '}
              <span className="meta">{visible(row.namespace)}</span>
            </span>
          </li>
        ))}
      </ul>
      {open.length > 0 ? (
        <Select label="Where to" value={into} onChange={(event) => setInto(event.target.value)}>
          <option value="new">A new case</option>
          {open.map((one) => (
            <option key={one.id} value={one.id}>
              Add to case {one.number}: {visible(one.title)}
            </option>
          ))}
        </Select>
      ) : null}
      {target ? null : (
        <>
          <Field
            label="Title"
            value={title}
            maxLength={200}
            required
            onChange={(event) => setTitle(event.target.value)}
          />
          <fieldset className="grid gap-1">
            <legend className="meta mb-1">Severity</legend>
            {SEVERITIES.map((each) => (
              <label key={each} className="flex items-center gap-2.5 py-0.5">
                <input
                  type="radio"
                  name="severity"
                  value={each}
                  checked={severity === each}
                  onChange={() => setSeverity(each)}
                  className="accent-(--focus)"
                />
                <SeverityMark level={severityNumber(each)} />
                {SEVERITY_WORDS[each]}
              </label>
            ))}
          </fieldset>
        </>
      )}
      <p className="meta">
        The case opens in the phase detection with you as its commander. Nothing is sent to the cluster.
      </p>
      {failure ? <ErrorNote {...failure} /> : null}
      <div className="flex gap-2">
        <Button
          type="submit"
          look="solid"
          big
          disabledReason={sending ? 'Opening' : title.trim() === '' ? 'A title is missing' : null}
        >
          {target
            ? `Add ${plural(pods.length, 'suspect')} to case ${target.number}`
            : sending
              ? 'Opening the case'
              : 'Open case'}
        </Button>
        <Button look="quiet" big onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

const SEVERITY_WORDS: Record<Severity, string> = {
  critical: 'Critical: attacker active',
  high: 'High: likely breach',
  moderate: 'Moderate: needs a look',
  low: 'Low: for the record',
};
