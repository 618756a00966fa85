import type { CronJob, DaemonSet, Deployment, Job, ReplicaSet, StatefulSet } from '../../kubernetes/objects.ts';
import {
  ageColumn,
  ago,
  column,
  columnsFor,
  containerImages,
  containerNames,
  labelsText,
  nameColumn,
  type PrintContext,
  selectorText,
  whole,
  wide,
} from './columns.ts';
import { humanDuration } from './duration.ts';

export const deployments = columnsFor<Deployment>(
  nameColumn,
  column('Ready', ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 1}`),
  column('Up-to-date', ({ status }) => status?.updatedReplicas ?? 0),
  column('Available', ({ status }) => status?.availableReplicas ?? 0),
  ageColumn,
  column('Containers', ({ spec }) => containerNames(spec?.template), wide),
  column('Images', ({ spec }) => containerImages(spec?.template), wide),
  column('Selector', ({ spec }) => selectorText(spec?.selector), wide),
);

export const replicasets = columnsFor<ReplicaSet>(
  nameColumn,
  column('Desired', ({ spec }) => spec?.replicas ?? 1, whole),
  column('Current', ({ status }) => status?.replicas ?? 0, whole),
  column('Ready', ({ status }) => status?.readyReplicas ?? 0, whole),
  ageColumn,
  column('Containers', ({ spec }) => containerNames(spec?.template), wide),
  column('Images', ({ spec }) => containerImages(spec?.template), wide),
  column('Selector', ({ spec }) => selectorText(spec?.selector), wide),
);

export const statefulsets = columnsFor<StatefulSet>(
  nameColumn,
  column('Ready', ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 1}`),
  ageColumn,
  column('Containers', ({ spec }) => containerNames(spec?.template), wide),
  column('Images', ({ spec }) => containerImages(spec?.template), wide),
);

export const daemonsets = columnsFor<DaemonSet>(
  nameColumn,
  column('Desired', ({ status }) => status?.desiredNumberScheduled ?? 0, whole),
  column('Current', ({ status }) => status?.currentNumberScheduled ?? 0, whole),
  column('Ready', ({ status }) => status?.numberReady ?? 0, whole),
  column('Up-to-date', ({ status }) => status?.updatedNumberScheduled ?? 0, whole),
  column('Available', ({ status }) => status?.numberAvailable ?? 0, whole),
  column('Node Selector', ({ spec }) => labelsText(spec?.template.spec?.nodeSelector)),
  ageColumn,
  column('Containers', ({ spec }) => containerNames(spec?.template), wide),
  column('Images', ({ spec }) => containerImages(spec?.template), wide),
  column('Selector', ({ spec }) => selectorText(spec?.selector), wide),
);

export const jobs = columnsFor<Job>(
  nameColumn,
  column('Status', jobStatus),
  column('Completions', ({ spec, status }) => `${status?.succeeded ?? 0}/${spec?.completions ?? 1}`),
  column('Duration', jobDuration),
  ageColumn,
  column('Containers', ({ spec }) => containerNames(spec?.template), wide),
  column('Images', ({ spec }) => containerImages(spec?.template), wide),
  column('Selector', ({ spec }) => selectorText(spec?.selector), wide),
);

function jobStatus({ metadata, status }: Job) {
  const has = (type: string) => status?.conditions?.some((one) => one.type === type && one.status === 'True');
  if (has('Complete')) return 'Complete';
  if (has('Failed')) return 'Failed';
  if (metadata?.deletionTimestamp) return 'Terminating';
  if (has('Suspended')) return 'Suspended';
  if (has('FailureTarget')) return 'FailureTarget';
  if (has('SuccessCriteriaMet')) return 'SuccessCriteriaMet';
  return 'Running';
}

function jobDuration({ status }: Job, { now }: PrintContext) {
  if (!status?.startTime) return '';
  const end = status.completionTime ? Date.parse(status.completionTime) : now;
  return humanDuration(end - Date.parse(status.startTime));
}

export const cronjobs = columnsFor<CronJob>(
  nameColumn,
  column('Schedule', ({ spec }) => spec?.schedule ?? ''),
  column('Timezone', ({ spec }) => spec?.timeZone ?? '<none>'),
  column('Suspend', ({ spec }) => (spec?.suspend ? 'True' : 'False'), { type: 'boolean' }),
  column('Active', ({ status }) => status?.active?.length ?? 0, whole),
  column('Last Schedule', ({ status }, { now }) =>
    status?.lastScheduleTime ? ago(status.lastScheduleTime, now) : '<none>',
  ),
  ageColumn,
  column('Containers', ({ spec }) => containerNames(spec?.jobTemplate.spec?.template), wide),
  column('Images', ({ spec }) => containerImages(spec?.jobTemplate.spec?.template), wide),
  column('Selector', ({ spec }) => selectorText(spec?.jobTemplate.spec?.selector), wide),
);
