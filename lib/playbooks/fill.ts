import { parseImage } from '../kubernetes/images.ts';
import { shellWord } from '../text/shell.ts';
import type { ImageRef, OwnerRef } from '../triage/row.ts';

/** Names that a command may ask for. Each is one of a suspect's, or of one of its containers, or the case's own. */
export const PLACEHOLDERS = [
  'namespace',
  'pod',
  'podUid',
  'node',
  'serviceAccount',
  'workload', // "deployment/payment": the top of the owner chain, as kubectl takes it
  'deployment',
  'replicaSet',
  'statefulSet',
  'daemonSet',
  'cronJob',
  'container',
  'image', // as the pod asks for it
  'repository', // the image without tag and digest
  'digest', // sha256:…
  'case', // its number
  'detectedAt', // RFC 3339
] as const;
export type PlaceholderName = (typeof PLACEHOLDERS)[number];
export type Names = Readonly<Partial<Record<PlaceholderName, string>>>;

/** What commands are filled for: one suspect with its containers. */
export interface Subject {
  /** "finance/payment-…", for people */
  readonly title: string;
  readonly names: Names;
  readonly containers: Names[];
}

export interface Filled {
  /** the line to copy; '' when something is missing */
  run: string;
  /** which suspects it is for; empty: it is the same for the whole case */
  about: readonly string[];
  /** names that are not there or that no command may carry, in words */
  missing: readonly string[];
}

const PLACEHOLDER = /\{\{([a-zA-Z]+)\}\}/g;
const CONTAINER_NAMES: readonly string[] = ['container', 'image', 'repository', 'digest'];

/**
 * The command for each suspect, and for each of its containers when it asks for one; equal lines once. A name that is
 * missing, or that could be read as an option or move a terminal, gives no line but says so.
 */
export function fill(run: string, subjects: readonly Subject[]): Filled[] {
  const wanted = placeholdersIn(run);
  const lines = subjects.flatMap(({ title, names, containers }) => {
    const perContainer = wanted.some((name) => CONTAINER_NAMES.includes(name));
    const each = perContainer && containers.length > 0 ? containers : [{}];
    return each.map((container) => fillOne(run, { ...names, ...container }, title));
  });
  if (lines.length === 0) lines.push(fillOne(run, {}, ''));
  return unique(lines, wanted.length === 0);
}

function fillOne(run: string, names: Names, title: string): Filled {
  const missing = new Set<string>();
  const filled = run.replaceAll(PLACEHOLDER, (_, name: string) => {
    const value = (names as Record<string, string | undefined>)[name]; // a name that is not in the table is missing too
    const why = value === undefined || value === '' ? (WORDS[name] ?? `{{${name}}}`) : whyUnusable(value, name);
    if (why) missing.add(why);
    return why ? '' : shellWord(value ?? '');
  });
  return { run: missing.size > 0 ? '' : filled, about: title === '' ? [] : [title], missing: [...missing] };
}

function unique(lines: readonly Filled[], forAll: boolean): Filled[] {
  const found = new Map<string, Filled>();
  for (const line of lines) {
    const key = JSON.stringify([line.run, line.missing]);
    const before = found.get(key);
    const about = forAll ? [] : [...new Set([...(before?.about ?? []), ...line.about])];
    found.set(key, { ...line, about });
  }
  return [...found.values()];
}

const WORDS: Readonly<Record<string, string>> = {
  namespace: 'a namespace',
  pod: 'a pod',
  podUid: 'a pod UID',
  node: 'a node',
  serviceAccount: 'a service account',
  workload: 'a workload that owns the pod',
  deployment: 'a Deployment',
  replicaSet: 'a ReplicaSet',
  statefulSet: 'a StatefulSet',
  daemonSet: 'a DaemonSet',
  cronJob: 'a CronJob',
  container: 'a container',
  image: 'an image',
  repository: 'an image',
  digest: 'a digest: the container never ran',
};

// Control and invisible characters: a pasted line must not move the terminal, and must read as what it is.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u;

function whyUnusable(value: string, name: string): string | null {
  if (UNPRINTABLE.test(value)) return `a ${name} without invisible characters`;
  if (value.startsWith('-')) return `a ${name} that does not begin with - (it would be read as an option)`;
  return null;
}

export const placeholdersIn = (run: string): string[] => [
  ...new Set([...run.matchAll(PLACEHOLDER)].map(([, name = '']) => name)),
];

/**
 * Why a command may not be filled, or null. A name that is put in brings its own quotes, so around a placeholder there may be
 * none, nor anything else that reads text a second time.
 */
export function faultOf(run: string): string | null {
  const unknown = placeholdersIn(run).find((name) => !(PLACEHOLDERS as readonly string[]).includes(name));
  if (unknown) return `There is no {{${unknown}}}; there is ${PLACEHOLDERS.join(', ')}`;
  if (placeholdersIn(run).length === 0) return null;
  if (/`|\$[{']|<<|\beval\b/.test(run)) return "A command with {{…}} has no backtick, ${…}, $'…', << or eval";
  if (/\bssh\b.*\{\{(?!node\}\})/s.test(run)) return 'ssh has a command read a second time: it takes {{node}} alone';
  if (/\b\w*sh\s+-\w*c\s+\S*\{\{/.test(run)) return 'A {{…}} may not be what a shell runs with -c';
  if (/\\\{\{/.test(run)) return 'A {{…}} may not follow a backslash';
  let quote: "'" | '"' | null = null;
  let comment = false;
  for (let at = 0; at < run.length; at++) {
    const char = run[at] ?? '';
    const before = run[at - 1] ?? '\n';
    if (run.startsWith('{{', at) && /^\{\{[a-zA-Z]+\}\}/.test(run.slice(at))) {
      if (quote) return 'A {{…}} stands outside of quotation marks: it brings its own';
      if (comment) return 'A {{…}} may not stand in a comment';
      if (/(^|[\n;|&(])\s*$/.test(run.slice(0, at))) return 'A {{…}} may not be the command itself';
    }
    if (comment) comment = char !== '\n';
    else if (quote === "'") quote = char === "'" ? null : quote;
    else if (char === '\\') at += 1;
    else if (quote === '"') quote = char === '"' ? null : quote;
    else if (char === "'" || char === '"') quote = char;
    else if (char === '#' && /[\s;|&(]/.test(before)) comment = true;
  }
  return quote ? 'A quotation mark is not closed' : null;
}

/** The names of a suspect, for the commands of its case. */
export function subjectOf(
  suspect: {
    namespace: string;
    podName: string;
    podUid: string;
    node: string | null;
    serviceAccount: string;
    ownerChain: readonly OwnerRef[];
    images: readonly ImageRef[];
  },
  ofCase: { number: number; detectedAt: string },
): Subject {
  const owner = (kind: string) => suspect.ownerChain.find((one) => one.kind === kind)?.name;
  const top = suspect.ownerChain.at(-1);
  return {
    title: `${suspect.namespace}/${suspect.podName}`,
    names: withoutEmpty({
      namespace: suspect.namespace,
      pod: suspect.podName,
      podUid: suspect.podUid,
      node: suspect.node ?? undefined,
      serviceAccount: suspect.serviceAccount,
      workload: top && `${top.kind.toLowerCase()}/${top.name}`,
      deployment: owner('Deployment'),
      replicaSet: owner('ReplicaSet'),
      statefulSet: owner('StatefulSet'),
      daemonSet: owner('DaemonSet'),
      cronJob: owner('CronJob'),
      case: String(ofCase.number),
      detectedAt: ofCase.detectedAt,
    }),
    containers: suspect.images.map(({ container, image, digest }) =>
      withoutEmpty({ container, image, repository: repositoryOf(image), digest: digest ?? undefined }),
    ),
  };
}

const withoutEmpty = (names: Partial<Record<PlaceholderName, string | undefined>>): Names =>
  Object.fromEntries(Object.entries(names).filter(([, value]) => value !== undefined && value !== ''));

/** The image without tag and digest, its registry named: to put another digest behind it. */
function repositoryOf(image: string): string | undefined {
  const parsed = parseImage(image);
  return parsed ? `${parsed.registry}/${parsed.repository}` : undefined;
}
