/** A word as written; expansion happens when the command runs. Parts in single quotes are marked so that nothing in them expands. */
export interface Word {
  parts: WordPart[];
}
export type WordPart =
  | { kind: 'text'; text: string; quoted: boolean }
  | { kind: 'command'; source: string; quoted: boolean }
  | { kind: 'variable'; source: string; quoted: boolean }
  | { kind: 'math'; source: string; quoted: boolean };

export interface Redirect {
  fd: number;
  operator: '>' | '>>' | '<' | '>&' | '<&';
  target: Word;
}
export type Command =
  | { kind: 'simple'; assignments: { name: string; value: Word }[]; words: Word[]; redirects: Redirect[] }
  | { kind: 'pipeline'; commands: Command[]; negated: boolean }
  | { kind: 'list'; items: { command: Command; next: '&&' | '||' | ';' | '&' }[] }
  | { kind: 'for'; name: string; words: Word[] | null; body: Command; redirects: Redirect[] }
  | { kind: 'while'; until: boolean; test: Command; body: Command; redirects: Redirect[] }
  | { kind: 'if'; branches: { test: Command; body: Command }[]; otherwise: Command | null; redirects: Redirect[] }
  | { kind: 'case'; word: Word; branches: { patterns: Word[]; body: Command }[]; redirects: Redirect[] }
  | { kind: 'group'; body: Command; subshell: boolean; redirects: Redirect[] };

type Token =
  | { kind: 'word'; word: Word; bare: string | null }
  | { kind: 'operator'; text: string; fd?: number }
  | { kind: 'end' };

/** What is wrong with a script, in the shell's words. */
export class ShellSyntaxError extends Error {}

const OPERATORS = ['&&', '||', ';;', '>>', '>&', '<&', '>|', ';', '|', '&', '>', '<', '(', ')', '\n'];
const RESERVED = new Set(['then', 'do', 'done', 'fi', 'else', 'elif', 'esac', '}', 'in']);

/** Parses the shell language as far as people type it into `sh -c`: lists, pipes, redirections, for, while, if, case, groups. */
export function parse(source: string): Command {
  const tokens = tokenize(source);
  let at = 0;
  const peek = (): Token => tokens[at] ?? { kind: 'end' };
  const bare = (token = peek()) => (token.kind === 'word' ? token.bare : null);
  const isOperator = (text: string) => {
    const token = peek();
    return token.kind === 'operator' && token.text === text;
  };
  const fail = (): never => {
    const token = peek();
    throw new ShellSyntaxError(
      token.kind === 'end'
        ? 'Syntax error: end of file unexpected'
        : `Syntax error: "${token.kind === 'operator' ? token.text.replace('\n', 'newline') : (token.bare ?? 'word')}" unexpected`,
    );
  };
  const expect = (word: string) => {
    if (bare() !== word) fail();
    at++;
  };
  const skipLines = () => {
    while (isOperator('\n')) at++;
  };

  function list(stops: (token: Token) => boolean): Command {
    const items: Extract<Command, { kind: 'list' }>['items'] = [];
    skipLines();
    while (peek().kind !== 'end' && !stops(peek())) {
      const command = pipeline();
      const token = peek();
      const text = token.kind === 'operator' ? token.text : '';
      const next = text === '&&' || text === '||' || text === '&' ? text : ';';
      items.push({ command, next });
      if (text === ';' || text === '\n' || next !== ';') at++;
      else if (token.kind !== 'end' && !stops(token)) fail();
      skipLines();
    }
    return { kind: 'list', items };
  }

  function pipeline(): Command {
    let negated = false;
    while (bare() === '!') {
      negated = !negated;
      at++;
    }
    const commands = [command()];
    while (isOperator('|')) {
      at++;
      skipLines();
      commands.push(command());
    }
    return commands.length === 1 && !negated && commands[0] !== undefined
      ? commands[0]
      : { kind: 'pipeline', commands, negated };
  }

  const until =
    (...words: string[]) =>
    (token: Token) =>
      token.kind === 'word' && token.bare !== null && words.includes(token.bare);
  const body = (...stops: string[]) => {
    const found = list(until(...stops));
    if (found.kind === 'list' && found.items.length === 0) fail();
    return found;
  };

  function command(): Command {
    if (isOperator('(')) {
      at++;
      const inner = list((token) => token.kind === 'operator' && token.text === ')');
      if (!isOperator(')')) fail();
      at++;
      return { kind: 'group', body: inner, subshell: true, redirects: redirects() };
    }
    switch (bare()) {
      case '{': {
        at++;
        const inner = body('}');
        expect('}');
        return { kind: 'group', body: inner, subshell: false, redirects: redirects() };
      }
      case 'for':
        return forLoop();
      case 'while':
      case 'until': {
        const isUntil = bare() === 'until';
        at++;
        const test = body('do');
        expect('do');
        const inner = body('done');
        expect('done');
        return { kind: 'while', until: isUntil, test, body: inner, redirects: redirects() };
      }
      case 'if':
        return condition();
      case 'case':
        return choice();
      default:
        return simple();
    }
  }

  function forLoop(): Command {
    at++;
    const name = bare() ?? fail();
    at++;
    skipLines();
    let words: Word[] | null = null;
    if (bare() === 'in') {
      at++;
      words = [];
      for (let token = peek(); token.kind === 'word'; token = peek()) {
        words.push(token.word);
        at++;
      }
    }
    if (isOperator(';')) at++;
    skipLines();
    expect('do');
    const inner = body('done');
    expect('done');
    return { kind: 'for', name, words, body: inner, redirects: redirects() };
  }

  function condition(): Command {
    at++;
    const branches: { test: Command; body: Command }[] = [];
    let otherwise: Command | null = null;
    for (;;) {
      const test = body('then');
      expect('then');
      branches.push({ test, body: body('elif', 'else', 'fi') });
      if (bare() === 'elif') {
        at++;
        continue;
      }
      if (bare() === 'else') {
        at++;
        otherwise = body('fi');
      }
      expect('fi');
      return { kind: 'if', branches, otherwise, redirects: redirects() };
    }
  }

  function choice(): Command {
    at++;
    const token = peek();
    if (token.kind !== 'word') return fail();
    at++;
    skipLines();
    expect('in');
    skipLines();
    const branches: { patterns: Word[]; body: Command }[] = [];
    while (bare() !== 'esac') {
      if (isOperator('(')) at++;
      const patterns: Word[] = [];
      for (;;) {
        const pattern = peek();
        if (pattern.kind !== 'word') return fail();
        patterns.push(pattern.word);
        at++;
        if (!isOperator('|')) break;
        at++;
      }
      if (!isOperator(')')) fail();
      at++;
      branches.push({ patterns, body: list((t) => (t.kind === 'operator' && t.text === ';;') || until('esac')(t)) });
      if (isOperator(';;')) at++;
      skipLines();
    }
    at++;
    return { kind: 'case', word: token.word, branches, redirects: redirects() };
  }

  function redirects(): Redirect[] {
    const found: Redirect[] = [];
    for (let one = redirect(); one !== null; one = redirect()) found.push(one);
    return found;
  }
  function redirect(): Redirect | null {
    const token = peek();
    if (token.kind !== 'operator' || !/^(>>?|<|>&|<&|>\|)$/.test(token.text)) return null;
    at++;
    const target = peek();
    if (target.kind !== 'word') return fail();
    at++;
    const operator = token.text === '>|' ? '>' : token.text;
    // the pattern above admits these five alone
    return {
      fd: token.fd ?? (operator.startsWith('<') ? 0 : 1),
      operator: operator as Redirect['operator'],
      target: target.word,
    };
  }

  function simple(): Command {
    const assignments: { name: string; value: Word }[] = [];
    const words: Word[] = [];
    const found: Redirect[] = [];
    for (;;) {
      const one = redirect();
      if (one !== null) {
        found.push(one);
        continue;
      }
      const token = peek();
      if (token.kind !== 'word') break;
      if (
        words.length === 0 &&
        assignments.length === 0 &&
        found.length === 0 &&
        token.bare !== null &&
        RESERVED.has(token.bare)
      )
        fail();
      const assigned = words.length === 0 ? assignment(token.word) : null;
      if (assigned !== null) assignments.push(assigned);
      else words.push(token.word);
      at++;
    }
    if (words.length === 0 && assignments.length === 0 && found.length === 0) fail();
    return { kind: 'simple', assignments, words, redirects: found };
  }

  const program = list(() => false);
  if (peek().kind !== 'end') fail();
  return program;
}

function assignment(word: Word): { name: string; value: Word } | null {
  const [first, ...rest] = word.parts;
  const match = first?.kind === 'text' && !first.quoted ? /^([A-Za-z_]\w*)=(.*)$/s.exec(first.text) : null;
  if (match === null) return null;
  return { name: match[1] ?? '', value: { parts: [{ kind: 'text', text: match[2] ?? '', quoted: false }, ...rest] } };
}

function tokenize(source: string): Token[] {
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
