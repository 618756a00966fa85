import type { CronJob, Job } from '../../kubernetes/objects.ts';
import type { Context, Controller } from './context.ts';
import { finished } from './job.ts';
import {
  asObject,
  CRON_JOBS,
  change,
  controllerOf,
  controllerRef,
  get,
  is,
  JOBS,
  keyOf,
  list,
  nameOf,
  namespaceOf,
  read,
  splitKey,
  timeOf,
  uidOf,
} from './objects.ts';

const SOURCE = 'cronjob-controller';
const MINUTE_MS = 60_000;
const LOOK_AHEAD_MINUTES = 366 * 24 * 60;

/** Starts a Job at each minute of the schedule (UTC) unless suspended; keeps the last three done and the last failed one. */
export function cronJobController(context: Context): Controller {
  const { store, clock, record } = context;
  const armed = new Map<string, () => void>();

  function arm(key: string, cron: CronJob): void {
    armed.get(key)?.();
    armed.delete(key);
    if (cron.spec?.suspend === true) return;
    const at = nextRun(cron.spec?.schedule ?? '', clock.now());
    if (at !== null)
      armed.set(
        key,
        clock.at(at, () => start(key, at)),
      );
  }

  function start(key: string, at: number): void {
    const [namespace, name] = splitKey(key);
    const cron = get(store, 'cronjobs', namespace, name);
    if (cron === null) return;
    const running = jobsOf(cron).filter((job) => !finished(job));
    const policy = cron.spec?.concurrencyPolicy ?? 'Allow';
    if (
      cron.spec?.suspend !== true &&
      (policy !== 'Forbid' || running.length === 0) &&
      cron.spec?.jobTemplate !== undefined
    ) {
      if (policy === 'Replace')
        for (const job of running) store.remove(JOBS, namespace, nameOf(job), { uid: uidOf(job) });
      const jobName = `${name}-${Math.floor(at / MINUTE_MS)}`;
      if (get(store, 'jobs', namespace, jobName) === null) {
        const { metadata, spec } = structuredClone(cron.spec.jobTemplate);
        store.create(
          JOBS,
          asObject({
            apiVersion: 'batch/v1',
            kind: 'Job',
            metadata: {
              ...metadata,
              name: jobName,
              namespace,
              uid: context.random.uid(),
              creationTimestamp: timeOf(clock.now()),
              annotations: { ...metadata?.annotations, 'batch.kubernetes.io/cronjob-scheduled-timestamp': timeOf(at) },
              ownerReferences: [controllerRef('batch/v1', 'CronJob', cron)],
            },
            spec,
          } satisfies Job),
        );
        record(cron, 'Normal', 'SuccessfulCreate', `Created job ${jobName}`, SOURCE);
        change(
          store,
          'cronjobs',
          namespace,
          name,
          (copy) => {
            copy.status = { ...copy.status, lastScheduleTime: timeOf(at) };
          },
          'status',
        );
      }
    }
    arm(key, cron);
  }

  const jobsOf = (cron: CronJob) =>
    list(store, 'jobs', namespaceOf(cron)).filter((job) => controllerOf(job)?.uid === uidOf(cron));

  function tidy(cron: CronJob): void {
    const jobs = [...jobsOf(cron)].sort((a, b) =>
      (a.metadata?.creationTimestamp ?? '').localeCompare(b.metadata?.creationTimestamp ?? ''),
    );
    const ended = (type: string) =>
      jobs.filter((job) => job.status?.conditions?.some((c) => c.type === type && c.status === 'True'));
    const surplus = (kept: Job[], limit: number) => kept.slice(0, Math.max(0, kept.length - limit));
    for (const job of [
      ...surplus(ended('Complete'), cron.spec?.successfulJobsHistoryLimit ?? 3),
      ...surplus(ended('Failed'), cron.spec?.failedJobsHistoryLimit ?? 1),
    ]) {
      store.remove(JOBS, namespaceOf(job), nameOf(job), { uid: uidOf(job) });
      record(cron, 'Normal', 'SuccessfulDelete', `Deleted job ${nameOf(job)}`, SOURCE);
    }
    const active = jobs
      .filter((job) => !finished(job))
      .map((job) => ({
        apiVersion: 'batch/v1',
        kind: 'Job',
        name: nameOf(job),
        namespace: namespaceOf(job),
        uid: uidOf(job),
      }));
    change(
      store,
      'cronjobs',
      namespaceOf(cron),
      nameOf(cron),
      (copy) => {
        const { active: _, ...rest } = copy.status ?? {};
        copy.status = active.length > 0 ? { ...rest, active } : rest;
      },
      'status',
    );
  }

  return {
    name: 'cronjob',
    interested(resource, event) {
      if (is(resource, CRON_JOBS)) return [keyOf(event.object)];
      if (!is(resource, JOBS)) return [];
      const controller = controllerOf(read('jobs', event.object));
      return controller?.kind === 'CronJob' ? [`${namespaceOf(event.object)}/${controller.name}`] : [];
    },
    reconcile(key) {
      const [namespace, name] = splitKey(key);
      const cron = get(store, 'cronjobs', namespace, name);
      if (cron === null) {
        armed.get(key)?.();
        armed.delete(key);
        return;
      }
      arm(key, cron);
      tidy(cron);
    },
  };
}

/** The first minute after `now` that a five-field schedule names, in UTC; null when it names none within a year or cannot be read. */
export function nextRun(schedule: string, now: number): number | null {
  const fields = (NICKNAMES[schedule] ?? schedule).trim().split(/\s+/);
  if (fields.length !== 5) return null;
  const [minutes, hours, days, months, weekdays] = fields.map((text, i) => valuesOf(text, RANGES[i] ?? [0, 0]));
  if (!minutes || !hours || !days || !months || !weekdays) return null;
  const free = (i: number) => fields[i]?.startsWith('*') ?? false;
  const day = (date: Date) => {
    const [inMonth, inWeek] = [
      days.has(date.getUTCDate()),
      weekdays.has(date.getUTCDay()) || (date.getUTCDay() === 0 && weekdays.has(7)),
    ];
    return free(2) || free(4) ? inMonth && inWeek : inMonth || inWeek; // cron(5): two restricted day fields are an "or"
  };
  let at = (Math.floor(now / MINUTE_MS) + 1) * MINUTE_MS;
  for (let i = 0; i < LOOK_AHEAD_MINUTES; i++) {
    const date = new Date(at);
    if (!months.has(date.getUTCMonth() + 1) || !day(date)) at = Math.floor(at / 86_400_000) * 86_400_000 + 86_400_000;
    else if (!hours.has(date.getUTCHours())) at = Math.floor(at / 3_600_000) * 3_600_000 + 3_600_000;
    else if (!minutes.has(date.getUTCMinutes())) at += MINUTE_MS;
    else return at;
  }
  return null;
}

const NICKNAMES: Record<string, string> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
};
const RANGES: readonly (readonly [number, number])[] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
];

function valuesOf(text: string, [low, high]: readonly [number, number]): Set<number> | null {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const match = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
    if (match === null) return null;
    const step = Number(match[3] ?? 1);
    const from = match[1] === undefined ? low : Number(match[1]);
    const to =
      match[1] === undefined || (match[3] !== undefined && match[2] === undefined)
        ? high
        : Number(match[2] ?? match[1]);
    if (step < 1 || from < low || to > high) return null;
    for (let value = from; value <= to; value += step) values.add(value);
  }
  return values;
}
