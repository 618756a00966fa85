import type { ExecEnd } from '../cluster/exec-end.ts';
import { cut } from '../text/bounded.ts';
import { type CollectContext, type CollectEnd, type Collector, runningContainers } from './collector.ts';
import { TarWalker } from './tar-end.ts';
import { endWords, noContainer } from './text-collector.ts';

/** A collector that streams a tar archive out of each running container. Nothing is written inside. */
export function tarCollector(
  given: Pick<Collector, 'id' | 'title' | 'how' | 'sensitive'>,
  argv: readonly string[],
): Collector {
  return {
    ...given,
    contentType: 'application/x-tar',
    targets: (pod) => {
      const running = runningContainers(pod);
      return (running.length > 0 ? running : [null]).map((container) => ({
        container,
        title: given.title,
        command: argv.join(' '),
      }));
    },
    collect: (context) => collectTar(context, argv),
  };
}

async function collectTar(context: CollectContext, argv: readonly string[]): Promise<CollectEnd> {
  if (context.target.container === null) return { state: 'failed', reason: noContainer(context) };
  const walker = new TarWalker();
  const { end, words } = await context.exec(argv, async (bytes) => {
    walker.push(bytes);
    await context.write(bytes);
  });
  return end === null ? { state: 'failed', reason: words } : judgeTar(end, walker);
}

/** An archive is whole when tar ended by itself, its end is in the stream, and what it complains about loses nothing. */
export function judgeTar(end: ExecEnd, walker: Pick<TarWalker, 'ended' | 'broken' | 'entries'>): CollectEnd {
  if (end.stdoutBytes === 0) return { state: 'failed', reason: `No archive came: ${endWords(end)}` };
  if (walker.broken) return { state: 'partial', reason: `Broken: ${walker.broken}; ${endWords(end)}` };
  if (end.how !== 'exited') return { state: 'partial', reason: `Incomplete: ${endWords(end)}` };
  if (!walker.ended)
    return {
      state: 'partial',
      reason: `Truncated: the end of the archive is missing, though tar ended with exit code ${end.exitCode}`,
    };
  if (walker.entries === 0) return { state: 'failed', reason: `The archive is empty: ${endWords(end)}` };
  const lines = end.stderr
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const losing = lines.filter((line) => !HARMLESS.some((pattern) => pattern.test(line)));
  if (end.exitCode !== 0 && (losing.length > 0 || lines.length === 0))
    return { state: 'partial', reason: `Some files are missing: ${endWords(end)}` };
  const remarks = lines.filter((line) => !/removing leading|failure status|error exit/i.test(line));
  return { state: 'sealed', reason: remarks.length > 0 ? `tar remarked: ${cut(remarks.join('; '), 600)}` : null };
}

/**
 * A path that is not there is an answer, and so is that the container's own user may not read a file: all that can be had
 * this way came, and the remark names what did not. A log that grows while it is read is ordinary.
 */
const HARMLESS = [
  /removing leading/i,
  /file changed as we read it/i,
  /permission denied$/i,
  /socket ignored/i,
  /(^|[ :'"])\/?(var\/log|etc\/[\w.-]+|var\/spool\/cron)['"]?: .*no such file or directory/i,
  /exiting with failure status due to previous errors/i,
  /error exit delayed from previous errors/i,
];
