'use client';

import { signOut } from 'next-auth/react';
import { useTransition } from 'react';
import { setTheme } from '@/app/actions/preferences';
import { Menu, MenuCheck, MenuChoice, MenuItem, MenuNote, MenuRule } from '@/components/ui/menu';
import { useRoom } from './room';
import { useShortcutSettings } from './shortcuts';
import { THEMES, type Theme } from './theme';

const initials = (name: string) =>
  name
    .split(/\s+/)
    .map((word) => Array.from(word)[0] ?? '')
    .join('')
    .slice(0, 2)
    .toUpperCase() || '?';

const LABEL: Record<Theme, string> = { system: 'As the system', dark: 'Dark', light: 'Light' };

export function PersonMenu({ theme }: { theme: Theme }) {
  const { person } = useRoom();
  const { singleKeys, setSingleKeys } = useShortcutSettings();
  const [, start] = useTransition();

  const choose = (next: Theme) => {
    // At once for the eye; the action keeps it for the next page.
    if (next === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    start(async () => {
      await setTheme({ theme: next });
    });
  };

  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`${initials(person.name)}: ${person.name}, ${person.role}, account and appearance`}
          className="my-auto grid size-7 place-items-center rounded-1 border border-line-2 text-axis font-semibold text-fg-2 hover:bg-raised"
        >
          {initials(person.name)}
        </button>
      }
    >
      <MenuNote>
        <b className="text-fg">{person.name}</b>
        <br />
        {person.email}
        <br />
        {person.role}
      </MenuNote>
      <MenuRule />
      <MenuChoice
        label="Appearance"
        value={theme}
        options={THEMES.map((value) => ({ value, label: LABEL[value] }))}
        onChange={choose}
      />
      <MenuRule />
      <MenuCheck checked={singleKeys} onChange={setSingleKeys}>
        Single-key shortcuts
      </MenuCheck>
      <MenuRule />
      <MenuItem onSelect={() => void signOut({ callbackUrl: '/signin' })}>Sign out</MenuItem>
    </Menu>
  );
}
