import { type ComponentProps, type ReactNode, useId } from 'react';
import { Icon } from './glyphs';
import { Kbd } from './kbd';

interface LabelledProps {
  label: string;
  hint?: ReactNode;
  error?: string | null | undefined;
}

function Labelled({ id, label, hint, error, children }: LabelledProps & { id: string; children: ReactNode }) {
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="meta">
        {label}
      </label>
      {children}
      {hint ? (
        <p id={`${id}-hint`} className="meta">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} role="alert" className="text-meta text-s1-fg">
          {error}
        </p>
      ) : null}
    </div>
  );
}

const describedBy = (id: string, hint: ReactNode, error: string | null | undefined) =>
  [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined;

export function Field({ label, hint, error, ...input }: LabelledProps & ComponentProps<'input'>) {
  const own = useId();
  const id = input.id ?? own;
  return (
    <Labelled id={id} label={label} hint={hint} error={error}>
      <input
        {...input}
        id={id}
        className="field"
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, hint, error)}
      />
    </Labelled>
  );
}

export function TextArea({ label, hint, error, ...input }: LabelledProps & ComponentProps<'textarea'>) {
  const own = useId();
  const id = input.id ?? own;
  return (
    <Labelled id={id} label={label} hint={hint} error={error}>
      <textarea
        {...input}
        id={id}
        className="field"
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, hint, error)}
      />
    </Labelled>
  );
}

export function Select({ label, hint, error, children, ...input }: LabelledProps & ComponentProps<'select'>) {
  const own = useId();
  const id = input.id ?? own;
  return (
    <Labelled id={id} label={label} hint={hint} error={error}>
      <select {...input} id={id} className="field" aria-describedby={describedBy(id, hint, error)}>
        {children}
      </select>
    </Labelled>
  );
}

type SearchFieldProps = Omit<ComponentProps<'input'>, 'type'> & { label: string; shortcut?: string; found?: ReactNode };

/** A filter: its label is its name only, the placeholder shows what can be typed. */
export function SearchField({ label, shortcut, found, className = '', ...input }: SearchFieldProps) {
  return (
    <div className={`field ${className}`}>
      <Icon name="search" small />
      <input {...input} type="search" aria-label={label} autoComplete="off" spellCheck={false} />
      {found ? <span className="meta flex-none">{found}</span> : null}
      {shortcut ? <Kbd>{shortcut}</Kbd> : null}
    </div>
  );
}
