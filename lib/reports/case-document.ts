import { artifactLabel } from '../evidence/artifact.ts';
import { ASSET_KIND_WORDS, type AssetFact } from './asset-words.ts';
import { plural, sayLine } from './say.ts';
import { minutesWords, tPlus, utc } from './times.ts';

/** One thing of a report, without its look: Markdown and PDF are made of these. All texts are data, none is markup. */
export type Block =
  | { kind: 'title'; text: string }
  | { kind: 'heading'; text: string }
  | { kind: 'text'; text: string }
  /** `lead` stands before the text: a time, a name; `more` below it */
  | { kind: 'item'; lead: string; text: string; more: readonly string[] };

export interface EntryFact {
  at: string;
  source: string;
  sentence: string;
  by: string | null;
  keyEvent: boolean;
  star: boolean;
  version: number;
  /** tags, techniques and comments, in words */
  notes: readonly string[];
}

export interface CaseFacts {
  madeAt: string;
  madeBy: string;
  number: number;
  title: string;
  severity: number;
  phase: string;
  drill: boolean;
  commander: string;
  cluster: string;
  members: readonly { role: string; name: string }[];
  detectedAt: string;
  openedAt: string;
  containedAt: string | null;
  closedAt: string | null;
  result: string | null;
  goalMin: number;
  phases: readonly { phase: string; enteredAt: string; leftAt: string | null }[];
  suspects: readonly {
    name: string;
    uid: string;
    node: string | null;
    serviceAccount: string;
    owners: readonly string[];
    images: readonly string[];
  }[];
  assets: readonly (AssetFact & { reason: string })[];
  keyEvents: readonly EntryFact[];
  timeline: TimelinePart;
  actions: { shown: readonly ActionFact[]; total: number };
  artifacts: { shown: readonly ArtifactFact[]; total: number };
  overrides: readonly { what: string; by: string; at: string; reason: string }[];
  reports: readonly { number: number; sentAt: string; by: string; to: readonly string[] }[];
  tasks: readonly { title: string; owner: string | null; dueAt: string | null; state: string }[];
  unmet: readonly string[];
}

/** The beginning and the end of a timeline; what lies between is counted, never left out silently. */
export interface TimelinePart {
  first: readonly EntryFact[];
  last: readonly EntryFact[];
  total: number;
  hidden: number;
}

export interface ActionFact {
  seq: number;
  at: string;
  words: string;
  by: string | null;
  outcome: string | null;
  hash: string;
}

export interface ArtifactFact {
  number: number;
  title: string;
  state: string;
  reason: string | null;
  sensitive: boolean;
  sizeBytes: number;
  sha256: string | null;
  command: string;
  by: string;
  at: string;
}

/** The report of a whole case, from what is on record at one moment. */
export const caseDocument = (facts: CaseFacts): Block[] => [
  { kind: 'title', text: `${facts.drill ? '[DRILL] ' : ''}Case ${facts.number}: ${line(facts.title, 200)}` },
  {
    kind: 'text',
    text: `As on record at ${utc(facts.madeAt)}, made by ${line(facts.madeBy, 80)}. All times are UTC; T is the detection.`,
  },
  ...head(facts),
  ...section(
    'Phases',
    facts.phases.map((one) => phaseItem(one, facts)),
  ),
  ...section('Suspects', facts.suspects.map(suspectItem)),
  ...section('What the attacker has or may have', facts.assets.map(assetItem), 'No asset was recorded: unknown.'),
  ...section(
    'Key events',
    facts.keyEvents.map((entry) => entryItem(entry, facts.detectedAt)),
    'No entry was made a key event.',
  ),
  ...section(
    'Overrides',
    facts.overrides.map((one) => overrideItem(one, facts.detectedAt)),
    'No gate was passed by override.',
  ),
  ...section(
    'Artifacts',
    [...facts.artifacts.shown.map(artifactItem), ...cutOf(facts.artifacts, 'artifact')],
    'Nothing was captured.',
  ),
  ...section(
    'Actions',
    [...facts.actions.shown.map((one) => actionItem(one, facts.detectedAt)), ...cutOf(facts.actions, 'action')],
    'Bulkhead did nothing to the cluster.',
  ),
  ...section('Status reports', facts.reports.map(reportItem), 'None was sent.'),
  ...section('Open', openItems(facts), 'Nothing is open on record.'),
  ...timeline(facts),
];

const line = sayLine;
const item = (lead: string, text: string, more: readonly (string | null)[] = []): Block => ({
  kind: 'item',
  lead,
  text: line(text),
  more: more.filter((one) => one !== null && one !== '').map((one) => line(one ?? '')),
});

const section = (title: string, blocks: readonly Block[], none = 'None.'): Block[] => [
  { kind: 'heading', text: title },
  ...(blocks.length > 0 ? blocks : [{ kind: 'text' as const, text: none }]),
];

function head(facts: CaseFacts): Block[] {
  const contained = facts.containedAt
    ? `${minutesWords(Date.parse(facts.containedAt) - Date.parse(facts.detectedAt))} after detection, goal ${facts.goalMin}:00`
    : 'not contained';
  return [
    item('Severity', String(facts.severity)),
    item('Phase', facts.closedAt ? `closed, last in ${facts.phase}` : facts.phase),
    item('Commander', facts.commander),
    ...facts.members.map(({ role, name }) => item(`${role.charAt(0).toUpperCase()}${role.slice(1)}`, name)),
    item('Cluster', facts.cluster),
    item('Detected', utc(facts.detectedAt)),
    item('Opened', `${utc(facts.openedAt)}, ${tPlus(facts.openedAt, facts.detectedAt)}`),
    item('Contained', contained),
    item('Closed', facts.closedAt ? `${utc(facts.closedAt)}, ${tPlus(facts.closedAt, facts.detectedAt)}` : 'open'),
    ...(facts.result ? [item('Result', facts.result)] : []),
  ];
}

const phaseItem = (
  { phase, enteredAt, leftAt }: CaseFacts['phases'][number],
  { madeAt, closedAt }: CaseFacts,
): Block => {
  const end = leftAt ?? closedAt ?? madeAt;
  const spent = minutesWords(Date.parse(end) - Date.parse(enteredAt));
  return item(utc(enteredAt), `${phase}: ${spent} min${leftAt || closedAt ? '' : ' so far'}`);
};

const suspectItem = (suspect: CaseFacts['suspects'][number]): Block =>
  item('Pod', `${suspect.name}, UID ${suspect.uid}`, [
    suspect.owners.length > 0 ? `Owned by ${suspect.owners.join(', ')}` : 'Has no owner',
    `Service account ${suspect.serviceAccount}, node ${suspect.node ?? 'unknown'}`,
    ...suspect.images,
  ]);

const assetItem = ({ kind, name, state, reason }: CaseFacts['assets'][number]): Block =>
  item(state, `${ASSET_KIND_WORDS[kind]} ${name}`, [reason]);

const when = (at: string, detectedAt: string) => `${utc(at)} ${tPlus(at, detectedAt)}`;

function entryItem(entry: EntryFact, detectedAt: string): Block {
  const marks = [
    entry.keyEvent ? 'key event' : '',
    entry.star ? 'starred' : '',
    entry.version > 1 ? `corrected, version ${entry.version}` : '',
  ].filter(Boolean);
  const by = entry.by ? `, ${line(entry.by, 80)}` : '';
  return item(when(entry.at, detectedAt), `[${entry.source}${by}] ${entry.sentence}`, [
    marks.join(', '),
    ...entry.notes,
  ]);
}

const overrideItem = ({ what, by, at, reason }: CaseFacts['overrides'][number], detectedAt: string): Block =>
  item(when(at, detectedAt), `${what}, by ${by}`, [`Reason: ${reason}`]);

function artifactItem({
  number,
  title,
  state,
  reason,
  sensitive,
  sizeBytes,
  sha256,
  command,
  by,
  at,
}: ArtifactFact): Block {
  return item(
    artifactLabel(number),
    `${title}: ${state}, ${sizeBytes.toLocaleString('en')} bytes${sensitive ? ', sensitive' : ''}`,
    [`SHA-256 ${sha256 ?? 'unknown: it was not sealed'}`, `By ${by}, ${utc(at)}: ${command}`, reason],
  );
}

const actionItem = ({ seq, at, words, by, outcome, hash }: ActionFact, detectedAt: string): Block =>
  item(when(at, detectedAt), `#${seq} ${words}: ${outcome ?? 'no outcome on record'}`, [
    `By ${by ?? 'Bulkhead'}, record ${hash}`,
  ]);

const reportItem = ({ number, sentAt, by, to }: CaseFacts['reports'][number]): Block =>
  item(utc(sentAt), `Report ${number}, sent by ${by}`, to);

const openItems = ({ tasks, unmet, closedAt }: CaseFacts): Block[] => [
  ...tasks.map(({ title, owner, dueAt }) =>
    item('Task', `${title}, ${owner ?? 'no owner'}${dueAt ? `, due ${utc(dueAt)}` : ''}`),
  ),
  ...(closedAt ? [] : unmet.map((words) => item('Not met', words))),
];

const cutOf = ({ shown, total }: { shown: readonly unknown[]; total: number }, what: string): Block[] =>
  total > shown.length
    ? [{ kind: 'text', text: `${plural(total - shown.length, `further ${what}`)} left out here; Bulkhead has them.` }]
    : [];

function timeline({ timeline: { first, last, total, hidden }, detectedAt }: CaseFacts): Block[] {
  const left = total - first.length - last.length;
  const between: Block[] =
    left > 0
      ? [
          {
            kind: 'text',
            text: `${plural(left, 'entry', 'entries')} left out here, between ${utc(first.at(-1)?.at ?? detectedAt)} and ${utc(last[0]?.at ?? detectedAt)}. The export of the timeline as JSONL has them all.`,
          },
        ]
      : [];
  const noise = hidden > 0 ? ` ${plural(hidden, 'entry is', 'entries are')} hidden as noise and not in it.` : '';
  return [
    { kind: 'heading', text: 'Timeline' },
    { kind: 'text', text: `${plural(total, 'entry', 'entries')}.${noise}` },
    ...first.map((entry) => entryItem(entry, detectedAt)),
    ...between,
    ...last.map((entry) => entryItem(entry, detectedAt)),
  ];
}
