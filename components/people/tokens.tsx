'use client';

import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { makeToken, revokeToken } from '@/app/actions/tokens';
import { Section, STACK } from '@/components/settings/section';
import { useRoom } from '@/components/shell/room';
import { Button } from '@/components/ui/button';
import { Field, Select } from '@/components/ui/field';
import { ErrorNote } from '@/components/ui/states';
import { Ago, Time } from '@/components/ui/time';
import type { AccessView, TokenView } from '@/lib/auth/person';
import { DEFAULT_SCOPES, scopesOf, TOKEN_DAYS, TOKEN_SCOPES } from '@/lib/auth/token';
import { accessQuery } from './access-query';
import { Once } from './once';
import { useChange } from './use-change';

/** One's own tokens for programs that read: by `Authorization: Bearer`, on routes that answer with data. */
export function Tokens({ initial }: { initial: AccessView }) {
  const { data } = useQuery({ ...accessQuery, initialData: initial });
  const { send, sending, failure } = useChange();
  const [made, setMade] = useState<{ token: string; expiresAt: string; name: string } | null>(null);
  const { role } = useRoom().person;
  const allowed = scopesOf(role);
  const held = sending ? 'A change is on its way' : null;

  function make(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const name = String(data.get('name') ?? '');
    const scopes = TOKEN_SCOPES.filter((scope) => data.getAll('scope').includes(scope));
    send(
      () => makeToken({ name, scopes, days: Number(data.get('days')) }),
      (value) => {
        setMade({ ...value, name });
        form.reset();
      },
    );
  }

  return (
    <Section
      id="tokens"
      title="API tokens"
      lead="For programs that read, in your name: what a token may is the smaller of its scopes and your role at that moment. It changes nothing anywhere."
    >
      {failure ? <ErrorNote {...failure} /> : null}
      {made ? (
        <Once
          label={`API token "${made.name}"`}
          secret={made.token}
          expiresAt={made.expiresAt}
          onDone={() => setMade(null)}
        />
      ) : null}
      <OwnTokens tokens={data.tokens} held={held} send={send} />
      <form method="post" onSubmit={make} aria-label="New API token" className="grid w-full max-w-160 gap-3">
        <div className="flex flex-wrap items-end gap-3">
          <div className="min-w-60 flex-1">
            <Field label="Name" name="name" required maxLength={80} autoComplete="off" placeholder="siem export" />
          </div>
          <Select label="Holds for" name="days" defaultValue="90">
            {TOKEN_DAYS.map((days) => (
              <option key={days} value={days}>
                {days} days
              </option>
            ))}
          </Select>
        </div>
        <fieldset className="grid gap-1">
          <legend className="meta mb-1">Scopes</legend>
          <div className="grid gap-x-4 gap-y-1 sm:grid-cols-2">
            {TOKEN_SCOPES.map((scope) => (
              <label key={scope} className="flex min-h-6 items-center gap-2">
                <input
                  type="checkbox"
                  className="accent-link"
                  name="scope"
                  value={scope}
                  defaultChecked={DEFAULT_SCOPES.includes(scope) && allowed.includes(scope)}
                  disabled={!allowed.includes(scope)}
                />
                <span className="mono">{scope}</span>
                {allowed.includes(scope) ? null : <span className="meta">not for {role}</span>}
              </label>
            ))}
          </div>
        </fieldset>
        <div>
          <Button type="submit" disabledReason={held}>
            Make a token
          </Button>
        </div>
      </form>
    </Section>
  );
}

interface OwnTokensProps {
  tokens: readonly TokenView[];
  held: string | null;
  send: ReturnType<typeof useChange>['send'];
}

function OwnTokens({ tokens, held, send }: OwnTokensProps) {
  if (tokens.length === 0) return <p className="text-fg-2">You have no token that holds.</p>;
  return (
    <table className={STACK.table} aria-label="Your API tokens">
      <thead className={STACK.head}>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Scopes</th>
          <th scope="col">Last used</th>
          <th scope="col">Expires</th>
          <th scope="col">
            <span className="sr-only">Changes</span>
          </th>
        </tr>
      </thead>
      <tbody className={STACK.body}>
        {tokens.map(({ id, name, scopes, lastUsedAt, expiresAt }) => (
          <tr key={id} className={STACK.row}>
            <th scope="row" className={STACK.cell}>
              {name}
            </th>
            <td className={`${STACK.cell} mono whitespace-normal! text-fg-2`}>{scopes.join(', ')}</td>
            <td className={`${STACK.cell} text-fg-2`}>{lastUsedAt === null ? 'never' : <Ago at={lastUsedAt} />}</td>
            <td className={`${STACK.cell} text-fg-2`}>
              <Time at={expiresAt} />
            </td>
            <td className={`${STACK.cell} text-right!`}>
              <Button
                look="quiet"
                disabledReason={held}
                aria-label={`Revoke the API token ${name}`}
                onClick={() => send(() => revokeToken({ tokenId: id }))}
              >
                Revoke
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
