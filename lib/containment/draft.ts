import { stringify } from 'yaml';
import type { z } from 'zod';
import { shellWord } from '../text/shell.ts';
import type { DiffLine, PlannedRequest } from './step.ts';

/** A request before the API server has been asked for its verdict. */
export type DraftRequest = Omit<PlannedRequest, 'dryRun'>;
type Line = z.infer<typeof DiffLine>;

export const MERGE_PATCH = 'application/merge-patch+json';
export const JSON_BODY = 'application/json';

/** One path segment of a URL. Names come from the cluster; they are never trusted to be plain. */
export const segment = (text: string): string => encodeURIComponent(text);

export const plus = (text: string): Line => ({ sign: '+', text });
export const minus = (text: string): Line => ({ sign: '-', text });
export const same = (text: string): Line => ({ sign: ' ', text });

/** `key: value` as YAML writes it, quoted where it must be, on one line. */
export const yamlPair = (key: string, value: unknown): string =>
  stringify({ [key]: value }, { lineWidth: 0 }).trimEnd();

/** A value as YAML, one diff line a line. */
export const yamlLines = (value: unknown): Line[] => stringify(value, { lineWidth: 0 }).trimEnd().split('\n').map(plus);

export const kubectlPatch = (kind: string, namespace: string, name: string, body: unknown, extra = ''): string =>
  `kubectl patch ${kind} ${shellWord(name)} -n ${shellWord(namespace)}${extra} --type=merge -p ${shellWord(JSON.stringify(body))}`;
