'use client';

import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { removeCluster, setClusterLook } from '@/app/actions/clusters';
import { useWhyNot } from '@/components/shell/room';
import { ArmButton } from '@/components/ui/arm-button';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { ErrorNote } from '@/components/ui/states';
import { CLUSTER_COLOURS, ClusterColour, colourOf } from '@/lib/cluster/colours';
import type { ClusterStatus } from '@/lib/cluster/status';
import type { ActionResult, Failure } from '@/lib/failure';
import { keys } from '@/lib/live/keys';
import { NO_ANSWER } from './no-answer';

/** What people call a cluster and its colour; and, where it was added here, the way to remove it. */
export function ClusterLook({ cluster }: { cluster: ClusterStatus }) {
  const client = useQueryClient();
  const why = useWhyNot('cluster.manage');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const held = why ?? (busy ? 'Being changed' : null);
  const configured = cluster.configuredName ?? cluster.name;

  async function change(run: () => Promise<ActionResult<null>>) {
    setBusy(true);
    const result = await run().catch(() => ({ ok: false as const, failure: NO_ANSWER }));
    setBusy(false);
    setFailure(result.ok ? null : result.failure);
    await client.invalidateQueries({ queryKey: keys.clusters() });
  }

  function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const colour = ClusterColour.safeParse(form.get('colour'));
    const label = String(form.get('label') ?? '').trim();
    const input = {
      clusterId: cluster.id,
      label: label === configured ? null : label,
      colour: colour.success ? colour.data : null,
    };
    void change(() => setClusterLook(input));
  }

  return (
    <details>
      <summary className="cursor-pointer text-fg-2">Name and colour{cluster.addedId ? ', removing' : ''}</summary>
      <form
        method="post"
        onSubmit={save}
        aria-label={`Name and colour of ${configured}`}
        className="mt-2 grid max-w-160 gap-3"
      >
        <Field
          label="Name"
          name="label"
          maxLength={60}
          defaultValue={cluster.name}
          autoComplete="off"
          hint={`Empty: ${configured}, as it is configured.`}
        />
        <fieldset>
          <legend className="meta mb-1">Colour of its left edge</legend>
          <div className="flex flex-wrap gap-x-4 gap-y-1">
            {[null, ...Object.keys(CLUSTER_COLOURS)].map((name) => (
              <label key={name ?? 'none'} className="flex min-h-6 items-center gap-2">
                <input
                  type="radio"
                  className="accent-link"
                  name="colour"
                  value={name ?? ''}
                  defaultChecked={(cluster.colour ?? null) === name}
                />
                <i
                  aria-hidden="true"
                  className="h-4 border-l-3"
                  style={{ borderLeftColor: colourOf(name) ?? 'transparent' }}
                />
                {name ?? 'none'}
              </label>
            ))}
          </div>
        </fieldset>
        {failure ? <ErrorNote {...failure} /> : null}
        <div className="flex flex-wrap items-start gap-3">
          <Button type="submit" disabledReason={held}>
            Keep name and colour
          </Button>
          {cluster.addedId ? (
            <ArmButton
              armedWords="Press again to remove it and its credential"
              onSend={() => void change(() => removeCluster({ addedId: cluster.addedId ?? '' }))}
              busyWords={busy ? 'Being changed' : null}
              disabledReason={why}
              big={false}
              look="outline"
              writes={false}
              target={cluster.id}
            >
              Remove this cluster
            </ArmButton>
          ) : null}
        </div>
        <p className="meta">
          {cluster.addedId
            ? 'It was added here. Its cases stay when it is removed, but what they ask of it works no more.'
            : 'It comes from the kubeconfig of the server, and goes only with that.'}
        </p>
      </form>
    </details>
  );
}
