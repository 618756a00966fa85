import type { ReactNode } from 'react';

const Drawn = ({ children }: { children: ReactNode }) => (
  <svg className="icon icon-s" viewBox="0 0 16 16" aria-hidden="true">
    {children}
  </svg>
);

const STAR = 'm8 2.6 1.7 3.5 3.8.5-2.8 2.7.7 3.8L8 11.3l-3.4 1.8.7-3.8L2.5 6.6l3.8-.5z';

export const StarIcon = ({ filled = false }: { filled?: boolean }) => (
  <Drawn>
    <path d={STAR} fill={filled ? 'currentColor' : undefined} />
  </Drawn>
);
export const TagIcon = () => (
  <Drawn>
    <path d="M2.8 2.8H8l5.3 5.3-5.2 5.2L2.8 8z" />
    <path d="M5.4 5.4h.1" />
  </Drawn>
);
export const CommentIcon = () => (
  <Drawn>
    <path d="M2.8 3h10.4v7.5H8l-3 2.7v-2.7H2.8z" />
  </Drawn>
);
/** A flag: an entry that the story turns on. */
export const KeyEventIcon = ({ filled = false }: { filled?: boolean }) => (
  <Drawn>
    <path d="M4 14V2.5" />
    <path d="M4 3h8.5L10 6l2.500 3H4z" fill={filled ? 'currentColor' : undefined} />
  </Drawn>
);
export const EyeOffIcon = () => (
  <Drawn>
    <path d="M2 8c1.500-2.700 3.500-4 6-4s4.500 1.300 6 4c-1.500 2.700-3.500 4-6 4s-4.500-1.300-6-4z" />
    <path d="M3 13 13 3" />
  </Drawn>
);
export const GroupIcon = () => (
  <Drawn>
    <path d="M6 2.500H3v11h3M10 2.500h3v11h-3" />
    <path d="M6 6h4M6 10h4" />
  </Drawn>
);
export const LinkIcon = () => (
  <Drawn>
    <path d="M6.500 9.500 9.500 6.500M7 5l1.800-1.800a2.900 2.900 0 0 1 4 4L11 9M9 11l-1.800 1.800a2.900 2.900 0 0 1-4-4L5 7" />
  </Drawn>
);
export const PlusIcon = () => (
  <Drawn>
    <path d="M8 3v10M3 8h10" />
  </Drawn>
);
export const MinusIcon = () => (
  <Drawn>
    <path d="M3 8h10" />
  </Drawn>
);
export const SkewIcon = () => (
  <Drawn>
    <circle cx="8" cy="8" r="5.700" />
    <path d="M8 4.800V8l2 1.500" />
  </Drawn>
);
