'use client';

import Link from 'next/link';
import { useState } from 'react';
import { verifyArtifact } from '@/app/actions/evidence';
import { useWhyNot } from '@/components/shell/room';
import { useShortcuts } from '@/components/shell/shortcuts';
import { Button, buttonClass } from '@/components/ui/button';
import { SearchField } from '@/components/ui/field';
import { byteWords, plural } from '@/components/ui/format';
import { Icon, StatusGlyph } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { Kbd } from '@/components/ui/kbd';
import { Kv } from '@/components/ui/kv';
import { ErrorNote } from '@/components/ui/states';
import { Time } from '@/components/ui/time';
import { type ArtifactView, artifactLabel } from '@/lib/evidence/artifact';
import type { Failure } from '@/lib/failure';
import { ArtifactText } from './artifact-text';
import { stateChip, titleOf } from './artifact-words';

type Verified = { matches: boolean; words: string } | { failure: Failure };

/** One artifact: whole hash, how it was got, its bytes as text, who has touched it. */
export function ArtifactPane({ artifact, number }: { artifact: ArtifactView; number: number }) {
  const [find, setFind] = useState('');
  const [verified, setVerified] = useState<Verified | 'busy' | null>(null);
  const whyVerify = useWhyNot('evidence.verify');
  const whyExport = useWhyNot('evidence.export');
  const state = stateChip(artifact);
  const verify = async () => {
    if (whyVerify || !artifact.sha256) return;
    setVerified('busy');
    const result = await verifyArtifact({ artifactId: artifact.id });
    setVerified(result.ok ? result.value : { failure: result.failure });
  };
  useShortcuts([{ keys: 'v', words: 'Verify hash', run: () => void verify() }]);
  return (
    <article className="pane vr" aria-label={`Artifact ${artifactLabel(artifact.number)}`}>
      <div className="pane-h flex-wrap py-1.5">
        <div className="min-w-[min(100%,320px)] flex-1">
          <h2>
            <span className="mono">{artifactLabel(artifact.number)}</span>{' '}
            <HostileText mono={false} text={titleOf(artifact)} />
          </h2>
          <p className="mono text-meta wrap-anywhere text-fg-3">
            {artifact.sha256 ? `sha256 ${artifact.sha256}` : 'not hashed yet'}
          </p>
        </div>
        <Button
          onClick={verify}
          disabledReason={
            whyVerify ?? (artifact.sha256 ? (verified === 'busy' ? 'Being read' : null) : 'There is no hash yet')
          }
        >
          Verify hash <Kbd>v</Kbd>
        </Button>
        {whyExport === null && artifact.sha256 ? (
          <a href={`/api/artifacts/${artifact.id}/download`} className={buttonClass()} download>
            <Icon name="download" small />
            Download
          </a>
        ) : null}
        <Link href={`/cases/${number}/evidence`} className={buttonClass({ look: 'quiet' }, 'lg:hidden')}>
          Close
        </Link>
      </div>
      <VerifyResult result={verified} />
      <div className="flex-none border-b border-line px-4 py-2">
        <Kv
          facts={[
            ['State', <StateLine key="state" glyph={state.glyph} words={state.words} reason={artifact.reason} />],
            [
              'From',
              artifact.container ? <HostileText key="from" text={`container ${artifact.container}`} /> : 'API server',
            ],
            ['How', <HostileText key="how" text={artifact.command} />],
            [
              'Collected',
              <span key="when">
                <Time at={artifact.startedAt} />, {artifact.collectedBy}, {byteWords(artifact.sizeBytes)}
              </span>,
            ],
            ...(artifact.sensitive
              ? ([['Sensitive', 'Holds values that may be secret. Who looked is in its custody.']] as const)
              : []),
          ]}
        />
      </div>
      <div className="flex flex-none flex-wrap items-center gap-3 border-b border-line px-4 py-1.5">
        <h3>Text</h3>
        <SearchField
          label="Find in this artifact"
          placeholder="find"
          value={find}
          onChange={(event) => setFind(event.target.value)}
        />
        <span className="flex-1" />
        <span className="meta">Shown as text. Control characters are escaped.</span>
      </div>
      <ArtifactText artifact={artifact} find={find} />
      <Custody artifact={artifact} />
    </article>
  );
}

const StateLine = ({
  glyph,
  words,
  reason,
}: {
  glyph: ReturnType<typeof stateChip>['glyph'];
  words: string;
  reason: string | null;
}) => (
  <span className="inline-flex gap-1.5">
    <StatusGlyph kind={glyph} size={14} />
    <span>
      {words}
      {reason ? (
        <>
          : <HostileText mono={false} text={reason} />
        </>
      ) : null}
    </span>
  </span>
);

function VerifyResult({ result }: { result: Verified | 'busy' | null }) {
  if (result === null || result === 'busy') return null;
  if ('failure' in result) return <ErrorNote {...result.failure} />;
  return (
    <p
      role="status"
      className={`flex flex-none items-center gap-2 border-b border-line px-4 py-1.5 ${result.matches ? 'text-ok-fg' : 'text-s1-fg'}`}
    >
      <StatusGlyph kind={result.matches ? 'ok' : 'failed'} />
      {result.words}
    </p>
  );
}

const DID = { collected: 'collected', viewed: 'viewed', exported: 'downloaded', verified: 'hash verified' } as const;

function Custody({ artifact }: { artifact: ArtifactView }) {
  return (
    <section className="max-h-52 flex-none overflow-y-auto border-t border-line px-4 py-2" aria-label="Custody">
      <h3>Custody, {plural(artifact.custody.length, 'event')}</h3>
      <ol className="mt-1 grid gap-1">
        {artifact.custody.map((event) => (
          <li key={event.id} className="meta">
            <Time at={event.occurredAt} className="text-fg" /> {DID[event.kind]} by <b>{event.by}</b>
            {event.detail ? (
              <>
                , <HostileText mono={false} text={event.detail} />
              </>
            ) : null}
          </li>
        ))}
      </ol>
    </section>
  );
}
