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

/** What is wrong with a script, in the shell's words. */
export class ShellSyntaxError extends Error {}
