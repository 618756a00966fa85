'use client';

import Link from 'next/link';
import { HostileText } from '@/components/ui/hostile-text';
import { Kv } from '@/components/ui/kv';
import { Time } from '@/components/ui/time';
import type { CaseView, SuspectView } from '@/lib/cases/case';
import { useCase } from './use-case';

/** Each pod that the case is about, as it was when it was added. */
export function Suspects({ number, initial }: { number: number; initial: CaseView }) {
  const { data: view = initial } = useCase(number, initial);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      {view.suspectList.map((suspect) => (
        <Suspect key={suspect.id} suspect={suspect} number={view.number} />
      ))}
    </div>
  );
}

const PRESENCE = {
  present: 'in the cluster now',
  gone: 'gone from the cluster',
  unknown: 'not known: the cluster is not connected',
} as const;

function Suspect({ suspect, number }: { suspect: SuspectView; number: number }) {
  return (
    <section
      className="grid gap-3 border-b border-line p-4"
      aria-label={`Suspect ${suspect.namespace}/${suspect.podName}`}
    >
      <h2>
        <Link href={`/cases/${number}?suspect=${suspect.id}`}>
          <HostileText text={`${suspect.namespace}/${suspect.podName}`} />
        </Link>
      </h2>
      <Kv
        facts={[
          ['Pod UID', <HostileText key="uid" text={suspect.podUid} />],
          ['Now', PRESENCE[suspect.presence]],
          [
            'Owners',
            suspect.ownerChain.length > 0
              ? suspect.ownerChain.map((owner) => <Owner key={owner.uid} {...owner} />)
              : 'none: a bare pod',
          ],
          ['Service account', <HostileText key="sa" text={suspect.serviceAccount} />],
          ['Node', suspect.node === null ? 'none' : <HostileText key="node" text={suspect.node} />],
          [
            'Images by digest',
            <ul key="images">
              {suspect.images.map(({ container, image, digest }) => (
                <li key={container}>
                  <HostileText text={container} />: <HostileText text={image} />{' '}
                  {digest ? (
                    <HostileText text={digest} />
                  ) : (
                    <span className="text-s4-fg">digest unknown: the container never ran</span>
                  )}
                </li>
              ))}
            </ul>,
          ],
          ['Added', <Time key="added" at={suspect.addedAt} />],
        ]}
      />
    </section>
  );
}

const Owner = ({ kind, name, uid }: SuspectView['ownerChain'][number]) => (
  <span className="mr-3">
    {kind} <HostileText text={name} /> <span className="meta mono">{uid.slice(0, 8)}</span>
  </span>
);
