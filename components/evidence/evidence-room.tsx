'use client';

import Link from 'next/link';
import { useCase } from '@/components/case/use-case';
import { byteWords, plural } from '@/components/ui/format';
import { StatusGlyph } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { Empty, ErrorNote, Loading } from '@/components/ui/states';
import { TableScroll } from '@/components/ui/table';
import type { CaseView } from '@/lib/cases/case';
import { type ArtifactView, artifactLabel } from '@/lib/evidence/artifact';
import { ArtifactPane } from './artifact-pane';
import { shortHash, stateChip, titleOf } from './artifact-words';
import { useEvidence } from './use-evidence';

/** All artifacts at the left, the open one at the right. `open` is the artifact's number in the case. */
export function EvidenceRoom({ number, initial, open }: { number: number; initial: CaseView; open: number | null }) {
  const { data: view = initial } = useCase(number, initial);
  const evidence = useEvidence(number, view.id);
  if (!evidence.data)
    return evidence.error ? (
      <ErrorNote title={evidence.error.message} detail="Artifacts on disk are not affected." />
    ) : (
      <Loading words="Reading the artifacts" />
    );
  const artifacts = evidence.data;
  if (artifacts.length === 0)
    return (
      <Empty title="Nothing was captured yet" action={<Link href={`/cases/${number}`}>Go to step 2, Capture</Link>}>
        {plural(view.suspectList.length, 'suspect')}, no artifact. Memory and other nodes are not looked at.
      </Empty>
    );
  const current = artifacts.find((artifact) => artifact.number === open);
  return (
    <div className="evidence-split" data-open={current ? true : undefined}>
      <div className="pane">
        <div className="pane-h">
          <h2>{plural(artifacts.length, 'artifact')}</h2>
          <span className="meta">{byteWords(artifacts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0))}</span>
        </div>
        <TableScroll label="Artifacts">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">ID</th>
                <th scope="col">Artifact</th>
                <th scope="col">State</th>
                <th scope="col" className="num">
                  Size
                </th>
                <th scope="col">SHA-256</th>
                <th scope="col" className="num">
                  Custody
                </th>
              </tr>
            </thead>
            <tbody>
              {artifacts.map((artifact) => (
                <Row key={artifact.id} artifact={artifact} number={number} current={artifact.number === open} />
              ))}
            </tbody>
          </table>
        </TableScroll>
        <Foot artifacts={artifacts} />
      </div>
      {current ? (
        <ArtifactPane key={current.id} artifact={current} number={number} />
      ) : (
        <div className="pane vr max-lg:hidden">
          <Empty title="No artifact is open">Opening one is recorded as viewed in its custody.</Empty>
        </div>
      )}
    </div>
  );
}

function Row({ artifact, number, current }: { artifact: ArtifactView; number: number; current: boolean }) {
  const { glyph, words } = stateChip(artifact);
  return (
    <tr aria-selected={current} className="row-2">
      <td className="mono">{artifactLabel(artifact.number)}</td>
      <th scope="row">
        <Link href={`/cases/${number}/evidence/${artifact.number}`} scroll={false}>
          <HostileText mono={false} text={titleOf(artifact)} />
        </Link>
        <span className="meta block max-w-[26ch] truncate">
          <HostileText text={artifact.command} max={80} />
        </span>
      </th>
      <td>
        <span className="flex items-center gap-1.5">
          <StatusGlyph kind={glyph} size={14} />
          {words}
        </span>
      </td>
      <td className="num text-fg-2">{byteWords(artifact.sizeBytes)}</td>
      <td className="mono text-fg-3">{shortHash(artifact.sha256)}</td>
      <td className="num text-fg-2">{artifact.custody.length}</td>
    </tr>
  );
}

function Foot({ artifacts }: { artifacts: readonly ArtifactView[] }) {
  const count = (state: ArtifactView['state']) => artifacts.filter((artifact) => artifact.state === state).length;
  const rest = [
    [count('collecting'), 'streaming'],
    [count('partial'), 'partial'],
    [count('failed'), 'failed'],
  ] as const;
  return (
    <p className="flex h-10 flex-none items-center gap-2 border-t border-line px-4">
      <StatusGlyph kind={count('sealed') === artifacts.length ? 'ok' : 'partial'} />
      {count('sealed')} of {artifacts.length} sealed
      <span className="text-fg-3">{rest.flatMap(([n, words]) => (n > 0 ? [`${n} ${words}`] : [])).join(', ')}</span>
    </p>
  );
}
