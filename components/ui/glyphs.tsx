import type { ReactNode } from 'react';

/**
 * The shapes that carry meaning. Shape first, then number or word, then colour: a grey printout must still work.
 * With `label` a glyph is an image of that name; without, it only repeats a word beside it and is hidden.
 */
interface GlyphProps {
  size?: number;
  label?: string | undefined;
}

function Glyph({ size = 16, box, label, children }: GlyphProps & { box: 16 | 20; children: ReactNode }) {
  const shared = { className: 'glyph flex-none', width: size, height: size, viewBox: `0 0 ${box} ${box}` };
  return label ? (
    <svg {...shared} role="img" aria-label={label}>
      {children}
    </svg>
  ) : (
    <svg {...shared} aria-hidden="true">
      {children}
    </svg>
  );
}

export type SeverityLevel = 1 | 2 | 3 | 4;

const SEVERITY = {
  1: {
    fill: 'var(--s1)',
    ink: 'var(--on-solid)',
    d: 'M7 1.5h6L18.5 7v6L13 18.5H7L1.5 13V7z',
    y: 14.3,
    word: 'critical',
  },
  2: { fill: 'var(--s2)', ink: 'var(--on-caution)', d: 'M10 1.2 19.4 18H.6z', y: 15.6, word: 'high' },
  3: { fill: 'var(--s3)', ink: 'var(--on-caution)', d: 'M10 .8 19.2 10 10 19.2.8 10z', y: 14.3, word: 'moderate' },
  4: {
    fill: 'var(--s4)',
    ink: 'var(--on-solid)',
    d: 'M10 1.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17z',
    y: 14.3,
    word: 'low',
  },
} as const;

/** Octagon 1, triangle 2, diamond 3, circle 4, with the number inside. */
export function SeverityMark({ level, size = 20 }: { level: SeverityLevel; size?: number }) {
  const { fill, ink, d, y, word } = SEVERITY[level];
  return (
    <Glyph size={size} box={20} label={`Severity ${level}, ${word}`}>
      <path d={d} fill={fill} stroke="var(--glyph-line)" />
      <text x="10" y={y} textAnchor="middle" fontSize={level === 2 ? 11 : 12} fontWeight="800" fill={ink}>
        {level}
      </text>
    </Glyph>
  );
}

/** The same shapes without a number, for chips and rows. */
export function LevelShape({ level, size = 10, label }: GlyphProps & { level: SeverityLevel }) {
  const { fill, d } = SEVERITY[level];
  return (
    <Glyph size={size} box={20} label={label}>
      <path d={d} fill={fill} stroke="var(--glyph-line)" />
    </Glyph>
  );
}

export type StatusKind = 'ok' | 'partial' | 'failed' | 'caution' | 'run' | 'waits' | 'unknown' | 'not-evaluated';

const STATUS: Record<StatusKind, { box: 16 | 20; drawing: ReactNode }> = {
  ok: {
    box: 16,
    drawing: (
      <>
        <circle fill="var(--ok)" cx="8" cy="8" r="7" />
        <path d="m4.8 8.3 2.3 2.3 4.2-4.9" fill="none" stroke="var(--on-solid)" strokeWidth="1.8" />
      </>
    ),
  },
  partial: {
    box: 16,
    drawing: (
      <>
        <circle cx="8" cy="8" r="6.2" fill="none" stroke="var(--s3-fg)" strokeWidth="1.6" />
        <path d="M8 1.8a6.2 6.2 0 0 0 0 12.4z" fill="var(--s3-fg)" />
      </>
    ),
  },
  failed: {
    box: 16,
    drawing: (
      <>
        <path fill="var(--s1)" d="M1.5 1.5h13v13h-13z" />
        <path d="m5 5 6 6M11 5l-6 6" stroke="var(--on-solid)" strokeWidth="1.8" />
      </>
    ),
  },
  caution: {
    box: 20,
    drawing: (
      <>
        <path fill="var(--s2)" stroke="var(--glyph-line)" d="M10 1.2 19.4 18H.6z" />
        <text x="10" y="15.8" textAnchor="middle" fontSize="12" fontWeight="800" fill="var(--on-caution)">
          !
        </text>
      </>
    ),
  },
  run: {
    box: 16,
    drawing: (
      <>
        <circle cx="8" cy="8" r="6.2" fill="none" stroke="var(--line-2)" strokeWidth="1.8" />
        <path d="M8 1.8A6.2 6.2 0 0 1 14.2 8" fill="none" stroke="var(--run)" strokeWidth="1.8" />
      </>
    ),
  },
  waits: { box: 16, drawing: <circle cx="8" cy="8" r="6.2" fill="none" stroke="var(--control)" strokeWidth="1.4" /> },
  unknown: {
    box: 16,
    drawing: (
      <>
        <circle cx="8" cy="8" r="6.5" fill="none" stroke="var(--s4-fg)" strokeWidth="1.4" strokeDasharray="2.6 2" />
        <text x="8" y="11.6" textAnchor="middle" fontSize="10" fontWeight="700" fill="var(--s4-fg)">
          ?
        </text>
      </>
    ),
  },
  'not-evaluated': {
    box: 16,
    drawing: <path d="M4 8h8" stroke="var(--s4-fg)" strokeWidth="1.6" strokeDasharray="2 2" />,
  },
};

/** Tick disc, half disc, cross, triangle, ring in progress, ring waiting, dashed ring with ?, dashes. */
export function StatusGlyph({ kind, size = 16, label }: GlyphProps & { kind: StatusKind }) {
  const { box, drawing } = STATUS[kind];
  return (
    <Glyph size={size} box={box} label={label}>
      {drawing}
    </Glyph>
  );
}

export type GateState = 'closed' | 'open' | 'overridden';

const GATE: Record<GateState, ReactNode> = {
  closed: <path d="M5.2 2v12M10.8 2v12" strokeWidth="3" strokeLinecap="butt" />,
  open: (
    <>
      <path d="M2 2v12M14 2v12" strokeWidth="3" strokeLinecap="butt" />
      <path d="M5.5 8h5M8.6 5.9 10.7 8l-2.1 2.1" />
    </>
  ),
  overridden: (
    <>
      <path d="M5.2 2v4M5.2 10v4M10.8 2v4M10.8 10v4" strokeWidth="3" strokeLinecap="butt" />
      <path d="M2 8h12" />
    </>
  ),
};

/** Two bars: closed, apart, or broken. */
export const GateGlyph = ({ state }: { state: GateState }) => (
  <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
    {GATE[state]}
  </svg>
);

/** A door in a wall: the mark of the product. */
export const BrandMark = ({ size = 20 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" className="flex-none">
    <path d="M1.5 1.5h17v17h-17z" fill="none" stroke="currentColor" strokeWidth="1.8" />
    <path d="M8 1.5V7M8 13v5.5" stroke="currentColor" strokeWidth="3.2" />
    <path d="M8 10h10" stroke="currentColor" strokeWidth="1.8" />
  </svg>
);

const ICONS = {
  search: (
    <>
      <circle cx="7" cy="7" r="4.2" />
      <path d="M10.2 10.2 14 14" />
    </>
  ),
  down: <path d="m4.5 6.2 3.5 3.5 3.5-3.5" />,
  right: <path d="m6.2 4.5 3.5 3.5-3.5 3.5" />,
  undo: <path d="M6 3.5 3 6.5l3 3M3.5 6.5H10a3.2 3.2 0 0 1 0 6.4H7" />,
  hold: <path d="M5.5 3v10M10.5 3v10" />,
  play: <path d="M5 3.5v9L12.5 8z" />,
  tick: <path d="m3 8.5 3.2 3.2L13 4.5" />,
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  lock: (
    <>
      <path d="M3.5 7.5h9v6h-9z" />
      <path d="M5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5" />
    </>
  ),
  list: <path d="M2.5 4h11M2.5 8h11M2.5 12h7" />,
  person: (
    <>
      <circle cx="8" cy="5" r="2.6" />
      <path d="M3 14c0-3 2-4.6 5-4.6s5 1.6 5 4.6" />
    </>
  ),
  bell: <path d="M3.5 11.5h9L11 9.5V6.800a3 3 0 0 0-6 0v2.700zM7 13.800h2" />,
  cluster: <path d="M8 1.800 13.500 5v6L8 14.200 2.500 11V5z" />,
  note: <path d="M2.500 3h11v8h-6l-3 2.800V11h-2z" />,
  phase: <path d="M3 14V2.500M3 3h9.500l-2 3 2 3H3" />,
  bolt: <path d="M9 1.800 3.800 9H8l-1 5.200L12.200 7H8z" />,
  file: <path d="M4 1.800h5.500L12.500 5v9.200H4zM9.300 1.800V5h3.200" />,
  copy: <path d="M5.500 5.500h8v8h-8zM10.500 5.500v-3h-8v8h3" />,
  download: <path d="M8 2.500v7.500M4.800 7 8 10.200 11.200 7M2.500 13.500h11" />,
  up: <path d="m4.500 9.800 3.500-3.500 3.500 3.500" />,
  menu: <path d="M2.500 5h11M2.500 11h11" />,
} as const;

export type IconName = keyof typeof ICONS;

/** 16 px, 1.5 px stroke, square ends; always beside a word. */
export const Icon = ({ name, small = false }: { name: IconName; small?: boolean }) => (
  <svg className={small ? 'icon icon-s' : 'icon'} viewBox="0 0 16 16" aria-hidden="true">
    {ICONS[name]}
  </svg>
);
