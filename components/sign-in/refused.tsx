import { StatusGlyph } from '@/components/ui/glyphs';

/** Why the form was refused, in its place; empty while there is nothing to say. */
export const Refused = ({ words }: { words: string | null }) => (
  <div role="alert" className="flex items-start gap-2 text-s1-fg">
    {words ? (
      <>
        <StatusGlyph kind="failed" label="failed" />
        <span>{words}</span>
      </>
    ) : null}
  </div>
);
