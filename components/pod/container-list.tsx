import type { ReactNode } from 'react';
import { Chip } from '@/components/ui/chip';
import { plural } from '@/components/ui/format';
import { HostileText } from '@/components/ui/hostile-text';
import { Kv } from '@/components/ui/kv';
import { keyboardScroll } from '@/components/ui/scroll';
import { visible } from '@/lib/text/visible';
import type { ContainerDetail } from '@/lib/triage/pod-detail';

const WORRYING = /^(privileged|adds |runs as root|may gain|root filesystem writable)/;

/** All containers in the order they start, with what they may do. */
export const ContainerList = ({ containers }: { containers: readonly ContainerDetail[] }) => (
  <section className="min-h-0 flex-1 overflow-auto" aria-label="Containers" {...keyboardScroll}>
    {containers.map((one) => (
      <article key={`${one.kind}/${one.name}`} className="border-b border-line px-4 py-3">
        <h2 className="flex flex-wrap items-center gap-2">
          <bdi className="mono !text-body">{visible(one.name)}</bdi>
          {one.kind === 'container' ? null : (
            <Chip tone={one.kind === 'ephemeral' ? 'caution' : 'plain'}>{one.kind}</Chip>
          )}
          <Chip tone={one.running ? 'ok' : 'unknown'}>{one.running ? 'running' : 'not running'}</Chip>
          {one.security.map((words) => (
            <Chip key={words} tone={WORRYING.test(words) ? 'caution' : 'plain'}>
              {visible(words)}
            </Chip>
          ))}
        </h2>
        <div className="mt-2">
          <Kv facts={factsOf(one)} />
        </div>
      </article>
    ))}
  </section>
);

function factsOf(one: ContainerDetail): (readonly [string, ReactNode])[] {
  return [
    ['State', <HostileText key="state" text={one.state} mono={false} />],
    ['Restarts', `${plural(one.restarts, 'restart')}${one.lastEnd ? `, the last run ${visible(one.lastEnd)}` : ''}`],
    ['Image', <HostileText key="image" text={one.image} />],
    ['Digest', one.digest === null ? null : <HostileText key="digest" text={one.digest} />],
    [
      'Command',
      one.command === null ? 'what the image says' : <HostileText key="command" text={one.command} max={300} />,
    ],
    ['Ports', one.ports.length === 0 ? 'none named' : one.ports.map(visible).join(', ')],
    [
      'Mounts',
      <Lines
        key="mounts"
        none="none"
        lines={one.mounts.map(({ path, volume, readOnly }) => `${path} from ${volume}${readOnly ? ', read-only' : ''}`)}
      />,
    ],
    [
      'Environment',
      <Lines key="env" none="none set" lines={one.env.map(({ name, from }) => `${name} from ${from}`)} />,
    ],
    ['Probes', <Lines key="probes" none="none" lines={one.probes} />],
  ];
}

const SHOWN = 8;

const Lines = ({ lines, none }: { lines: readonly string[]; none: string }) =>
  lines.length === 0 ? (
    none
  ) : (
    <details open={lines.length <= SHOWN}>
      <summary className="text-fg-2">{lines.length}</summary>
      <ul>
        {lines.map((line) => (
          <li key={line}>
            <HostileText text={line} max={300} />
          </li>
        ))}
      </ul>
    </details>
  );
