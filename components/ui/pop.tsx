'use client';

import { Popover } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';

interface PopProps {
  /** one button that can take a ref */
  trigger: ReactElement;
  label: string;
  children: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  side?: 'top' | 'bottom' | 'left' | 'right';
  align?: 'start' | 'center' | 'end';
}

/** A floating layer beside what opened it. Esc closes it and gives the focus back. */
export const Pop = ({ trigger, label, children, side = 'bottom', align = 'start', ...state }: PopProps) => (
  <Popover.Root {...state}>
    <Popover.Trigger asChild>{trigger}</Popover.Trigger>
    <Popover.Portal>
      <Popover.Content
        side={side}
        align={align}
        sideOffset={6}
        collisionPadding={12}
        aria-label={label}
        className="layer max-w-[min(420px,calc(100vw-24px))] px-4 py-3"
      >
        {children}
      </Popover.Content>
    </Popover.Portal>
  </Popover.Root>
);
