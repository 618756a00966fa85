'use client';

import { levelChipClass } from '@/components/ui/chip';
import { plural } from '@/components/ui/format';
import { LevelShape, StatusGlyph } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { Kv } from '@/components/ui/kv';
import { Ago } from '@/components/ui/time';
import { visible } from '@/lib/text/visible';
import type { PodDetail } from '@/lib/triage/pod-detail';
import type { TriageRow } from '@/lib/triage/row';

/** Why this risk, where the pod comes from, and what it is made of. */
export function PodAside({ detail }: { detail: PodDetail }) {
  const { row } = detail;
  return (
    <div className="overflow-auto">
      <div className="pane-h">
        <h2>Why {row.risk}</h2>
        <span className="text-fg-3">
          {row.signals.length === 0 ? 'no signal' : `sum of ${plural(row.signals.length, 'signal')}`}
        </span>
      </div>
      <Why row={row} />
      <div className="pane-h border-t border-line">
        <h2>Where it comes from</h2>
      </div>
      <Owners detail={detail} />
      <div className="border-t border-line px-4 py-2">
        <Kv facts={factsOf(detail)} />
      </div>
    </div>
  );
}

function Why({ row }: { row: TriageRow }) {
  if (row.signals.length === 0)
    return (
      <p className="px-4 py-3 text-fg-2">
        No rule on cluster state applies to it. Alerts and audit events are not looked at.
      </p>
    );
  return (
    <ol className="py-1.5">
      {row.signals.map((signal) => (
        <li key={signal.id} className="grid grid-cols-[150px_minmax(0,1fr)] gap-2.5 px-4 py-1.5 leading-[17px]">
          <span>
            <span className={levelChipClass(signal.level)}>
              <LevelShape level={signal.level} size={9} />
              {visible(signal.words)} <span className="font-medium">{signal.weight}</span>
            </span>
          </span>
          <span className="min-w-0">
            <HostileText text={signal.reason} max={240} mono={false} className="text-fg-2" />
            <span className="meta block wrap-anywhere">
              {visible(signal.field)}
              {signal.attack ? ` · ${visible(signal.attack)}` : ''}
            </span>
          </span>
        </li>
      ))}
    </ol>
  );
}

function Owners({ detail: { row, ownerChain } }: { detail: PodDetail }) {
  const chain = [...ownerChain.toReversed(), { kind: 'Pod', name: row.name, uid: row.uid, found: true, facts: '' }];
  return (
    <ol className="px-4 pt-2 pb-1">
      {chain.map((one, i) => (
        <li
          key={one.uid || `${one.kind}/${one.name}`}
          className="grid grid-cols-[14px_86px_minmax(0,1fr)] items-baseline gap-1.5 leading-6"
        >
          <span
            className={`size-[7px] border ${i === chain.length - 1 ? 'border-fg bg-fg' : one.found ? 'border-fg-3' : 'border-dashed border-s4-fg'}`}
            aria-hidden="true"
          />
          <span className="text-fg-3">{visible(one.kind)}</span>
          <span className="min-w-0">
            <bdi className="mono wrap-anywhere text-fg">{visible(one.name)}</bdi>
            <span className="meta block wrap-anywhere">
              {one.kind === 'Pod' ? (
                <>
                  UID {visible(row.uid)}, up <Ago at={row.createdAt} />
                </>
              ) : (
                visible(one.facts)
              )}
            </span>
          </span>
        </li>
      ))}
      {ownerChain.length === 0 ? (
        <li className="meta pb-1">No controller owns this pod: nothing will replace it.</li>
      ) : null}
    </ol>
  );
}

function factsOf({
  row,
  serviceAccount,
  podIp,
  volumes,
  networkPolicies,
  hostNetwork,
}: PodDetail): (readonly [string, React.ReactNode])[] {
  const { dangers } = serviceAccount;
  return [
    [
      'Service account',
      <span key="sa">
        <bdi>{visible(serviceAccount.name)}</bdi>{' '}
        <span className="text-fg-3">{serviceAccount.tokenMounted ? 'token mounted' : 'no token mounted'}</span>
        {dangers === null ? (
          <span className="flex items-center gap-1.5 text-s4-fg">
            <StatusGlyph kind="unknown" size={14} /> rights could not be read
          </span>
        ) : (
          dangers.map(({ words, through }) => (
            <span key={words + through} className="block text-s2-fg">
              {visible(words)} <span className="meta">through {visible(through)}</span>
            </span>
          ))
        )}
      </span>,
    ],
    ['Node', row.node === null ? 'not scheduled' : visible(row.node)],
    ['Address', podIp === null ? 'none yet' : <bdi className="mono">{visible(podIp)}</bdi>],
    ...row.images.flatMap(({ container, image, digest }): (readonly [string, React.ReactNode])[] => [
      [`Image of ${visible(container)}`, <HostileText key={image} text={image} max={160} />],
      [
        `Digest of ${visible(container)}`,
        digest ? <HostileText key={digest} text={digest} max={120} className="text-fg-2" /> : null,
      ],
    ]),
    ['Signature', 'not checked, no verifier is set up'],
    [
      'Policies',
      hostNetwork
        ? 'none applies: host network'
        : networkPolicies === null
          ? null
          : networkPolicies.length === 0
            ? 'none selects it'
            : networkPolicies.map(({ name }) => visible(name)).join(', '),
    ],
    [
      'Volumes',
      volumes.length === 0 ? (
        'none'
      ) : (
        <HostileText key="volumes" text={volumes.map(({ what }) => what).join(', ')} max={160} mono={false} />
      ),
    ],
  ];
}
