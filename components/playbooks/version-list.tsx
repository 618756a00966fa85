'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { ErrorNote, Loading } from '@/components/ui/states';
import { Time } from '@/components/ui/time';
import type { PlaybookSummary, PlaybookVersionText } from '@/lib/playbooks/versions';
import { Differences } from './differences';
import { VersionName } from './playbook-list';
import { PlaybookTextView } from './playbook-text';
import { useVersion } from './use-playbooks';

interface VersionListProps {
  summary: PlaybookSummary;
  /** the text of the version in force */
  current: PlaybookVersionText;
  whyNot: string | null;
  onRestore: (text: PlaybookVersionText) => void;
}

/** Every version that was ever published; what was, stays. */
export function VersionList({ summary, current, whyNot, onRestore }: VersionListProps) {
  const [open, setOpen] = useState<{ version: number; how: 'read' | 'compare' } | null>(null);
  return (
    <ol aria-label="Versions">
      {summary.versions.map((version) => {
        const inForce = version.version === summary.current.version;
        const shown = open?.version === version.version ? open.how : null;
        const toggle = (how: 'read' | 'compare') => setOpen(shown === how ? null : { version: version.version, how });
        return (
          <li key={version.version} className="border-b border-line px-4 py-2">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <div className="min-w-0 flex-1">
                <b>
                  <VersionName version={version} />
                </b>
                {inForce ? <span className="text-ok-fg"> in force</span> : null}
                {version.version > 0 ? <div className="text-fg-2">{version.changeNote}</div> : null}
                {version.publishedAt ? (
                  <div className="meta">
                    <Time at={version.publishedAt} />, made from version {version.basedOn}
                  </div>
                ) : null}
              </div>
              <Button look="quiet" aria-expanded={shown === 'read'} onClick={() => toggle('read')}>
                Read version {version.version}
              </Button>
              {inForce ? null : (
                <Button look="quiet" aria-expanded={shown === 'compare'} onClick={() => toggle('compare')}>
                  Compare with version {summary.current.version}
                </Button>
              )}
            </div>
            {shown ? (
              <OneVersion
                summary={summary}
                version={version.version}
                current={current}
                how={shown}
                whyNot={inForce && !summary.draft ? 'It is in force' : whyNot}
                onRestore={onRestore}
              />
            ) : null}
          </li>
        );
      })}
    </ol>
  );
}

interface OneVersionProps extends VersionListProps {
  version: number;
  how: 'read' | 'compare';
}

function OneVersion({ summary, version, current, how, whyNot, onRestore }: OneVersionProps) {
  const { data, error } = useVersion(summary.phase, version);
  if (error) return <ErrorNote title={error.message} />;
  if (!data) return <Loading words={`Reading version ${version}`} />;
  return (
    <>
      {how === 'read' ? (
        <PlaybookTextView playbook={data.content} />
      ) : (
        <Differences
          before={data.content}
          after={current.content}
          names={[`version ${version}`, `version ${current.version}`]}
        />
      )}
      <Button disabledReason={whyNot} onClick={() => onRestore(data)}>
        Restore version {version} as a draft
      </Button>
    </>
  );
}
