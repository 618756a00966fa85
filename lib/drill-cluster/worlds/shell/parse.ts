import { type Command, type Redirect, ShellSyntaxError, type Word } from './syntax.ts';
import { type Token, tokenize } from './tokens.ts';

const RESERVED = new Set(['then', 'do', 'done', 'fi', 'else', 'elif', 'esac', '}', 'in']);

const until =
  (...words: string[]) =>
  (token: Token) =>
    token.kind === 'word' && token.bare !== null && words.includes(token.bare);

/** Parses the shell language as far as people type it into `sh -c`: lists, pipes, redirections, for, while, if, case, groups. */
export function parse(source: string): Command {
  return new Parser(tokenize(source)).program();
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  program(): Command {
    const program = this.#list(() => false);
    if (this.#peek().kind !== 'end') this.#fail();
    return program;
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end' };
  }

  #bare(): string | null {
    const token = this.#peek();
    return token.kind === 'word' ? token.bare : null;
  }

  #isOperator(text: string): boolean {
    const token = this.#peek();
    return token.kind === 'operator' && token.text === text;
  }

  #fail(): never {
    const token = this.#peek();
    throw new ShellSyntaxError(
      token.kind === 'end'
        ? 'Syntax error: end of file unexpected'
        : `Syntax error: "${token.kind === 'operator' ? token.text.replace('\n', 'newline') : (token.bare ?? 'word')}" unexpected`,
    );
  }

  #expect(word: string): void {
    if (this.#bare() !== word) this.#fail();
    this.#at++;
  }

  #skipLines(): void {
    while (this.#isOperator('\n')) this.#at++;
  }

  #list(stops: (token: Token) => boolean): Command {
    const items: Extract<Command, { kind: 'list' }>['items'] = [];
    this.#skipLines();
    while (this.#peek().kind !== 'end' && !stops(this.#peek())) {
      const command = this.#pipeline();
      const token = this.#peek();
      const text = token.kind === 'operator' ? token.text : '';
      const next = text === '&&' || text === '||' || text === '&' ? text : ';';
      items.push({ command, next });
      if (text === ';' || text === '\n' || next !== ';') this.#at++;
      else if (token.kind !== 'end' && !stops(token)) this.#fail();
      this.#skipLines();
    }
    return { kind: 'list', items };
  }

  #pipeline(): Command {
    let negated = false;
    while (this.#bare() === '!') {
      negated = !negated;
      this.#at++;
    }
    const commands = [this.#command()];
    while (this.#isOperator('|')) {
      this.#at++;
      this.#skipLines();
      commands.push(this.#command());
    }
    return commands.length === 1 && !negated && commands[0] !== undefined
      ? commands[0]
      : { kind: 'pipeline', commands, negated };
  }

  #body(...stops: string[]): Command {
    const found = this.#list(until(...stops));
    if (found.kind === 'list' && found.items.length === 0) this.#fail();
    return found;
  }

  #command(): Command {
    if (this.#isOperator('(')) {
      this.#at++;
      const inner = this.#list((token) => token.kind === 'operator' && token.text === ')');
      if (!this.#isOperator(')')) this.#fail();
      this.#at++;
      return { kind: 'group', body: inner, subshell: true, redirects: this.#redirects() };
    }
    switch (this.#bare()) {
      case '{': {
        this.#at++;
        const inner = this.#body('}');
        this.#expect('}');
        return { kind: 'group', body: inner, subshell: false, redirects: this.#redirects() };
      }
      case 'for':
        return this.#forLoop();
      case 'while':
      case 'until': {
        const isUntil = this.#bare() === 'until';
        this.#at++;
        const test = this.#body('do');
        this.#expect('do');
        const inner = this.#body('done');
        this.#expect('done');
        return { kind: 'while', until: isUntil, test, body: inner, redirects: this.#redirects() };
      }
      case 'if':
        return this.#condition();
      case 'case':
        return this.#choice();
      default:
        return this.#simple();
    }
  }

  #forLoop(): Command {
    this.#at++;
    const name = this.#bare() ?? this.#fail();
    this.#at++;
    this.#skipLines();
    let words: Word[] | null = null;
    if (this.#bare() === 'in') {
      this.#at++;
      words = [];
      for (let token = this.#peek(); token.kind === 'word'; token = this.#peek()) {
        words.push(token.word);
        this.#at++;
      }
    }
    if (this.#isOperator(';')) this.#at++;
    this.#skipLines();
    this.#expect('do');
    const inner = this.#body('done');
    this.#expect('done');
    return { kind: 'for', name, words, body: inner, redirects: this.#redirects() };
  }

  #condition(): Command {
    this.#at++;
    const branches: { test: Command; body: Command }[] = [];
    let otherwise: Command | null = null;
    for (;;) {
      const test = this.#body('then');
      this.#expect('then');
      branches.push({ test, body: this.#body('elif', 'else', 'fi') });
      if (this.#bare() === 'elif') {
        this.#at++;
        continue;
      }
      if (this.#bare() === 'else') {
        this.#at++;
        otherwise = this.#body('fi');
      }
      this.#expect('fi');
      return { kind: 'if', branches, otherwise, redirects: this.#redirects() };
    }
  }

  #choice(): Command {
    this.#at++;
    const token = this.#peek();
    if (token.kind !== 'word') return this.#fail();
    this.#at++;
    this.#skipLines();
    this.#expect('in');
    this.#skipLines();
    const branches: { patterns: Word[]; body: Command }[] = [];
    while (this.#bare() !== 'esac') {
      if (this.#isOperator('(')) this.#at++;
      const patterns: Word[] = [];
      for (;;) {
        const pattern = this.#peek();
        if (pattern.kind !== 'word') return this.#fail();
        patterns.push(pattern.word);
        this.#at++;
        if (!this.#isOperator('|')) break;
        this.#at++;
      }
      if (!this.#isOperator(')')) this.#fail();
      this.#at++;
      branches.push({
        patterns,
        body: this.#list((t) => (t.kind === 'operator' && t.text === ';;') || until('esac')(t)),
      });
      if (this.#isOperator(';;')) this.#at++;
      this.#skipLines();
    }
    this.#at++;
    return { kind: 'case', word: token.word, branches, redirects: this.#redirects() };
  }

  #redirects(): Redirect[] {
    const found: Redirect[] = [];
    for (let one = this.#redirect(); one !== null; one = this.#redirect()) found.push(one);
    return found;
  }

  #redirect(): Redirect | null {
    const token = this.#peek();
    if (token.kind !== 'operator' || !/^(>>?|<|>&|<&|>\|)$/.test(token.text)) return null;
    this.#at++;
    const target = this.#peek();
    if (target.kind !== 'word') return this.#fail();
    this.#at++;
    const operator = token.text === '>|' ? '>' : token.text;
    // the pattern above admits these five alone
    return {
      fd: token.fd ?? (operator.startsWith('<') ? 0 : 1),
      operator: operator as Redirect['operator'],
      target: target.word,
    };
  }

  #simple(): Command {
    const assignments: { name: string; value: Word }[] = [];
    const words: Word[] = [];
    const found: Redirect[] = [];
    for (;;) {
      const one = this.#redirect();
      if (one !== null) {
        found.push(one);
        continue;
      }
      const token = this.#peek();
      if (token.kind !== 'word') break;
      if (
        words.length === 0 &&
        assignments.length === 0 &&
        found.length === 0 &&
        token.bare !== null &&
        RESERVED.has(token.bare)
      )
        this.#fail();
      const assigned = words.length === 0 ? assignment(token.word) : null;
      if (assigned !== null) assignments.push(assigned);
      else words.push(token.word);
      this.#at++;
    }
    if (words.length === 0 && assignments.length === 0 && found.length === 0) this.#fail();
    return { kind: 'simple', assignments, words, redirects: found };
  }
}

function assignment(word: Word): { name: string; value: Word } | null {
  const [first, ...rest] = word.parts;
  const match = first?.kind === 'text' && !first.quoted ? /^([A-Za-z_]\w*)=(.*)$/s.exec(first.text) : null;
  if (match === null) return null;
  return { name: match[1] ?? '', value: { parts: [{ kind: 'text', text: match[2] ?? '', quoted: false }, ...rest] } };
}
