import type { ComponentProps, ReactNode } from 'react';

export type ButtonLook = 'solid' | 'outline' | 'quiet';

const LOOK: Record<ButtonLook, string> = { solid: 'btn-solid', outline: '', quiet: 'btn-quiet' };

export interface ButtonStyle {
  /** One `solid` button on a screen: the next safe step for this person's role. */
  look?: ButtonLook;
  /** 38 px, for the button of a step. */
  big?: boolean;
  /** The hatched edge: pressing this changes a cluster. Opening a preview does not. */
  writes?: boolean;
}

/** For links that must look like buttons: `<Link className={buttonClass({ look: 'solid' })} …>`. */
export const buttonClass = ({ look = 'outline', big = false, writes = false }: ButtonStyle = {}, more = ''): string =>
  ['btn', LOOK[look], big && 'btn-big', writes && 'btn-writes', more].filter(Boolean).join(' ');

type ButtonProps = Omit<ComponentProps<'button'>, 'disabled'> &
  ButtonStyle & {
    children: ReactNode;
    /** Why it cannot be pressed, shown on hover and read out; null or undefined: it can. It stays focusable, so that the reason can be found. */
    disabledReason?: string | null | undefined;
  };

export function Button({
  look,
  big,
  writes,
  disabledReason,
  className,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  const held = Boolean(disabledReason);
  return (
    <button
      {...rest}
      type={held ? 'button' : type}
      className={buttonClass({ look, big, writes }, className)}
      aria-disabled={held || undefined}
      aria-description={disabledReason ?? undefined}
      title={disabledReason ?? rest.title}
      onClick={held ? undefined : onClick}
    />
  );
}
