import type { ComponentProps, ReactNode } from 'react';
import { LevelShape, type SeverityLevel, StatusGlyph } from './glyphs';

export type ChipTone = 'ok' | 'run' | 'caution' | 'failed' | 'partial' | 'unknown' | 'waits' | 'drill' | 'plain';

const TONE: Record<ChipTone, string> = {
  ok: 'chip chip-ok',
  run: 'chip chip-run',
  caution: 'chip chip-caution',
  failed: 'chip chip-failed',
  partial: 'chip chip-partial',
  unknown: 'chip chip-unknown',
  waits: 'chip',
  drill: 'chip chip-drill',
  plain: 'chip',
};

/** State in words with its shape. Colour only repeats them. */
export const Chip = ({ tone = 'plain', children }: { tone?: ChipTone; children: ReactNode }) => (
  <span className={TONE[tone]}>
    {tone === 'plain' || tone === 'drill' ? null : <StatusGlyph kind={tone} size={13} />}
    {children}
  </span>
);

const LEVEL: Record<SeverityLevel, string> = { 1: 'chip chip-1', 2: 'chip chip-2', 3: 'chip chip-3', 4: 'chip' };
export const levelChipClass = (level: SeverityLevel, flat = false): string => (flat ? 'chip chip-flat' : LEVEL[level]);

type LevelChipProps = Omit<ComponentProps<'button'>, 'children'> & {
  level: SeverityLevel;
  words: ReactNode;
  weight: number;
  /** without fill: below the threshold */
  flat?: boolean;
};

/** A signal: shape of its level, words, weight. A button, since it opens its reason. */
export const LevelChip = ({ level, words, weight, flat = false, ...rest }: LevelChipProps) => (
  <button type="button" {...rest} className={levelChipClass(level, flat)}>
    <LevelShape level={level} size={9} />
    <span>
      {words} <span className="font-medium">{weight}</span>
    </span>
  </button>
);
