import { StatusGlyph } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import type { Check } from '@/lib/containment/step';

const SPOKEN: Record<Check['state'], string> = {
  ok: 'holds',
  caution: 'caution',
  failed: 'fails',
  unknown: 'not checked',
};

/** What was looked at, each with what was found. "Not checked" is dashed and grey, never green. */
export const CheckList = ({ checks, columns = false }: { checks: readonly Check[]; columns?: boolean }) => (
  <ul className={columns ? 'facts grid grid-cols-1 gap-x-5 lg:grid-cols-2' : 'facts'}>
    {checks.map((check) => (
      <li key={`${check.state}:${check.words}`}>
        <StatusGlyph kind={check.state} label={SPOKEN[check.state]} />
        <HostileText mono={false} text={check.words} />
      </li>
    ))}
  </ul>
);
