import Link from 'next/link';
import { Chip } from '@/components/ui/chip';
import { Ago } from '@/components/ui/time';
import type { SuspectView } from '@/lib/cases/case';

const top = (suspect: SuspectView) => suspect.ownerChain.at(-1);

/** Which pod this is about, told apart from a namesake by its UID. */
export function SuspectStrip({ suspect }: { suspect: SuspectView }) {
  const owner = top(suspect);
  return (
    <div className="flex flex-none flex-wrap items-center gap-x-6 gap-y-1 border-b border-line px-4 py-2.5">
      <div className="min-w-0">
        <p className="mono text-[13px]">
          <span className="text-fg-3">{suspect.namespace}/</span>
          <Link
            href={`/pods/${encodeURIComponent(suspect.namespace)}/${encodeURIComponent(suspect.podName)}`}
            className="text-fg"
          >
            <b>{suspect.podName}</b>
          </Link>
        </p>
        <p className="meta">
          UID <span className="mono">{suspect.podUid.slice(0, 8)}</span> ·{' '}
          {owner && owner.uid !== suspect.podUid ? `${owner.kind} ${owner.name}` : 'no owner'} · service account{' '}
          <b>{suspect.serviceAccount}</b> · <b>{suspect.node ?? 'no node'}</b> · suspect for{' '}
          <Ago at={suspect.addedAt} />
        </p>
      </div>
      <span className="flex-1" />
      <Presence presence={suspect.presence} />
    </div>
  );
}

const Presence = ({ presence }: { presence: SuspectView['presence'] }) =>
  presence === 'present' ? (
    <Chip tone="run">Running now</Chip>
  ) : presence === 'gone' ? (
    <Chip tone="caution">Gone from the cluster</Chip>
  ) : (
    <Chip tone="unknown">Presence unknown</Chip>
  );
