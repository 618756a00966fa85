import { CRON_JOBS, controllerRef, JOBS, timeOf } from '../controllers/objects.ts';
import { hash32, safeHash, seededRandom } from '../random.ts';
import type { Seeder } from './build.ts';
import { addPod } from './pods.ts';
import type { WorkloadWords } from './workloads.ts';

/** A CronJob whose last Job is done; the pod of that Job is left as Completed. */
export function addCronJob(
  seed: Seeder,
  words: Omit<WorkloadWords, 'pods'>,
  schedule: string,
  lastRunMs: number,
): void {
  const { namespace, name } = words;
  const jobSpec = {
    template: words.template,
    backoffLimit: 6,
    completions: 1,
    parallelism: 1,
    suspend: false,
    completionMode: 'NonIndexed',
  };
  const at = Math.floor((seed.now - lastRunMs) / 60_000) * 60_000;
  const cron = seed.put(
    CRON_JOBS,
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name, namespace, labels: words.template.metadata.labels },
      spec: {
        schedule,
        concurrencyPolicy: 'Forbid',
        suspend: false,
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 1,
        jobTemplate: { spec: jobSpec },
      },
      status: { lastScheduleTime: timeOf(at), lastSuccessfulTime: timeOf(at + 40_000) },
    },
    words.ageMs,
  );
  const jobName = `${name}-${at / 60_000}`;
  const uid = seededRandom(hash32(`${namespace}/${name} job`)).uid();
  const labels = {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': jobName,
    'controller-uid': uid,
    'job-name': jobName,
  };
  const job = seed.put(
    JOBS,
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        name: jobName,
        namespace,
        uid,
        labels: { ...words.template.metadata.labels, ...labels },
        ownerReferences: [controllerRef('batch/v1', 'CronJob', cron)],
      },
      spec: {
        ...jobSpec,
        selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } },
        template: { ...words.template, metadata: { labels: { ...words.template.metadata.labels, ...labels } } },
      },
      status: {
        startTime: timeOf(at),
        completionTime: timeOf(at + 40_000),
        succeeded: 1,
        ready: 0,
        terminating: 0,
        uncountedTerminatedPods: {},
        conditions: [
          {
            type: 'Complete',
            status: 'True',
            reason: 'CompletionsReached',
            message: 'Reached expected number of succeeded pods',
            lastProbeTime: timeOf(at + 40_000),
            lastTransitionTime: timeOf(at + 40_000),
          },
        ],
      },
    },
    seed.now - at,
  );
  addPod(
    seed,
    namespace,
    `${jobName}-${safeHash(jobName, 5)}`,
    { ...words.template, metadata: { labels: { ...words.template.metadata.labels, ...labels } } },
    controllerRef('batch/v1', 'Job', job),
    {
      ageMs: seed.now - at,
      done: { exitCode: 0, afterMs: 38_000 },
    },
  );
}
