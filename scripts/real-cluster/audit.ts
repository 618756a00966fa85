import type { Rule } from '../../lib/cluster/rights.ts';

/** What the API server's audit log says about one account, beside the rights it was given. */
export interface RightsInUse {
  /** requests of the account that were seen */
  readonly requests: number;
  /** requests that were answered 403, each once: "patch deployments/scale in finance (403)" */
  readonly refused: readonly string[];
  /** rights that no request used: "patch jobs.batch" */
  readonly unused: readonly string[];
}

/**
 * Holds the requests of `user` (as the audit log names it) to its rules.
 * @param lines of an audit log of audit.k8s.io/v1, one event each; a last line that is not whole yet is left out
 */
export function rightsInUse(lines: readonly string[], user: string, rules: readonly Rule[]): RightsInUse {
  const mine = lines.map(readEvent).filter((event): event is Audited => event?.user === user);
  const used = new Set(mine.flatMap(rightsOf));
  const granted = rules.flatMap(({ group, resources, verbs }) =>
    resources.flatMap((resource) => verbs.map((verb) => rightName(verb, group, resource))),
  );
  const refused = mine.filter(({ code }) => code === 403).map(({ words }) => `${words} (403)`);
  return {
    requests: mine.length,
    refused: [...new Set(refused)].sort(),
    unused: granted.filter((right) => !used.has(right)).sort(),
  };
}

interface Audited {
  user: string;
  verb: string;
  group: string;
  /** with its subresource; null for a path without one, such as /version */
  resource: string | null;
  code: number | null;
  words: string;
}

const EXEC = 'pods/exec';

/** A server from 1.35 on asks for `create` too when exec is begun by GET, and writes one event for both. */
const rightsOf = ({ verb, group, resource, code }: Audited): string[] => {
  if (resource === null || code === 403) return [];
  const verbs = resource === EXEC && verb === 'get' ? ['get', 'create'] : [verb];
  return verbs.map((each) => rightName(each, group, resource));
};

function rightName(verb: string, group: string, resource: string): string {
  const [plural, ...sub] = resource.split('/');
  return `${verb} ${[group === '' ? plural : `${plural}.${group}`, ...sub].join('/')}`;
}

function readEvent(line: string): Audited | null {
  const event = parsed(line);
  const user = textAt(event, 'user', 'username');
  const verb = textAt(event, 'verb');
  if (!user || !verb) return null;
  const plural = textAt(event, 'objectRef', 'resource');
  const sub = textAt(event, 'objectRef', 'subresource');
  const group = textAt(event, 'objectRef', 'apiGroup') ?? '';
  const namespace = textAt(event, 'objectRef', 'namespace');
  const resource = plural && (sub ? `${plural}/${sub}` : plural);
  const what = resource ? rightName(verb, group, resource) : `${verb} ${textAt(event, 'requestURI') ?? ''}`;
  const code = at(event, 'responseStatus', 'code');
  return {
    user,
    verb,
    group,
    resource,
    code: typeof code === 'number' ? code : null,
    words: namespace ? `${what} in ${namespace}` : what,
  };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  let here = value;
  for (const key of keys) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as Record<string, unknown>)[key]; // an own member, as just seen
  }
  return here;
}

function textAt(value: unknown, ...keys: readonly string[]): string | null {
  const found = at(value, ...keys);
  return typeof found === 'string' ? found : null;
}
