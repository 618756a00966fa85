'use client';

import type { FormEvent, ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ErrorNote } from '@/components/ui/states';
import type { Failure } from '@/lib/failure';

interface FormDialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** verb and object: "Change the severity to 2" */
  submit: string;
  busy: boolean;
  /** why it cannot be sent yet, or null */
  held: string | null;
  failure: Failure | null;
  onSubmit: () => void;
  /** words of the way out: "Keep the command" */
  cancel?: string;
  children: ReactNode;
}

/** A dialog with one form: what it changes, one button that does it, and one that leaves everything as it is. */
export function FormDialog(props: FormDialogProps) {
  const { open, onClose, title, submit, busy, held, failure, onSubmit, cancel = 'Cancel', children } = props;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!held && !busy) onSubmit();
  };
  return (
    <Dialog open={open} onClose={onClose} title={title} className="w-[560px]">
      <form onSubmit={send} className="grid gap-3 p-4" aria-label={title}>
        {children}
        {failure ? <ErrorNote {...failure} /> : null}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="solid" disabledReason={busy ? 'Being recorded' : held}>
            {submit}
          </Button>
          <Button look="quiet" onClick={onClose}>
            {cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
