'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';
import { type ButtonLook, buttonClass } from './button';
import { Kbd } from './kbd';

/** How long the first press holds. */
export const ARMED_MS = 5000;
/** A second press before this is a double click, not a decision. */
export const SECOND_PRESS_MS = 400;

interface ArmButtonProps {
  /** Verb and object: "Send 3 changes to prod-eu-1". */
  children: ReactNode;
  /** What the armed button says: "Press again to send 3 changes". */
  armedWords: string;
  onSend: () => void;
  /** Sending: it says so and cannot be pressed. */
  busyWords?: string | null | undefined;
  disabledReason?: string | null | undefined;
  look?: ButtonLook;
  big?: boolean;
  /** False for what is irrevocable but does not change a cluster (an override). */
  writes?: boolean;
  /** Disarms when it changes: the target is not the one that was on screen. */
  target?: string;
}

/** The first press arms for 5 s; the second, at least 400 ms later, sends. Esc, leaving or another target disarms. */
export function ArmButton(props: ArmButtonProps) {
  const {
    children,
    armedWords,
    onSend,
    busyWords,
    disabledReason,
    look = 'solid',
    big = true,
    writes = true,
    target,
  } = props;
  const [armed, setArmed] = useState(false);
  const armedAt = useRef(0);
  const held = Boolean(disabledReason) || Boolean(busyWords);

  const lastTarget = useRef(target);
  useEffect(() => {
    if (lastTarget.current === target && !held) return;
    lastTarget.current = target;
    setArmed(false);
  }, [target, held]);

  useEffect(() => {
    if (!armed) return;
    const disarm = () => setArmed(false);
    const timer = setTimeout(disarm, ARMED_MS);
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      disarm();
    };
    document.addEventListener('keydown', onKey, true);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('keydown', onKey, true);
    };
  }, [armed]);

  const press = (at: number) => {
    if (held) return;
    if (!armed) {
      armedAt.current = at;
      setArmed(true);
    } else if (at - armedAt.current >= SECOND_PRESS_MS) {
      setArmed(false);
      onSend();
    }
  };

  return (
    <span className="inline-grid min-w-0">
      <button
        type="button"
        className={buttonClass({ look, big, writes }, armed ? 'btn-armed' : '')}
        aria-disabled={held || undefined}
        aria-description={disabledReason ?? undefined}
        title={disabledReason ?? undefined}
        data-armed={armed || undefined}
        onBlur={() => setArmed(false)}
        onClick={(event) => press(event.timeStamp)}
      >
        <span className="min-w-0 truncate">{busyWords ?? (armed ? armedWords : children)}</span>
        {held ? null : <Kbd>Enter</Kbd>}
      </button>
      <span className="arm-bar" aria-hidden="true">
        {armed ? <i /> : null}
      </span>
      <span className="sr-only" role="alert">
        {armed ? `Armed. ${armedWords} within 5 seconds. Escape disarms.` : ''}
      </span>
    </span>
  );
}
