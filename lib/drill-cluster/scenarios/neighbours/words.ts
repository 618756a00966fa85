import { type ContainerWords, container, DAY_MS, type PodTemplate, podSpec, template } from '../build.ts';
import type { PodWords } from '../pods.ts';

/** One container under the label `app`, which is all that most neighbours are. */
export function simple(
  app: string,
  words: Omit<ContainerWords, 'name'> & { name?: string },
  more: Parameters<typeof podSpec>[1] = {},
): PodTemplate {
  return template({ app }, podSpec([container({ name: app, ...words })], more));
}
export const days = (...ages: number[]): PodWords[] => ages.map((age) => ({ ageMs: age * DAY_MS }));
export const hostPath = (name: string, path: string, type = '') => ({ name, hostPath: { path, type } });
/** The security context of software that was made with care. */
export const TIGHT = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
};
