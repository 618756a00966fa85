import type { StatusKind } from '@/components/ui/glyphs';
import type { ArtifactView } from '@/lib/evidence/artifact';

const STATE: Record<ArtifactView['state'], { glyph: StatusKind; words: string }> = {
  collecting: { glyph: 'run', words: 'Streaming' },
  sealed: { glyph: 'ok', words: 'Sealed' },
  partial: { glyph: 'partial', words: 'Partial' },
  failed: { glyph: 'failed', words: 'Failed' },
};

export const stateChip = ({ state, sizeBytes }: Pick<ArtifactView, 'state' | 'sizeBytes'>) =>
  state === 'sealed' && sizeBytes === 0 ? { glyph: STATE.sealed.glyph, words: 'Sealed, empty' } : STATE[state];

/** "b81c…e2"; the whole hash stands on the artifact's page. */
export const shortHash = (sha256: string | null): string => (sha256 ? `${sha256.slice(0, 4)}…${sha256.slice(-2)}` : '');

/** "Sockets, container app": a collector runs once in each container. */
export const titleOf = ({ title, container }: Pick<ArtifactView, 'title' | 'container'>): string =>
  container ? `${title}, ${container}` : title;
