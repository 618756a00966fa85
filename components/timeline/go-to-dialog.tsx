'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Time } from '@/components/ui/time';
import { understandPlace } from './go-to';
import { iso } from './use-timeline-state';
import { useZone } from './zone';

interface GoToDialogProps {
  detectedAt: number;
  /** a clock time alone is of the day of this moment */
  near: number;
  onGo: (at: number) => void;
  onClose: () => void;
}

/** Goes to a moment: "T+7:25", "03:11", "2026-11-25 03:11". How it was understood is said before it counts. */
export function GoToDialog({ detectedAt, near, onGo, onClose }: GoToDialogProps) {
  const zone = useZone();
  const [typed, setTyped] = useState('');
  const understood = understandPlace(typed, { zone, detectedAt, near });
  return (
    <Dialog open onClose={onClose} title="Go to a time" className="w-[min(420px,calc(100vw-24px))]">
      <form
        className="grid gap-3 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (understood.at === null) return;
          onClose();
          onGo(understood.at);
        }}
      >
        <Field
          label="Time"
          data-first-focus
          placeholder="T+7:25, 03:11 or 2026-11-25 03:11"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          hint={
            understood.at === null ? (
              understood.words
            ) : (
              <>
                Understood as <Time at={iso(understood.at)} />, {understood.words}
              </>
            )
          }
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="solid" type="submit" disabledReason={understood.at === null ? understood.words : null}>
            Go there
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
