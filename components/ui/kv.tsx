import type { ReactNode } from 'react';

/** Facts as pairs. A value of null is "unknown", and says so. */
export const Kv = ({ facts }: { facts: readonly (readonly [label: string, value: ReactNode])[] }) => (
  <dl className="kv">
    {facts.map(([label, value]) => (
      <div key={label} className="contents">
        <dt>{label}</dt>
        <dd>{value ?? <span className="text-s4-fg">unknown</span>}</dd>
      </div>
    ))}
  </dl>
);
