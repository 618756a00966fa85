import { ShellSyntaxError, type Word, type WordPart } from './syntax.ts';

/** `bare`: the text of a word that nothing was quoted in, which alone can be a reserved word. */
export type Token =
  | { kind: 'word'; word: Word; bare: string | null }
  | { kind: 'operator'; text: string; fd?: number }
  | { kind: 'end' };

const OPERATORS = ['&&', '||', ';;', '>>', '>&', '<&', '>|', ';', '|', '&', '>', '<', '(', ')', '\n'];

export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const char = source[at] ?? '';
    if (char === ' ' || char === '\t') at++;
    else if (char === '\\' && source[at + 1] === '\n') at += 2;
    else if (char === '#') {
      while (at < source.length && source[at] !== '\n') at++;
    } else {
      const digit = /^\d(?=[<>])/.exec(source.slice(at, at + 2));
      const operator = OPERATORS.find((text) => source.startsWith(text, digit === null ? at : at + 1));
      if (digit !== null && operator !== undefined) {
        tokens.push({ kind: 'operator', text: operator, fd: Number(digit[0]) });
        at += 1 + operator.length;
        continue;
      }
      if (source.startsWith('&>', at)) throw new ShellSyntaxError('Syntax error: "&" unexpected');
      if (operator !== undefined) {
        tokens.push({ kind: 'operator', text: operator });
        at += operator.length;
        continue;
      }
      const { word, end } = readWord(source, at);
      const only = word.parts.length === 1 ? word.parts[0] : undefined;
      tokens.push({ kind: 'word', word, bare: only?.kind === 'text' && !only.quoted ? only.text : null });
      at = end;
    }
  }
  return tokens;
}

/** Reads one word: quotes, `$name`, `${…}`, `$(…)`, `$((…))` and backquotes. */
function readWord(source: string, start: number): { word: Word; end: number } {
  const parts: WordPart[] = [];
  let at = start;
  const push = (text: string, quoted: boolean) => {
    const last = parts.at(-1);
    if (last?.kind === 'text' && last.quoted === quoted) last.text += text;
    else parts.push({ kind: 'text', text, quoted });
  };
  const dollar = (quoted: boolean) => {
    if (source.startsWith('$((', at)) {
      const end = source.indexOf('))', at);
      if (end < 0) throw new ShellSyntaxError('Syntax error: Missing "))"');
      parts.push({ kind: 'math', source: source.slice(at + 3, end), quoted });
      at = end + 2;
    } else if (source.startsWith('$(', at)) {
      const end = closing(source, at + 2, '(', ')');
      parts.push({ kind: 'command', source: source.slice(at + 2, end), quoted });
      at = end + 1;
    } else if (source.startsWith('${', at)) {
      const end = closing(source, at + 2, '{', '}');
      parts.push({ kind: 'variable', source: source.slice(at + 2, end), quoted });
      at = end + 1;
    } else {
      const name = /^\$([A-Za-z_]\w*|[0-9?$#@*!])/.exec(source.slice(at, at + 256));
      if (name === null) {
        push('$', quoted);
        at++;
      } else {
        parts.push({ kind: 'variable', source: name[1] ?? '', quoted });
        at += name[0].length;
      }
    }
  };
  const backquote = (quoted: boolean) => {
    const end = source.indexOf('`', at + 1);
    if (end < 0) throw new ShellSyntaxError('Syntax error: EOF in backquote substitution');
    parts.push({ kind: 'command', source: source.slice(at + 1, end), quoted });
    at = end + 1;
  };
  while (at < source.length && !/[\s;|&<>()]/.test(source[at] ?? '')) {
    const char = source[at] ?? '';
    if (char === "'") {
      const end = source.indexOf("'", at + 1);
      if (end < 0) throw new ShellSyntaxError('Syntax error: Unterminated quoted string');
      push(source.slice(at + 1, end), true);
      at = end + 1;
    } else if (char === '"') {
      at++;
      push('', true);
      while (source[at] !== '"') {
        if (at >= source.length) throw new ShellSyntaxError('Syntax error: Unterminated quoted string');
        if (source[at] === '\\' && /["$`\\\n]/.test(source[at + 1] ?? '')) {
          if (source[at + 1] !== '\n') push(source[at + 1] ?? '', true);
          at += 2;
        } else if (source[at] === '$') dollar(true);
        else if (source[at] === '`') backquote(true);
        else push(source[at++] ?? '', true);
      }
      at++;
    } else if (char === '\\') {
      if (source[at + 1] !== '\n') push(source[at + 1] ?? '', true);
      at += 2;
    } else if (char === '$') dollar(false);
    else if (char === '`') backquote(false);
    else {
      push(char, false);
      at++;
    }
  }
  return { word: { parts }, end: at };
}

function closing(source: string, start: number, open: string, close: string): number {
  let depth = 1;
  for (let at = start; at < source.length; at++) {
    const char = source[at];
    if (char === '\\') at++;
    else if (char === "'" && open === '(') {
      const end = source.indexOf("'", at + 1);
      at = end < 0 ? source.length : end;
    } else if (char === open) depth++;
    else if (char === close && --depth === 0) return at;
  }
  throw new ShellSyntaxError(`Syntax error: "${close}" missing`);
}
