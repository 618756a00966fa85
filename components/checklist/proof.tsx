import Link from 'next/link';
import { countWords } from '@/components/ui/format';
import { HostileText } from '@/components/ui/hostile-text';
import { Time } from '@/components/ui/time';
import { artifactLabel } from '@/lib/evidence/artifact';
import type { Proof } from '@/lib/playbooks/checklist';

/** Links shown at most; the rest is counted. */
const MOST = 3;

/** What shows that something is done: in words, with its actions and artifacts to open, who and when. */
export function ProofLine({ proof, number, whole = false }: { proof: Proof; number: number; whole?: boolean }) {
  const most = whole ? 40 : MOST;
  return (
    <>
      <HostileText mono={false} text={proof.words} max={whole ? 2000 : 160} />
      <Links items={proof.actions.slice(0, most)} rest={proof.actions.length - most}>
        {(seq) => (
          <Link href={`/cases/${number}/actions?record=${seq}`} prefetch={false}>
            #{countWords(seq)}
          </Link>
        )}
      </Links>
      <Links items={proof.artifacts.slice(0, most)} rest={proof.artifacts.length - most}>
        {(artifact) => (
          <Link href={`/cases/${number}/evidence/${artifact.number}`}>{artifactLabel(artifact.number)}</Link>
        )}
      </Links>
      {proof.by || proof.at ? (
        <span className="text-fg-3">
          {proof.words === '' ? '' : '. '}
          {proof.by} {proof.at ? <Time at={proof.at} /> : null}
        </span>
      ) : null}
    </>
  );
}

interface LinksProps<T> {
  items: readonly T[];
  rest: number;
  children: (item: T) => React.ReactNode;
}

function Links<T extends number | { id: string }>({ items, rest, children }: LinksProps<T>) {
  return (
    <>
      {items.map((item) => (
        <span key={typeof item === 'number' ? item : item.id} className="proof-link whitespace-nowrap">
          {', '}
          {children(item)}
        </span>
      ))}
      {rest > 0 ? `, +${rest}` : ''}
    </>
  );
}
