import type { ReactNode } from 'react';
import { colourOf } from '@/lib/cluster/colours';
import { visible } from '@/lib/text/visible';

interface ClusterNameProps {
  name: string;
  /** a name of lib/cluster/colours.ts */
  colour?: string | null | undefined;
  className?: string;
  children?: ReactNode;
}

/** A cluster by name, its colour as the left edge and nothing else. */
export function ClusterName({ name, colour, className = '', children }: ClusterNameProps) {
  const value = colourOf(colour);
  return (
    <span
      className={`${value ? 'border-l-3 pl-2' : ''} ${className}`}
      style={value ? { borderLeftColor: value } : undefined}
    >
      {visible(name)}
      {children}
    </span>
  );
}
