'use client';

import type { Draft } from '@/components/drafts/use-draft';
import { Button } from '@/components/ui/button';
import { StatusGlyph } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';

/** "Mei is typing here", "Mei and Tomasz are typing here". */
export function typingWords(names: readonly string[]): string {
  if (names.length === 0) return '';
  const last = names.at(-1) ?? '';
  return names.length === 1 ? `${last} is typing here` : `${names.slice(0, -1).join(', ')} and ${last} are typing here`;
}

/** Where what is typed is kept, who else types here, and a second text of one's own if there is one. */
export function DraftWords({ draft }: { draft: Draft }) {
  const { saved, others, elsewhere, swap } = draft;
  return (
    <div className="tl-draft meta" role="status" aria-label="Draft">
      {saved === 'here' ? (
        <span className="flex items-center gap-1.5 text-s2-fg">
          <StatusGlyph kind="caution" size={13} /> Kept in this browser; Bulkhead does not have it yet
        </span>
      ) : saved === 'server' ? (
        <span>Draft kept</span>
      ) : null}
      {others.length > 0 ? <b>{typingWords(others)}</b> : null}
      {elsewhere === null ? null : (
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate">
            From another device: <HostileText mono={false} text={elsewhere} max={80} />
          </span>
          <Button look="quiet" onClick={swap}>
            Take that one
          </Button>
        </span>
      )}
    </div>
  );
}
