'use client';

import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { addCluster } from '@/app/actions/clusters';
import { useWhyNot } from '@/components/shell/room';
import { Button } from '@/components/ui/button';
import { Field, TextArea } from '@/components/ui/field';
import { ErrorNote } from '@/components/ui/states';
import type { Failure } from '@/lib/failure';
import { keys } from '@/lib/live/keys';
import { NO_ANSWER } from './no-answer';

/** A cluster by a kubeconfig that holds everything itself: address, authority, and the token of a service account. */
export function AddCluster() {
  const client = useQueryClient();
  const why = useWhyNot('cluster.manage');
  const [open, setOpen] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [trying, setTrying] = useState(false);

  async function add(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const input = { name: String(form.get('name') ?? ''), kubeconfig: String(form.get('kubeconfig') ?? '') };
    setTrying(true);
    const result = await addCluster(input).catch(() => ({ ok: false as const, failure: NO_ANSWER }));
    setTrying(false);
    setFailure(result.ok ? null : result.failure);
    if (!result.ok) return;
    setOpen(false);
    await client.invalidateQueries({ queryKey: keys.clusters() });
  }

  if (!open)
    return (
      <Button disabledReason={why} onClick={() => setOpen(true)}>
        Add a cluster
      </Button>
    );
  return (
    <form method="post" onSubmit={add} aria-label="New cluster" className="grid w-full max-w-160 gap-3">
      <Field label="Name" name="name" required maxLength={60} autoComplete="off" placeholder="prod-eu-1" autoFocus />
      <TextArea
        label="Kubeconfig"
        name="kubeconfig"
        required
        rows={8}
        spellCheck={false}
        autoComplete="off"
        maxLength={256_000}
        className="field mono h-auto"
        hint="With the token of a service account, or a certificate and its key, and the authority inside. Programs and names of files are refused. It is tried first, kept encrypted, and never shown again."
      />
      {failure ? <ErrorNote {...failure} /> : null}
      <div className="flex gap-2">
        <Button type="submit" look="solid" disabledReason={trying ? 'The cluster is being read' : null}>
          {trying ? 'Reading the cluster' : 'Try and add'}
        </Button>
        <Button look="quiet" onClick={() => setOpen(false)}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
