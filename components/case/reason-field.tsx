'use client';

import { TextArea } from '@/components/ui/field';
import { MIN_REASON } from '@/lib/cases/inputs';

/** Why a reason does not do yet, or null. An override needs more words than a change: `MIN_REASON` of lib/containment/step.ts. */
export function reasonLacks(text: string, least = MIN_REASON): string | null {
  const missing = least - text.trim().length;
  return missing > 0 ? `The reason needs ${missing} more ${missing === 1 ? 'character' : 'characters'}` : null;
}

interface ReasonFieldProps {
  value: string;
  onChange: (value: string) => void;
  label?: string;
  rows?: number;
  /** characters that it has at least */
  least?: number;
  /** the dialog that it stands in puts the focus here */
  first?: boolean;
}

/** A typed reason: it stays on the timeline, so that those who come later know why. */
export const ReasonField = ({
  value,
  onChange,
  label = 'Reason, kept for good and shown to all',
  rows = 2,
  first = false,
  least,
}: ReasonFieldProps) => (
  <TextArea
    label={label}
    rows={rows}
    maxLength={2000}
    value={value}
    hint={reasonLacks(value, least) ?? undefined}
    data-first-focus={first || undefined}
    onChange={(event) => onChange(event.target.value)}
  />
);
