'use client';

import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';

/** A key, or two after one another: "j", "g t", "Enter", "?". */
export interface Shortcut {
  keys: string;
  words: string;
  run: (event: KeyboardEvent) => void;
}

interface Shortcuts {
  register: (list: () => readonly Shortcut[]) => () => void;
  /** all that can be pressed now, for the sheet */
  current: () => readonly Shortcut[];
  singleKeys: boolean;
  setSingleKeys: (on: boolean) => void;
}

const ShortcutsContext = createContext<Shortcuts | null>(null);

export function useShortcutSettings(): Shortcuts {
  const value = useContext(ShortcutsContext);
  if (!value) throw new Error('useShortcutSettings outside of the shell');
  return value;
}

/** Adds keys while the component is on screen. The latest registered wins. Every key needs a visible control too. */
export function useShortcuts(list: readonly Shortcut[]) {
  const { register } = useShortcutSettings();
  const latest = useRef(list);
  useEffect(() => {
    latest.current = list;
  });
  useEffect(() => register(() => latest.current), [register]);
}

/** How long after "g" the second key counts. */
const SEQUENCE_MS = 1500;
const STORE = 'bulkhead.single-keys';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type="checkbox"], [type="radio"]), textarea, select'));

const inLayer = (target: EventTarget | null): boolean =>
  document.querySelector('dialog[open]') !== null ||
  (target instanceof Element && target.closest('[role="menu"], [data-radix-popper-content-wrapper]') !== null);

/** A button or link does what Enter and Space mean to it. */
const ownsKey = (event: KeyboardEvent): boolean =>
  (event.key === 'Enter' || event.key === ' ') &&
  event.target instanceof Element &&
  event.target.closest('a, button, summary, input') !== null;

export function ShortcutsProvider({ children }: { children: ReactNode }) {
  const sources = useRef<(() => readonly Shortcut[])[]>([]);
  const [singleKeys, setOn] = useState(true);
  const prefix = useRef({ key: '', at: 0 });

  useEffect(() => setOn(localStorage.getItem(STORE) !== 'off'), []);
  const setSingleKeys = useCallback((on: boolean) => {
    localStorage.setItem(STORE, on ? 'on' : 'off');
    setOn(on);
  }, []);
  const register = useCallback((list: () => readonly Shortcut[]) => {
    sources.current = [list, ...sources.current];
    return () => {
      sources.current = sources.current.filter((each) => each !== list);
    };
  }, []);
  const current = useCallback(() => {
    const seen = new Set<string>();
    return sources.current.flatMap((list) => list()).filter(({ keys }) => !seen.has(keys) && seen.add(keys));
  }, []);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!singleKeys || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target) || inLayer(event.target) || ownsKey(event)) return;
      const { key: first, at } = prefix.current;
      const isSecond = first !== '' && event.timeStamp - at < SEQUENCE_MS;
      prefix.current = { key: '', at: 0 };
      const all = current();
      const keys = isSecond ? `${first} ${event.key}` : event.key;
      const found = all.find((shortcut) => shortcut.keys === keys);
      if (found) {
        event.preventDefault();
        found.run(event);
      } else if (all.some((shortcut) => shortcut.keys.startsWith(`${event.key} `))) {
        prefix.current = { key: event.key, at: event.timeStamp };
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [current, singleKeys]);

  const value = useMemo(
    () => ({ register, current, singleKeys, setSingleKeys }),
    [register, current, singleKeys, setSingleKeys],
  );
  return <ShortcutsContext value={value}>{children}</ShortcutsContext>;
}
