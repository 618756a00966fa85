import type { ExecEnd } from '../cluster/exec-end.ts';
import { cut } from '../text/bounded.ts';
import { type CollectContext, type CollectEnd, type Collector, runningContainers } from './collector.ts';

/** One part of a text artifact: ways to get it, the best first; the next is tried when one cannot be run or fails. */
export interface Section {
  ways: readonly (readonly string[])[];
  /** without it the artifact is partial; false: a second view of the same thing */
  required: boolean;
  /** an exit code that is no failure here, by what was written to stderr */
  accepts?: (end: ExecEnd) => boolean;
  /** what is kept of the bytes, for content that must not be stored as it is */
  filter?: () => (bytes: Uint8Array) => Uint8Array;
}

type Given = Pick<Collector, 'id' | 'title' | 'how' | 'sensitive'>;

/** A collector that runs commands in each running container and keeps their output as one text. */
export function textCollector(given: Given, sections: readonly Section[]): Collector {
  const command = sections.flatMap(({ ways }) => (ways[0] ? [ways[0].join(' ')] : [])).join(' ; ');
  return {
    ...given,
    contentType: 'text/plain; charset=utf-8',
    targets: (pod) => {
      const running = runningContainers(pod);
      // without a running container there is still an artifact, which says so
      return (running.length > 0 ? running : [null]).map((container) => ({ container, title: given.title, command }));
    },
    collect: (context) => collectSections(context, sections),
  };
}

export async function collectSections(context: CollectContext, sections: readonly Section[]): Promise<CollectEnd> {
  if (context.target.container === null) return { state: 'failed', reason: noContainer(context) };
  const missing: string[] = [];
  let gotten = 0;
  for (const section of sections) {
    const outcome = await collectSection(context, section);
    if (outcome.got) gotten += 1;
    if (!outcome.whole && section.required) missing.push(outcome.words);
    if (outcome.broken) return { state: gotten > 0 ? 'partial' : 'failed', reason: outcome.words };
  }
  if (missing.length === 0) return { state: 'sealed', reason: null };
  return { state: gotten > 0 ? 'partial' : 'failed', reason: missing.join('; ') };
}

export const noContainer = ({ pod }: CollectContext): string =>
  pod ? 'No container is running: nothing can be run in it' : 'The pod is gone';

interface Outcome {
  /** some bytes of it are in the artifact */
  got: boolean;
  whole: boolean;
  /** the connection or the pod is gone: nothing further will work */
  broken: boolean;
  words: string;
}

async function collectSection(context: CollectContext, { ways, accepts, filter }: Section): Promise<Outcome> {
  const reasons: string[] = [];
  let got = false;
  for (const argv of ways) {
    const keep = filter?.() ?? ((bytes: Uint8Array) => bytes);
    let begun = false;
    const header = `### ${argv.join(' ')}\n`;
    const { end, words } = await context.exec(argv, async (bytes) => {
      if (!begun) await context.write(Buffer.from(header));
      begun = true;
      await context.write(keep(bytes));
    });
    got ||= begun;
    if (end === null) return { got, whole: false, broken: true, words };
    const fine = end.how === 'exited' && (end.exitCode === 0 || (accepts?.(end) ?? false));
    if (fine && !begun) await context.write(Buffer.from(`${header}### no output\n`));
    if (end.stderr.trim() !== '') await context.write(Buffer.from(`\n### stderr: ${cut(end.stderr.trim(), 4_000)}\n`));
    if (fine) return { got: true, whole: true, broken: false, words: '' };
    reasons.push(`${argv[0]}: ${endWords(end)}`);
    if (end.how !== 'exited' && end.how !== 'failed-to-start')
      return { got, whole: false, broken: true, words: reasons.join('; ') };
  }
  return { got, whole: false, broken: false, words: reasons.join('; ') };
}

/** Why an exec did not end well, in words. */
export function endWords(end: ExecEnd): string {
  const said = end.stderr.trim() || end.message;
  switch (end.how) {
    case 'exited':
      return `exit code ${end.exitCode}${said ? ` (${cut(said, 300)})` : ''}`;
    case 'failed-to-start':
      return `could not be started: ${cut(end.message, 300)}`;
    case 'no-status':
      return `the connection ended without a status${end.closeCode === null ? '' : ` (close ${end.closeCode})`}, so what came may be cut`;
    case 'time-limit':
    case 'size-limit':
    case 'aborted':
      return end.message;
  }
}

/** ls and find exit with 1 or 2 when one of the places they were asked about is not there: that is an answer. */
export const onlyMissingPlaces = ({ stderr }: ExecEnd): boolean => {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  return lines.length > 0 && lines.every((line) => /no such file or directory/i.test(line));
};
