'use client';

import { useQuery } from '@tanstack/react-query';
import { countWords, wholeAgeWords } from '@/components/ui/format';
import { Icon, StatusGlyph, type StatusKind } from '@/components/ui/glyphs';
import { Now, Time, useTimeWords, viewerClockOffMs } from '@/components/ui/time';
import type { ClusterStatus } from '@/lib/cluster/status';
import { visible } from '@/lib/text/visible';
import { chainQuery } from './queries';

const GLYPH: Record<ClusterStatus['state'], StatusKind> = {
  live: 'ok',
  connecting: 'run',
  stale: 'caution',
  unavailable: 'failed',
};

/** Always in sight: how fresh what is on screen is, how far the action log was verified, and the time with its zone. */
export function StatusLine({ cluster, streamUp }: { cluster: ClusterStatus | null; streamUp: boolean }) {
  const stale = !streamUp || cluster?.state === 'stale' || cluster?.state === 'unavailable';
  return (
    <footer className="status" data-stale={stale}>
      <span className="flex min-w-0 items-center gap-1.5" role="status">
        {cluster ? <ClusterState cluster={cluster} streamUp={streamUp} /> : 'No cluster is set up'}
      </span>
      <span className="flex-1" />
      <ChainState />
      <Now />
    </footer>
  );
}

function ClusterState({ cluster, streamUp }: { cluster: ClusterStatus; streamUp: boolean }) {
  const age = useTimeWords((now) => (cluster.asOf ? wholeAgeWords(now - Date.parse(cluster.asOf)) : 'of unknown age'));
  const clockOff = useTimeWords(() => wholeAgeWords(Math.abs(viewerClockOffMs())));
  if (!streamUp) {
    return (
      <>
        <StatusGlyph kind="caution" size={13} />
        <b>Bulkhead does not answer.</b> Everything shown is as it was known last. Trying again.
      </>
    );
  }
  return (
    <>
      <StatusGlyph kind={GLYPH[cluster.state]} size={13} />
      <b className="truncate">{visible(cluster.name)}</b>
      {cluster.state === 'live' ? <span>watching, data {age} old</span> : null}
      {cluster.state === 'connecting' ? (
        <span>listing {countWords(cluster.resources.filter(({ state }) => state === 'syncing').length)} kinds</span>
      ) : null}
      {cluster.state === 'stale' || cluster.state === 'unavailable' ? (
        <span className="truncate" title={cluster.error ?? undefined}>
          {cluster.state === 'stale' ? 'silent' : 'does not answer'}. Everything shown is as of{' '}
          {cluster.asOf ? <Time at={cluster.asOf} /> : 'an unknown time'}
          {cluster.asOf ? `, ${age} old` : ''}. {cluster.error ? visible(cluster.error) : ''}
        </span>
      ) : null}
      <Forbidden cluster={cluster} />
      {viewerClockOffMs() === 0 ? null : (
        <span className="text-s2-fg max-sm:hidden">your clock is off by {clockOff}</span>
      )}
    </>
  );
}

/** A missing right is named here on every screen: what cannot be read is not "none". */
function Forbidden({ cluster }: { cluster: ClusterStatus }) {
  const refused = cluster.resources.filter(({ state }) => state === 'forbidden');
  if (refused.length === 0) return null;
  return (
    <span className="flex max-sm:hidden items-center gap-1.5">
      <StatusGlyph kind="unknown" size={13} />
      may not list {refused.map(({ resource }) => resource).join(', ')}
    </span>
  );
}

function ChainState() {
  const { data, isError } = useQuery(chainQuery);
  return (
    <span className="flex max-sm:hidden items-center gap-1.5">
      {isError ? <StatusGlyph kind="unknown" size={13} /> : <Icon name="list" small />}
      {chainWords(data?.chain ?? null, isError)}
    </span>
  );
}

function chainWords(
  chain: { verifiedUpTo: number; verifiedAt: string | null; broken: { seq: number } | null } | null,
  isError: boolean,
) {
  if (isError) return 'Action log: not known';
  if (!chain?.verifiedAt) return 'Action log not verified yet';
  if (chain.broken) return <b className="text-s1-fg">Action log broken at #{countWords(chain.broken.seq)}</b>;
  return (
    <span>
      Action log verified to <b>#{countWords(chain.verifiedUpTo)}</b> at <Time at={chain.verifiedAt} />
    </span>
  );
}
