import { Button } from '@/components/ui/button';
import { StatusGlyph } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { Time } from '@/components/ui/time';
import type { Wording } from '@/lib/timeline/inputs';

interface ConflictProps {
  theirs: Wording;
  yours: string;
  /** what "keep both" does, as words of its button */
  keepBoth: string;
  onKeepBoth: () => void;
}

/** Somebody saved while this text was written: both stand here, side by side; nothing was overwritten. */
export const Conflict = ({ theirs, yours, keepBoth, onKeepBoth }: ConflictProps) => (
  <div role="alert" className="tl-conflict">
    <p className="flex items-center gap-2 font-semibold">
      <StatusGlyph kind="caution" size={14} /> Changed meanwhile. Nothing was overwritten.
    </p>
    <dl className="grid gap-2">
      <div>
        <dt className="meta">
          <b>{theirs.by}</b> wrote, <Time at={theirs.at} />
        </dt>
        <dd className="whitespace-pre-wrap">
          <HostileText mono={false} text={theirs.text} max={1_000} />
        </dd>
      </div>
      <div>
        <dt className="meta">You wrote</dt>
        <dd className="whitespace-pre-wrap">
          <HostileText mono={false} text={yours} max={1_000} />
        </dd>
      </div>
    </dl>
    <Button onClick={onKeepBoth}>{keepBoth}</Button>
  </div>
);
