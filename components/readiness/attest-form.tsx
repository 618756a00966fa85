'use client';

import { type FormEvent, useEffect, useRef, useState } from 'react';
import { z } from 'zod';
import { attest } from '@/app/actions/readiness';
import { Button } from '@/components/ui/button';
import { Field, TextArea } from '@/components/ui/field';
import { Icon } from '@/components/ui/glyphs';
import { ErrorNote } from '@/components/ui/states';
import { serverNow } from '@/components/ui/time';
import { useSend } from '@/components/use-send';
import { keys } from '@/lib/live/keys';
import { type ReadinessCheck, STATUSES, Status } from '@/lib/readiness/check';
import type { AttestationView, ProofLink } from '@/lib/readiness/view';
import { StatusMark } from './status-mark';
import { dateField, endOfDay } from './words';

const LINKS_MAX = 10;
const LONGEST_DAYS = 365;

interface AttestFormProps {
  check: ReadinessCheck;
  /** what was said last: its links are kept, its status and notes are not, because they are to be said anew */
  before: AttestationView | null;
  onDone: () => void;
}

const Typed = z.object({
  status: Status.nullable(),
  notes: z.string(),
  links: z.array(z.object({ title: z.string(), url: z.string() })),
  until: z.string(),
});
type Typed = z.infer<typeof Typed>;

/** What was typed lies here until it was attested: closing the form, a reload or a lost connection does not take it. */
const placeOf = (check: ReadinessCheck) => `bulkhead.attest.${check.key}`;

function kept(check: ReadinessCheck): Typed | null {
  try {
    return Typed.parse(JSON.parse(localStorage.getItem(placeOf(check)) ?? 'null'));
  } catch {
    return null; // nothing, or of another version of Bulkhead
  }
}

/** Says how a check stands. Esc closes it; what was typed is there when it opens again. */
export function AttestForm({ check, before, onDone }: AttestFormProps) {
  const { send, sending, failure } = useSend(keys.readiness());
  const form = useRef<HTMLFormElement>(null);
  const [typed, setTyped] = useState<Typed>(
    () =>
      kept(check) ?? {
        status: null,
        notes: '',
        links: before?.links ?? [],
        until: dateField(serverNow(), check.validDays),
      },
  );
  const { status, notes, links, until } = typed;
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  const set = (change: Partial<Typed>) => {
    const next = { ...typed, ...change };
    setTyped(next);
    localStorage.setItem(placeOf(check), JSON.stringify(next));
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!status) return;
    const proof = links.filter(({ url }) => url.trim() !== '');
    send(
      () => attest({ check: check.key, status, notes, links: proof, validUntil: endOfDay(until) }),
      () => {
        localStorage.removeItem(placeOf(check));
        onDone();
      },
    );
  };
  return (
    <form
      ref={form}
      className="attest-form"
      aria-label={`Attest ${check.title}`}
      onSubmit={submit}
      onKeyDown={(event) => event.key === 'Escape' && onDone()}
    >
      <fieldset className="grid content-start gap-1">
        <legend className="meta mb-1">How does it stand?</legend>
        {STATUSES.map((each) => (
          <label key={each} className="grid grid-cols-[18px_76px_minmax(0,1fr)] items-start gap-1.5 py-0.5">
            <input
              type="radio"
              name="status"
              className="mt-1"
              checked={status === each}
              onChange={() => set({ status: each })}
            />
            <StatusMark status={each} />
            <span className="text-fg-2">
              {each === 'unknown' ? 'Nobody can say: what was attested before no longer holds.' : check.means[each]}
            </span>
          </label>
        ))}
      </fieldset>
      <div className="grid content-start gap-2">
        <TextArea
          label="What did you see? Notes for whoever asks"
          rows={3}
          maxLength={5000}
          value={notes}
          onChange={(event) => set({ notes: event.target.value })}
        />
        <Links links={links} onChange={(next) => set({ links: next })} />
        <Field
          label="Holds until"
          type="date"
          required
          min={dateField(serverNow(), 1)}
          max={dateField(serverNow(), LONGEST_DAYS)}
          value={until}
          onChange={(event) => set({ until: event.target.value })}
          hint="Afterwards it counts as unknown, until somebody looks again."
        />
        {failure ? <ErrorNote {...failure} /> : null}
        <div className="flex gap-2">
          <Button
            type="submit"
            look="solid"
            disabledReason={status === null ? 'Choose how it stands' : sending ? 'It is being kept' : null}
          >
            Attest {check.title}
          </Button>
          <Button look="quiet" onClick={onDone}>
            Cancel
          </Button>
        </div>
      </div>
    </form>
  );
}

function Links({ links, onChange }: { links: readonly ProofLink[]; onChange: (links: ProofLink[]) => void }) {
  const set = (index: number, change: Partial<ProofLink>) =>
    onChange(links.map((one, at) => (at === index ? { ...one, ...change } : one)));
  return (
    <fieldset className="grid gap-1.5" aria-label="Links to proof">
      {links.map((link, index) => (
        // Links have no identity but their place while they are typed.
        <div key={String(index)} className="grid grid-cols-[1fr_2fr_auto] items-end gap-2">
          <Field
            label={`Title of link ${index + 1}`}
            maxLength={120}
            value={link.title}
            onChange={(event) => set(index, { title: event.target.value })}
          />
          <Field
            label="Address"
            type="url"
            pattern="https://.*"
            title="Begins with https://"
            placeholder="https://"
            value={link.url}
            onChange={(event) => set(index, { url: event.target.value })}
          />
          <Button
            look="quiet"
            aria-label={`Remove link ${index + 1}`}
            onClick={() => onChange(links.filter((_, at) => at !== index))}
          >
            <Icon name="close" small />
          </Button>
        </div>
      ))}
      <div>
        <Button
          look="quiet"
          disabledReason={links.length >= LINKS_MAX ? `At most ${LINKS_MAX} links` : null}
          onClick={() => onChange([...links, { title: '', url: '' }])}
        >
          Add a link to proof
        </Button>
      </div>
    </fieldset>
  );
}
