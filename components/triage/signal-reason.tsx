'use client';

import { Popover } from 'radix-ui';
import { useMemo } from 'react';
import { LevelShape } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { Kv } from '@/components/ui/kv';
import { Time } from '@/components/ui/time';
import { visible } from '@/lib/text/visible';
import type { Signal, TriageRow } from '@/lib/triage/row';

export interface OpenReason {
  row: TriageRow;
  signal: Signal;
  anchor: HTMLElement;
}

interface SignalReasonProps {
  open: OpenReason | null;
  onClose: () => void;
  asOf: string | null;
  action?: React.ReactNode;
}

/** One layer for the whole table: why a pod got these points, and which field was read. */
export function SignalReason({ open, onClose, asOf, action }: SignalReasonProps) {
  const anchor = useMemo(() => (open ? { current: open.anchor } : null), [open]);
  return (
    <Popover.Root open={open !== null} onOpenChange={(next) => !next && onClose()}>
      {anchor ? <Popover.Anchor virtualRef={anchor} /> : null}
      <Popover.Portal>
        <Popover.Content
          side="bottom"
          align="start"
          sideOffset={8}
          collisionPadding={12}
          aria-label={open ? `Why: ${visible(open.signal.words)}` : undefined}
          className="layer w-[min(440px,calc(100vw-24px))] px-4 py-3"
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            open?.anchor.focus();
          }}
        >
          {open ? <Reason {...open} asOf={asOf} action={action} /> : null}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Reason({ row, signal, asOf, action }: OpenReason & { asOf: string | null; action?: React.ReactNode }) {
  const others = row.signals.filter(({ id }) => id !== signal.id);
  return (
    <div className="grid gap-2.5">
      <p className="flex items-baseline gap-2">
        <b>{visible(signal.words)}</b>
        <span className="text-fg-3">
          adds {signal.weight} to a risk of {row.risk}
        </span>
        <span className="flex-1" />
        {signal.attack ? <span className="meta">ATT&CK {visible(signal.attack)}</span> : null}
      </p>
      <p className="text-fg-2">
        <HostileText text={signal.reason} max={400} mono={false} />
      </p>
      <Kv
        facts={[
          ['Source', 'Cluster state'],
          ['Field', <HostileText key="field" text={signal.field} max={200} />],
          ['As of', asOf === null ? null : <Time key="asOf" at={asOf} />],
        ]}
      />
      {others.length > 0 ? (
        <ul className="grid gap-1 border-t border-line pt-2" aria-label="The other signals of this pod">
          {others.map((other) => (
            <li key={other.id} className="grid grid-cols-[9px_112px_22px_minmax(0,1fr)] items-baseline gap-2">
              <LevelShape level={other.level} size={9} />
              <span>{visible(other.words)}</span>
              <span className="text-right font-medium">{other.weight}</span>
              <HostileText text={other.reason} max={160} mono={false} className="meta" />
            </li>
          ))}
        </ul>
      ) : null}
      {action}
    </div>
  );
}
