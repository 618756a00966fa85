import type { KubeObject } from '../kubernetes/objects.ts';

/** One line about an owner: "2 of 3 replicas ready, revision 41, since 2026-11-12T14:20:00Z". Unknown fields are left out. */
export function ownerFacts(object: KubeObject): string {
  const wanted = numberAt(object.spec, 'replicas') ?? numberAt(object.status, 'desiredNumberScheduled');
  const ready = numberAt(object.status, 'readyReplicas') ?? numberAt(object.status, 'numberReady');
  const revision = object.metadata?.annotations?.['deployment.kubernetes.io/revision'];
  const suspended =
    typeof object.spec === 'object' && object.spec !== null && Reflect.get(object.spec, 'suspend') === true;
  const schedule: unknown =
    typeof object.spec === 'object' && object.spec !== null ? Reflect.get(object.spec, 'schedule') : undefined;
  return [
    wanted === null ? null : `${ready ?? 0} of ${wanted} ready`,
    typeof schedule === 'string' ? `schedule ${schedule.slice(0, 60)}` : null,
    suspended ? 'suspended' : null,
    revision ? `revision ${revision.slice(0, 20)}` : null,
    object.metadata?.creationTimestamp ? `since ${object.metadata.creationTimestamp}` : null,
  ]
    .filter((words) => words !== null)
    .join(', ');
}

function numberAt(value: unknown, key: string): number | null {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : null;
  return typeof found === 'number' ? found : null;
}
