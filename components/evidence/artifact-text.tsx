'use client';

import { Button } from '@/components/ui/button';
import { byteWords } from '@/components/ui/format';
import { HostileText } from '@/components/ui/hostile-text';
import { Empty, ErrorNote, Loading } from '@/components/ui/states';
import { Time } from '@/components/ui/time';
import type { ArtifactView } from '@/lib/evidence/artifact';
import type { TextWindow } from '@/lib/evidence/text-window';
import { useArtifactText } from './use-evidence';

/** Lines drawn at once; the rest of a window comes with "Show more". */
const LINES = 2000;

/** The bytes of an artifact as text, or the listing of an archive. Never markup. */
export function ArtifactText({ artifact, find }: { artifact: ArtifactView; find: string }) {
  const text = useArtifactText(artifact.id, artifact.sha256 !== null);
  if (!artifact.sha256) return <Empty title="Still streaming">Its text can be read once it is hashed.</Empty>;
  if (text.error)
    return (
      <ErrorNote
        title={text.error.message}
        detail="The artifact itself is unchanged."
        action={<Button onClick={() => void text.refetch()}>Try again</Button>}
      />
    );
  const pages = text.data?.pages;
  const first = pages?.[0];
  if (!pages || !first) return <Loading words="Reading the artifact" />;
  if (first.totalBytes === 0)
    return (
      <Empty title="The artifact is empty">
        The collector ran and nothing came; its state says whether that is an answer.
      </Empty>
    );
  return (
    <section className="min-h-0 flex-1 overflow-auto bg-well" aria-label="Contents">
      {first.note ? <p className="meta px-4 py-1.5">{first.note}</p> : null}
      {first.listing ? (
        <Listing listing={first.listing} find={find} />
      ) : (
        <Lines text={pages.map((page) => page.text).join('')} find={find} />
      )}
      {text.hasNextPage ? (
        <div className="px-4 py-2">
          <Button
            onClick={() => void text.fetchNextPage()}
            disabledReason={text.isFetchingNextPage ? 'Being read' : null}
          >
            Read on, {byteWords(first.totalBytes)} in all
          </Button>
        </div>
      ) : null}
    </section>
  );
}

function Lines({ text, find }: { text: string; find: string }) {
  const wanted = find.toLowerCase();
  const all = text.split('\n');
  const lines = all
    .map((line, index) => ({ line, no: index + 1 }))
    .filter(({ line }) => wanted === '' || line.toLowerCase().includes(wanted));
  if (lines.length === 0) return <Empty title="No line has it">{all.length} lines read so far were searched.</Empty>;
  return (
    <>
      <ol className="mono py-1 text-meta leading-[17px] whitespace-pre-wrap text-fg-2">
        {lines.slice(0, LINES).map(({ line, no }) => (
          <li key={no} className="grid grid-cols-[64px_minmax(0,1fr)] gap-3 px-4 hover:bg-raised">
            <span className="text-right text-fg-3 select-none" aria-hidden="true">
              {no}
            </span>
            <HostileText text={line} max={2000} find={find} />
          </li>
        ))}
      </ol>
      {lines.length > LINES ? (
        <p className="meta px-4 py-2">
          Showing {LINES} of {lines.length} lines. Narrow them with “find”, or download the artifact.
        </p>
      ) : null}
    </>
  );
}

function Listing({ listing, find }: { listing: NonNullable<TextWindow['listing']>; find: string }) {
  const wanted = find.toLowerCase();
  const shown = listing.filter(({ name }) => wanted === '' || name.toLowerCase().includes(wanted)).slice(0, LINES);
  return (
    <table className="table">
      <caption className="sr-only">Files in this archive</caption>
      <thead>
        <tr>
          <th scope="col">Path</th>
          <th scope="col">Type</th>
          <th scope="col">Mode</th>
          <th scope="col" className="num">
            Size
          </th>
          <th scope="col">Changed</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((file, index) => (
          // An archive may hold one path twice.
          <tr key={`${index}:${file.name}`}>
            <th scope="row" className="whitespace-normal">
              <HostileText text={file.name} find={find} />
            </th>
            <td className="text-fg-2">{file.type}</td>
            <td className="mono text-fg-2">{file.mode}</td>
            <td className="num text-fg-2">{byteWords(file.size)}</td>
            <td className="text-fg-2">{file.modifiedAt ? <Time at={file.modifiedAt} /> : ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
