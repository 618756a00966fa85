'use client';

import { Command } from 'cmdk';
import { useDeferredValue, useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { Icon } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';

export interface Choice {
  value: string;
  label: string;
  hint: string;
  /** it is set already: choosing it takes it back */
  on: boolean;
}

interface PickerProps {
  title: string;
  placeholder: string;
  choices: readonly Choice[];
  /** makes a choice of what was typed and is none yet */
  free?: ((typed: string) => Choice | null) | undefined;
  /** what there is when nothing was typed and nothing can be chosen */
  empty: string;
  onPick: (choice: Choice) => void;
  onClose: () => void;
}

/** More than this is not offered at once: type on. */
const MOST = 40;

/** Chooses one of many by typing; arrow keys and Enter, or a press. */
export function Picker({ title, placeholder, choices, free, empty, onPick, onClose }: PickerProps) {
  const [typed, setTyped] = useState('');
  const words = useDeferredValue(typed).toLowerCase().split(/\s+/).filter(Boolean);
  const found = choices
    .filter(({ label, hint }) => words.every((word) => `${label} ${hint}`.toLowerCase().includes(word)))
    .slice(0, MOST);
  const made = typed.trim() === '' ? null : (free?.(typed.trim()) ?? null);
  const own = made && !choices.some(({ value }) => value === made.value) ? made : null;
  const pick = (choice: Choice) => {
    onClose();
    onPick(choice);
  };
  return (
    <Dialog open onClose={onClose} title={title} bare className="mt-[12vh] w-[min(520px,calc(100vw-24px))]">
      <Command label={title} shouldFilter={false} loop>
        <div className="flex items-center gap-2 border-b border-line-2 px-3.5">
          <Icon name="search" />
          <Command.Input
            data-first-focus
            value={typed}
            onValueChange={setTyped}
            placeholder={placeholder}
            className="h-10 flex-1 bg-transparent outline-none placeholder:text-fg-3"
          />
        </div>
        <Command.List className="max-h-[50vh] overflow-auto py-1.5">
          <Command.Empty className="px-3.5 py-3 text-fg-2">{typed === '' ? empty : 'Nothing matches'}</Command.Empty>
          {found.map((choice) => (
            <Command.Item key={choice.value} value={choice.value} className="menu-item" onSelect={() => pick(choice)}>
              <span className="w-4 text-center" aria-hidden="true">
                {choice.on ? '✓' : ''}
              </span>
              <HostileText mono={false} text={choice.label} max={80} />
              {choice.on ? <span className="sr-only">, set; choosing it takes it back</span> : null}
              <span className="meta ml-auto truncate">{choice.hint}</span>
            </Command.Item>
          ))}
          {own ? (
            <Command.Item value={`own ${own.value}`} className="menu-item" onSelect={() => pick(own)}>
              <span className="w-4" />
              {own.label}
              <span className="meta ml-auto">{own.hint}</span>
            </Command.Item>
          ) : null}
        </Command.List>
      </Command>
    </Dialog>
  );
}
