'use client';

import { useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { type Shortcut, useShortcutSettings, useShortcuts } from './shortcuts';

/** `?`: what the keyboard does here and now. */
export function ShortcutSheet() {
  const { current, singleKeys, setSingleKeys } = useShortcutSettings();
  const [shown, setShown] = useState<readonly Shortcut[] | null>(null);
  useShortcuts([{ keys: '?', words: 'Keyboard', run: () => setShown(current()) }]);
  return (
    <Dialog open={shown !== null} onClose={() => setShown(null)} title="Keyboard">
      <ul className="grid grid-cols-2 gap-x-6 gap-y-1 p-4">
        {[...(shown ?? []), { keys: 'Ctrl K', words: 'Find or do' }].map(({ keys, words }) => (
          <li key={keys} className="grid grid-cols-[72px_1fr] items-center">
            <span className="flex gap-1">
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </span>
            {words}
          </li>
        ))}
      </ul>
      <label className="flex items-center gap-2 border-t border-line px-4 py-3">
        <input type="checkbox" checked={singleKeys} onChange={(event) => setSingleKeys(event.target.checked)} />
        Single keys do something. Off: only Ctrl K, Tab, Enter and Esc.
      </label>
    </Dialog>
  );
}
