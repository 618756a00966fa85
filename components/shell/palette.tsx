'use client';

import { useEffect, useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { Icon } from '@/components/ui/glyphs';
import type { NavRoom } from './nav';
import { PaletteList } from './palette-list';
import { type Shortcut, useShortcutSettings } from './shortcuts';

export function Palette({ rooms }: { rooms: readonly NavRoom[] }) {
  const [open, setOpen] = useState(false);
  const [doable, setDoable] = useState<readonly Shortcut[]>([]);
  const { current } = useShortcutSettings();
  useEffect(() => {
    if (open) setDoable(current()); // of the screen below, while it is the one that hears keys
  }, [open, current]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      setOpen((was) => !was);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <button type="button" className="topbar-box" onClick={() => setOpen(true)}>
        <Icon name="search" small />
        <span className="max-md:sr-only">Find or do</span>
        <span className="kbd max-md:hidden" aria-hidden="true">
          Ctrl K
        </span>
      </button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title="Find or do"
        bare
        className="mt-[12vh] w-[min(620px,calc(100vw-24px))]"
      >
        <PaletteList rooms={rooms} doable={doable} close={() => setOpen(false)} />
      </Dialog>
    </>
  );
}
