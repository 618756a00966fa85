import type { ProgramIo } from '../programs/program.ts';
import type { Scene } from '../scene.ts';
import { evaluateMath } from './math.ts';
import { parse } from './parse.ts';
import { expandPath, patternRegExp } from './pattern.ts';
import { Exit, type State, subshell } from './state.ts';
import { ShellSyntaxError, type Word } from './syntax.ts';

export async function expandAll(scene: Scene, words: readonly Word[], state: State, io: ProgramIo): Promise<string[]> {
  const all: string[] = [];
  for (const word of words) all.push(...(await expandWord(scene, word, state, io)));
  return all;
}

/** One word into any number of fields: unquoted expansions split at blanks, and patterns become paths. */
async function expandWord(scene: Scene, word: Word, state: State, io: ProgramIo): Promise<string[]> {
  const fields: { text: string; pattern: string; magic: boolean }[] = [];
  let open = false;
  const add = (text: string, quoted: boolean) => {
    if (!open) fields.push({ text: '', pattern: '', magic: false });
    open = true;
    const field = fields.at(-1);
    if (field === undefined) return;
    field.text += text;
    field.pattern += quoted ? text.replace(/[\\*?[\]]/g, '\\$&') : text;
    if (!quoted && /[*?[]/.test(text)) field.magic = true;
  };
  for (const [i, part] of word.parts.entries()) {
    if (part.kind === 'text') {
      const home = i === 0 && !part.quoted && /^~(?=\/|$)/.test(part.text);
      add(home ? part.text.replace('~', state.variables.get('HOME') ?? '/') : part.text, part.quoted);
      continue;
    }
    if (part.kind === 'variable' && part.quoted && part.source === '@') {
      for (const [n, arg] of state.args.slice(1).entries()) {
        if (n > 0) open = false;
        add(arg, true);
      }
      continue;
    }
    const value = await valueOfPart(scene, part, state, io);
    if (part.quoted) {
      add(value, true);
      continue;
    }
    if (/^[ \t\n]/.test(value)) open = false;
    for (const [n, piece] of value
      .split(/[ \t\n]+/)
      .filter(Boolean)
      .entries()) {
      if (n > 0) open = false;
      add(piece, false);
    }
    if (/[ \t\n]$/.test(value)) open = false;
  }
  return fields.flatMap(({ text, pattern, magic }) => {
    const paths = magic ? expandPath(scene.root, state.cwd, pattern, scene.uid) : [];
    return paths.length > 0 ? paths : [text];
  });
}

/** One word into one text, without splitting; `pattern`: quoted characters keep a backslash. */
export async function expandText(
  scene: Scene,
  word: Word,
  state: State,
  io: ProgramIo,
  pattern = false,
): Promise<string> {
  let text = '';
  for (const part of word.parts) {
    const value = part.kind === 'text' ? part.text : await valueOfPart(scene, part, state, io);
    text += pattern && part.quoted ? value.replace(/[\\*?[\]]/g, '\\$&') : value;
  }
  return text;
}

async function valueOfPart(
  scene: Scene,
  part: Exclude<Word['parts'][number], { kind: 'text' }>,
  state: State,
  io: ProgramIo,
): Promise<string> {
  if (part.kind === 'math') return mathValue(scene, part.source, state, io);
  if (part.kind === 'command') return outputOf(scene, part.source, state, io);
  const match = /^(#?)([A-Za-z_]\w*|[0-9?$#@*!])(?:(:?[-+=?]|##?|%%?)(.*))?$/s.exec(part.source);
  if (match === null) throw new ShellSyntaxError('Bad substitution');
  const [, length, name = '', operator, rest = ''] = match;
  const value = parameter(name, state);
  if (length === '#') return String((value ?? '').length);
  if (operator === undefined) return value ?? '';
  const other = async (asPattern = false) => expandText(scene, firstWord(rest), state, io, asPattern);
  const unset = value === undefined || (operator.startsWith(':') && value === '');
  switch (operator.replace(':', '')) {
    case '-':
      return unset ? other() : (value ?? '');
    case '+':
      return unset ? '' : other();
    case '=': {
      if (!unset) return value ?? '';
      state.variables.set(name, await other());
      return state.variables.get(name) ?? '';
    }
    case '?':
      if (!unset) return value ?? '';
      await io.err(`${state.args[0] ?? 'sh'}: 1: ${name}: ${(await other()) || 'parameter not set'}\n`);
      throw new Exit(2);
    default:
      return trimmed(value ?? '', operator, await other(true));
  }
}

/** `$((…))`: variables by name, with or without their sign. */
async function mathValue(scene: Scene, source: string, state: State, io: ProgramIo): Promise<string> {
  const plain = source.replace(/\$\{?([A-Za-z_]\w*)\}?/g, '$1');
  const text = await expandText(scene, { parts: [{ kind: 'text', text: plain, quoted: true }] }, state, io);
  return String(evaluateMath(text, (name) => state.variables.get(name) ?? '0'));
}

/** `$(…)`: what the command writes, without the line breaks at its end. */
async function outputOf(scene: Scene, source: string, state: State, io: ProgramIo): Promise<string> {
  const chunks: Uint8Array[] = [];
  const inner: ProgramIo = {
    ...io,
    out: async (data) => void chunks.push(typeof data === 'string' ? new TextEncoder().encode(data) : data),
  };
  state.status = await subshell(scene, parse(source), state, inner);
  return new TextDecoder().decode(Buffer.concat(chunks)).replaceAll('\0', '').replace(/\n+$/, '');
}

/** The text behind an operator in `${name…}` as a word. */
function firstWord(text: string): Word {
  if (text === '') return { parts: [] };
  const parsed = parse(`: "${text.replace(/^"(.*)"$/s, '$1')}"`);
  const item = parsed.kind === 'list' ? parsed.items[0]?.command : undefined;
  const word = item?.kind === 'simple' ? item.words[1] : undefined;
  return { parts: word?.parts.map((part) => (part.kind === 'text' ? { ...part, quoted: false } : part)) ?? [] };
}

/** `${name#pattern}`, `##`, `%`, `%%`: the shortest or longest matching piece is taken off the front or the back. */
function trimmed(value: string, operator: string, pattern: string): string {
  const regexp = patternRegExp(pattern);
  const front = operator.startsWith('#');
  const cuts = Array.from({ length: value.length + 1 }, (_, i) => i);
  const order = (operator.length === 1) === front ? cuts : cuts.reverse();
  for (const cut of order) {
    if (front && regexp.test(value.slice(0, cut))) return value.slice(cut);
    if (!front && regexp.test(value.slice(cut))) return value.slice(0, cut);
  }
  return value;
}

function parameter(name: string, state: State): string | undefined {
  if (name === '?') return String(state.status);
  if (name === '$') return '1';
  if (name === '#') return String(Math.max(0, state.args.length - 1));
  if (name === '@' || name === '*') return state.args.slice(1).join(' ');
  if (name === '!') return '';
  return /^\d$/.test(name) ? state.args[Number(name)] : state.variables.get(name);
}
