'use client';

import { type ReactNode, useEffect, useRef } from 'react';
import { Button } from './button';
import { Icon } from './glyphs';

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** a sheet stands at the right, over the full height; on a phone it fills the screen */
  sheet?: boolean;
  /** the title is there for listeners only */
  bare?: boolean;
  className?: string;
  children: ReactNode;
}

/** The browser's own modal dialog: it holds the focus, Esc closes it, and the focus goes back to where it was. */
export function Dialog({ open, onClose, title, sheet = false, bare = false, className = '', children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (!element || element.open === open) return;
    if (!open) return element.close();
    element.showModal();
    element.querySelector<HTMLElement>('[data-first-focus]')?.focus();
  }, [open]);

  return (
    <dialog
      ref={dialog}
      aria-label={title}
      className={`layer dialog ${sheet ? 'dialog-sheet' : ''} ${className}`}
      onClose={onClose}
      // A click on the backdrop has the dialog itself as its target.
      onClick={(event) => event.target === event.currentTarget && onClose()}
      onKeyDown={(event) => event.stopPropagation()}
    >
      {open ? (
        <>
          {bare ? null : (
            <div className="pane-h">
              <h2 className="min-w-0 flex-1">{title}</h2>
              <Button look="quiet" onClick={onClose} aria-label="Close">
                <Icon name="close" />
              </Button>
            </div>
          )}
          {children}
        </>
      ) : null}
    </dialog>
  );
}
