import type { Job } from '../../kubernetes/objects.ts';
import { claimPods, ownersConcerned } from './claim.ts';
import type { Context, Controller } from './context.ts';
import {
  change,
  controllerRef,
  get,
  is,
  isActive,
  isReady,
  JOBS,
  keyOf,
  list,
  nameOf,
  namespaceOf,
  PODS,
  read,
  splitKey,
  timeOf,
  uidOf,
} from './objects.ts';
import { createPod } from './pod-template.ts';

const SOURCE = 'job-controller';

/** Runs pods until enough have succeeded; `spec.suspend` takes the running ones away and starts none. */
export function jobController(context: Context): Controller {
  const { store, record } = context;

  function reconcile(key: string): void {
    const [namespace, name] = splitKey(key);
    const job = get(store, 'jobs', namespace, name);
    if (job === null || job.metadata?.deletionTimestamp !== undefined || finished(job)) return;
    const owner = controllerRef('batch/v1', 'Job', job);
    const pods = claimPods(context, owner, namespace, job.spec?.selector);
    const active = pods.filter(isActive);
    const succeeded = pods.filter((pod) => pod.status?.phase === 'Succeeded').length;
    const failed = pods.filter((pod) => pod.status?.phase === 'Failed').length;
    const suspended = job.spec?.suspend === true;
    const wanted = job.spec?.completions ?? 1;
    const done = succeeded >= wanted;
    const hopeless = failed > (job.spec?.backoffLimit ?? 6);
    let running = active.length;
    if (suspended || done || hopeless) {
      for (const pod of active) {
        store.remove(PODS, namespace, nameOf(pod), { uid: uidOf(pod) });
        record(job, 'Normal', 'SuccessfulDelete', `Deleted pod: ${nameOf(pod)}`, SOURCE);
      }
      running = 0;
    } else if (job.spec?.template !== undefined) {
      const more = Math.min(job.spec.parallelism ?? 1, wanted - succeeded) - active.length;
      for (let i = 0; i < more; i++) {
        const pod = createPod(context, namespace, `${name}-${context.random.suffix(5)}`, job.spec.template, owner, {
          labels: {
            'batch.kubernetes.io/controller-uid': uidOf(job),
            'batch.kubernetes.io/job-name': name,
            'controller-uid': uidOf(job),
            'job-name': name,
          },
        });
        record(job, 'Normal', 'SuccessfulCreate', `Created pod: ${nameOf(pod)}`, SOURCE);
        running++;
      }
    }
    writeStatus(job, { running, ready: active.filter(isReady).length, succeeded, failed, suspended, done, hopeless });
  }

  function writeStatus(
    job: Job,
    now: {
      running: number;
      ready: number;
      succeeded: number;
      failed: number;
      suspended: boolean;
      done: boolean;
      hopeless: boolean;
    },
  ): void {
    const at = timeOf(context.clock.now());
    const wasSuspended = job.status?.conditions?.some((c) => c.type === 'Suspended' && c.status === 'True') ?? false;
    const others = job.status?.conditions?.filter((c) => c.type !== 'Suspended') ?? [];
    const condition = (type: string, status: string, reason: string, message: string) => ({
      type,
      status,
      reason,
      message,
      lastProbeTime: at,
      lastTransitionTime: at,
    });
    const kept = job.status?.conditions?.filter((c) => c.type === 'Suspended') ?? [];
    const conditions = [
      ...others,
      ...(now.suspended === wasSuspended
        ? kept
        : [
            now.suspended
              ? condition('Suspended', 'True', 'JobSuspended', 'Job suspended')
              : condition('Suspended', 'False', 'JobResumed', 'Job resumed'),
          ]),
      ...(now.done
        ? [condition('Complete', 'True', 'CompletionsReached', 'Reached expected number of succeeded pods')]
        : []),
      ...(now.hopeless
        ? [condition('Failed', 'True', 'BackoffLimitExceeded', 'Job has reached the specified backoff limit')]
        : []),
    ];
    change(
      store,
      'jobs',
      namespaceOf(job),
      nameOf(job),
      (copy) => {
        const { completionTime: _, active: __, ...before } = copy.status ?? {};
        copy.status = {
          ...before,
          ready: now.ready,
          terminating: 0,
          uncountedTerminatedPods: {},
          ...(now.suspended ? {} : { startTime: before.startTime ?? at }),
          ...(now.running > 0 ? { active: now.running } : {}),
          ...(now.succeeded > 0 ? { succeeded: now.succeeded } : {}),
          ...(now.failed > 0 ? { failed: now.failed } : {}),
          ...(conditions.length > 0 ? { conditions } : {}),
          ...(now.done ? { completionTime: at } : {}),
        };
        if (now.suspended) delete copy.status.startTime;
      },
      'status',
    );
    if (now.suspended && !wasSuspended) record(job, 'Normal', 'Suspended', 'Job suspended', SOURCE);
    if (!now.suspended && wasSuspended) record(job, 'Normal', 'Resumed', 'Job resumed', SOURCE);
    if (now.done) record(job, 'Normal', 'Completed', 'Job completed', SOURCE);
    if (now.hopeless)
      record(job, 'Warning', 'BackoffLimitExceeded', 'Job has reached the specified backoff limit', SOURCE);
  }

  return {
    name: 'job',
    interested(resource, event, previous) {
      if (is(resource, JOBS)) return event.type === 'DELETED' ? [] : [keyOf(event.object)];
      if (!is(resource, PODS)) return [];
      const pod = read('pods', event.object);
      return ownersConcerned('Job', pod, previous && read('pods', previous), () =>
        list(store, 'jobs', namespaceOf(pod)),
      );
    },
    reconcile(key) {
      const [namespace, name] = splitKey(key);
      const job = get(store, 'jobs', namespace, name);
      // The registry generates the selector of a Job whose author gave none (batch/v1 Job strategy).
      if (job !== null && job.spec?.selector === undefined)
        change(store, 'jobs', namespace, name, (copy) => {
          if (copy.spec !== undefined)
            copy.spec.selector = { matchLabels: { 'batch.kubernetes.io/controller-uid': uidOf(job) } };
        });
      reconcile(key);
    },
  };
}

/** Complete or Failed: a finished Job is never looked at again. */
export const finished = (job: Job) =>
  job.status?.conditions?.some((c) => (c.type === 'Complete' || c.type === 'Failed') && c.status === 'True') ?? false;
