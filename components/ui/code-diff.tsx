import type { ReactNode } from 'react';

export interface CodeLine {
  sign: '+' | '-' | ' ';
  text: string;
}

const LINE = { '+': 'ln ln-add', '-': 'ln ln-del', ' ': 'ln' } as const;
const SIGN = { '+': '+', '-': '−', ' ': '' } as const;
const SPOKEN = { '+': 'added: ', '-': 'removed: ', ' ': '' } as const;

/** `key:` at the start of a YAML line is told apart from its value. */
const parts = (text: string): [string, string, string] => {
  const match = /^(\s*(?:- )?)([\w./-]+:)(?= |$)/.exec(text);
  return match ? [match[1] ?? '', match[2] ?? '', text.slice(match[0].length)] : [text, '', ''];
};

/** A difference, line by line. The text is data: shown as it is, never marked up. */
export const CodeLines = ({ lines }: { lines: readonly CodeLine[] }) => (
  <pre>
    {lines.map(({ sign, text }, index) => {
      const [indent, key, value] = parts(text);
      return (
        // Lines have no identity of their own; the list is replaced as a whole.
        <span key={`${index}:${text}`} className={LINE[sign]}>
          <span className="sign" aria-hidden="true">
            {SIGN[sign]}
          </span>
          <span className="sr-only">{SPOKEN[sign]}</span>
          {indent}
          {key ? <span className="k">{key}</span> : null}
          {value}
        </span>
      );
    })}
  </pre>
);

interface CodeBoxProps {
  /** number and verb: "1 POST" */
  verb?: string;
  /** "networkpolicies/bulkhead-q-42-x2kqv" */
  target: ReactNode;
  /** at the right: "new", "then verify" */
  note?: ReactNode;
  lines?: readonly CodeLine[];
  children?: ReactNode;
}

/** One request, or one document: what it is, and its lines. */
export const CodeBox = ({ verb, target, note, lines, children }: CodeBoxProps) => (
  <div className="code">
    <div className="code-h">
      {verb ? <span className="verb">{verb}</span> : null}
      <span className="mono min-w-0 truncate">{target}</span>
      <span className="flex-1" />
      {note}
    </div>
    {lines ? <CodeLines lines={lines} /> : null}
    {children}
  </div>
);
