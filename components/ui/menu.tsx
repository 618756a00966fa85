'use client';

import { DropdownMenu } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';

/** A menu below its button. Items are `MenuItem`s, `MenuChoice`s or `MenuNote`s. */
export const Menu = ({
  trigger,
  children,
  align = 'end',
}: {
  trigger: ReactElement;
  children: ReactNode;
  align?: 'start' | 'end';
}) => (
  <DropdownMenu.Root modal={false}>
    <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
    <DropdownMenu.Portal>
      <DropdownMenu.Content align={align} sideOffset={6} collisionPadding={12} className="layer min-w-[220px] py-1.5">
        {children}
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  </DropdownMenu.Root>
);

export const MenuItem = ({ children, onSelect }: { children: ReactNode; onSelect: () => void }) => (
  <DropdownMenu.Item className="menu-item" onSelect={onSelect}>
    {children}
  </DropdownMenu.Item>
);

/** An item that is on or off; the menu stays open. */
export const MenuCheck = ({
  children,
  checked,
  onChange,
}: {
  children: ReactNode;
  checked: boolean;
  onChange: (on: boolean) => void;
}) => (
  <DropdownMenu.CheckboxItem
    className="menu-item"
    checked={checked}
    onCheckedChange={onChange}
    onSelect={(event) => event.preventDefault()}
  >
    <span className="w-4 text-center" aria-hidden="true">
      {checked ? '✓' : ''}
    </span>
    {children}
  </DropdownMenu.CheckboxItem>
);

interface MenuChoiceProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: ReactNode }[];
  onChange: (value: T) => void;
}

/** One of several. */
export const MenuChoice = <T extends string>({ label, value, options, onChange }: MenuChoiceProps<T>) => (
  <>
    <DropdownMenu.Label className="meta px-3.5 pt-2 pb-1">{label}</DropdownMenu.Label>
    <DropdownMenu.RadioGroup
      value={value}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next);
        if (chosen) onChange(chosen.value);
      }}
    >
      {options.map((option) => (
        <DropdownMenu.RadioItem
          key={option.value}
          value={option.value}
          className="menu-item"
          onSelect={(event) => event.preventDefault()}
        >
          <span className="w-4 text-center" aria-hidden="true">
            {option.value === value ? '•' : ''}
          </span>
          {option.label}
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  </>
);

export const MenuNote = ({ children }: { children: ReactNode }) => <div className="meta px-3.5 py-1.5">{children}</div>;

export const MenuRule = () => <DropdownMenu.Separator className="my-1.5 border-t border-line-2" />;
