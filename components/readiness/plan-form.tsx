'use client';

import { type FormEvent, useState } from 'react';
import { planCheck } from '@/app/actions/readiness';

import { Button } from '@/components/ui/button';
import { Field, Select } from '@/components/ui/field';
import { ErrorNote } from '@/components/ui/states';
import { useSend } from '@/components/use-send';
import type { PersonRef } from '@/lib/cases/case';
import { keys } from '@/lib/live/keys';
import type { ReadinessCheck } from '@/lib/readiness/check';
import type { PlanView } from '@/lib/readiness/view';
import { dateField, endOfDay } from './words';

interface PlanFormProps {
  check: ReadinessCheck;
  plan: PlanView | null;
  people: readonly PersonRef[];
  /** why this person may not, or null */
  whyNot: string | null;
}

/** Who sees to a check, and by when. */
export function PlanForm({ check, plan, people, whyNot }: PlanFormProps) {
  const { send, sending, failure } = useSend(keys.readiness());
  const before = {
    ownerId: plan?.owner?.id ?? '',
    ownerName: plan?.ownerName ?? '',
    due: plan?.dueAt ? dateField(Date.parse(plan.dueAt), 0) : '',
  };
  const [typed, setTyped] = useState(before);
  const changed = (Object.keys(before) as (keyof typeof before)[]).some((key) => typed[key] !== before[key]);
  const set = (change: Partial<typeof before>) => setTyped({ ...typed, ...change });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { ownerId, ownerName, due } = typed;
    send(() =>
      planCheck({
        check: check.key,
        ownerId: ownerId || null,
        ownerName: ownerId ? '' : ownerName,
        dueAt: due ? endOfDay(due) : null,
      }),
    );
  };
  return (
    <form className="grid content-start gap-2" aria-label={`Who sees to ${check.title}`} onSubmit={submit}>
      <div className="grid grid-cols-2 items-end gap-2">
        <Select label="Owner" value={typed.ownerId} onChange={(event) => set({ ownerId: event.target.value })}>
          <option value="">a team, or nobody</option>
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
        <Field label="Due" type="date" value={typed.due} onChange={(event) => set({ due: event.target.value })} />
      </div>
      {typed.ownerId ? null : (
        <Field
          label="Team, or somebody without an account"
          maxLength={80}
          value={typed.ownerName}
          onChange={(event) => set({ ownerName: event.target.value })}
        />
      )}
      {failure ? <ErrorNote {...failure} /> : null}
      <div>
        <Button
          type="submit"
          disabledReason={whyNot ?? (changed ? (sending ? 'It is being kept' : null) : 'Nothing was changed')}
        >
          Save owner and due date
        </Button>
      </div>
    </form>
  );
}
