import type { KubeObject, Pod } from '../../kubernetes/objects.ts';
import type { LogOptions, World } from '../contract.ts';
import { ApiError, badRequest, type FieldProblem, invalid } from '../errors.ts';
import type { Stream } from './answer.ts';
import type { ClusterParts } from './cluster.ts';
import { asPod, containerNamed, statusOfContainer } from './pods.ts';
import { type ApiRequest, isTrue } from './request.ts';

/** GET pods/log: the lines that there are and, with `follow`, those to come until the container ends. */
export function podLog(cluster: ClusterParts, request: ApiRequest, object: KubeObject): Stream {
  const pod = asPod(object);
  const options = optionsOf(request, cluster.now());
  const container = containerNamed(pod, request.query.get('container') ?? '');
  const world = worldOf(cluster, pod, container, options.previous);
  return async (response) => {
    response.writeHead(200, { 'content-type': 'text/plain', 'cache-control': 'no-cache, private' });
    response.flushHeaders();
    if (world) {
      for await (const bytes of world.log(options)) {
        if (request.signal.aborted) break;
        if (!response.write(bytes)) await drained(response, request.signal);
      }
    }
    response.end();
  };
}

const drained = (response: NodeJS.WritableStream, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    response.once('drain', resolve);
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

function worldOf(cluster: ClusterParts, pod: Pod, container: string, previous: boolean): World | null {
  const name = pod.metadata?.name ?? '';
  const status = statusOfContainer(pod, container);
  if (previous && !status?.lastState?.terminated) {
    throw badRequest(`previous terminated container "${container}" in pod "${name}" not found`);
  }
  const waiting = status?.state?.waiting;
  const hasRun = status?.lastState?.terminated !== undefined || status?.state?.terminated !== undefined;
  if (waiting && !hasRun) {
    const why =
      waiting.reason === 'ContainerCreating' || waiting.reason === 'PodInitializing'
        ? 'is waiting to start'
        : undefined;
    throw badRequest(
      why
        ? `container "${container}" in pod "${name}" ${why}: ${waiting.reason}`
        : `container "${container}" in pod "${name}" is waiting to start: ${imageWords(waiting.reason)}`,
    );
  }
  return cluster.worlds.find(pod.metadata?.uid ?? '', container);
}

const IMAGE_REASONS: Record<string, string> = {
  ImagePullBackOff: 'trying and failing to pull image',
  ErrImagePull: "image can't be pulled",
};
const imageWords = (reason: string | undefined) => IMAGE_REASONS[reason ?? ''] ?? reason ?? 'unknown';

function optionsOf({ query, signal }: ApiRequest, now: number): LogOptions {
  const problems: FieldProblem[] = [];
  const whole = (name: string, least: number): number | null => {
    const text = query.get(name);
    if (text === null || text === '') return null;
    const value = Number(text);
    if (Number.isInteger(value) && value >= least) return value;
    const words = `must be greater than or equal to ${least}`;
    problems.push({ reason: 'FieldValueInvalid', message: `Invalid value: ${text}: ${words}`, field: name });
    return null;
  };
  const tailLines = whole('tailLines', 0);
  const limitBytes = whole('limitBytes', 1);
  const sinceSeconds = whole('sinceSeconds', 1);
  if (problems.length > 0) throw invalid({ group: '', kind: 'PodLogOptions' }, '', problems);
  const sinceTime = query.get('sinceTime') ? Date.parse(query.get('sinceTime') ?? '') : null;
  if (sinceTime !== null && Number.isNaN(sinceTime)) throw new ApiError(400, 'BadRequest', 'invalid sinceTime');
  return {
    previous: isTrue(query.get('previous')),
    follow: isTrue(query.get('follow')),
    timestamps: isTrue(query.get('timestamps')),
    tailLines,
    sinceTime: sinceSeconds === null ? sinceTime : now - sinceSeconds * 1000,
    limitBytes,
    signal,
  };
}
