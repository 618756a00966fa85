import { toJs } from './expressions.ts';
import { linesOf, options, type Program, textOf } from './program.ts';
import { print } from './words.ts';

/** `s///`, `/x/p`, `/x/d`, `3p`, `2,5p`, `$d`: what people pipe through. */
export const sed: Program = async (scene, [name = 'sed', ...args], io) => {
  const { flags, values, operands } = options(args, 'e', { quiet: 'n', 'regexp-extended': 'E' });
  const script = values.get('e') ?? operands.shift() ?? '';
  const extended = flags.has('E') || flags.has('r');
  const read = await textOf(scene, io, name, operands);
  const steps = script.split(/;(?![^s]*[|/])/).map((step) => sedStep(step.trim(), extended));
  if (steps.some((step) => step === null)) {
    await io.err(`${name}: -e expression #1, char ${script.length}: unknown command\n`);
    return 1;
  }
  const lines = linesOf(read.text);
  const printed = lines.flatMap((line, i) => {
    let now = line;
    let extra = 0;
    for (const step of steps) {
      if (step === null || !step.applies(now, i + 1, lines.length)) continue;
      if (step.command === 'd') return [];
      if (step.command === 'p') extra++;
      else now = step.replace(now);
    }
    return [...Array<string>(extra).fill(now), ...(flags.has('n') ? [] : [now])];
  });
  await print(io, printed);
  return Number(read.failed);
};
interface SedStep {
  command: 's' | 'p' | 'd';
  applies: (line: string, n: number, count: number) => boolean;
  replace: (line: string) => string;
}
function sedStep(step: string, extended: boolean): SedStep | null {
  const match = /^(?:(\d+|\$)(?:,(\d+|\$))?|\/((?:\\.|[^/])*)\/)?\s*(?:([pd])|s(.)(.*))$/s.exec(step);
  if (match === null) return null;
  const [, from, to, pattern, command, delimiter = '/', rest = ''] = match;
  const line = (address: string, count: number) => (address === '$' ? count : Number(address));
  const regexp = pattern === undefined ? null : new RegExp(toJs(pattern, !extended));
  const applies: SedStep['applies'] = (content, n, count) =>
    regexp !== null
      ? regexp.test(content)
      : from === undefined || (n >= line(from, count) && n <= line(to ?? from, count));
  if (command === 'p' || command === 'd') return { command, applies, replace: (content) => content };
  const parts = rest.split(new RegExp(`(?<!\\\\)${delimiter.replace(/[|$.*+?^()[\]{}]/g, '\\$&')}`));
  if (parts.length !== 3) return null;
  const by = (parts[1] ?? '')
    .replace(/\$/g, '$$$$')
    .replace(/\\(\d)/g, '$$$1')
    .replace(/(?<!\\)&/g, '$$&')
    .replace(/\\(.)/g, '$1');
  const what = new RegExp(
    toJs(parts[0] ?? '', !extended),
    `${parts[2]?.includes('g') ? 'g' : ''}${/i/i.test(parts[2] ?? '') ? 'i' : ''}`,
  );
  return { command: 's', applies, replace: (content) => content.replace(what, by) };
}
