import { ASSET_KIND_WORDS, type AssetFact } from './asset-words.ts';
import type { ReportText } from './report.ts';
import { UNKNOWN } from './report-text.ts';
import { listed, plural, sayLine, sayName } from './say.ts';
import { minutesWords, tPlus, utcOn } from './times.ts';

/** One step on one suspect, as its latest run and the look at the cluster after it say. Times are RFC 3339. */
export interface StepFact {
  state: 'running' | 'succeeded' | 'failed' | 'unknown' | 'undone';
  at: string;
  /** what the latest look found: verified, leaking, at-zero, ending, unknown; null: nobody looked */
  found: string | null;
  lookedAt: string | null;
}

export interface SuspectFact {
  name: string; // "finance/payment-service-…"
  workload: string | null;
  serviceAccount: string;
  node: string | null;
  quarantine: StepFact | null;
  scale: StepFact | null;
}

/** An entry that somebody starred, made a key event or judged. */
export interface MarkedFact {
  at: string;
  sentence: string;
  keyEvent: boolean;
  star: boolean;
  verdict: string | null; // "malicious", …
}

export interface TaskFact {
  title: string;
  owner: string | null;
  dueAt: string | null;
  state: 'open' | 'done' | 'dropped';
}

/** What is on record of a case when a status report is drafted. */
export interface DraftFacts {
  /** when the draft is made */
  asOf: string;
  detectedAt: string;
  containedAt: string | null;
  goalMin: number;
  phase: string;
  nextStep: string;
  nextWho: string;
  suspects: readonly SuspectFact[];
  /** in order of time */
  marked: readonly MarkedFact[];
  assets: readonly AssetFact[];
  artifacts: { sealed: number; partial: number; failed: number; collecting: number };
  overrides: readonly { what: string; at: string; reason: string }[];
  /** steps of the playbooks that people ticked */
  ticked: readonly string[];
  tasks: readonly TaskFact[];
  /** criteria of the current phase that are neither met nor overridden */
  unmet: readonly string[];
}

const MOST = { suspects: 6, marked: 15, overrides: 5, ticked: 12, tasks: 10, unmet: 8 } as const;

/** Drafts a status report from what is on record, and from nothing else: what nobody recorded is said to be unknown. */
export const draftReport = (facts: DraftFacts): ReportText => ({
  know: [...suspectLines(facts), containment(facts), ...markedLines(facts), ...assetsKnown(facts)].map((line) =>
    sayLine(line),
  ),
  did: didLines(facts).map((line) => sayLine(line)),
  need: needLines(facts).map((line) => sayLine(line)),
});

function suspectLines({ suspects }: DraftFacts): string[] {
  if (suspects.length === 0) return [`${UNKNOWN}which pod it is about. No suspect was added.`];
  const shown = suspects.slice(0, MOST.suspects).map(({ name, workload, serviceAccount, node }) => {
    const about = [
      workload ? sayName(workload) : null,
      `service account ${sayName(serviceAccount)}`,
      node ? `node ${sayName(node)}` : 'node unknown',
    ];
    return `${sayName(name)} is suspect (${about.filter(Boolean).join(', ')}).`;
  });
  return [...shown, ...andMore(suspects.length - shown.length, 'suspect')];
}

function containment({ suspects, containedAt, detectedAt, goalMin }: DraftFacts): string {
  const unclear = suspects.filter(
    ({ quarantine }) => quarantine && (quarantine.found === 'unknown' || quarantine.state === 'unknown'),
  );
  if (containedAt) {
    const took = minutesWords(Date.parse(containedAt) - Date.parse(detectedAt));
    return `Contained ${took} after detection, goal ${goalMin}:00.`;
  }
  if (unclear.length > 0) return `${UNKNOWN}whether ${listed(unclear.map(({ name }) => name))} can still be reached.`;
  return 'Not contained yet.';
}

/** Which marks weigh most when not all fit. */
const weight = ({ keyEvent, verdict, star }: MarkedFact): number =>
  (keyEvent ? 4 : 0) + (verdict === 'malicious' ? 3 : verdict === 'suspicious' ? 2 : 0) + (star ? 1 : 0);

const dismissed = ({ verdict }: MarkedFact): boolean => verdict === 'benign' || verdict === 'our-own';

function markedLines({ marked, detectedAt }: DraftFacts): string[] {
  const telling = marked.filter((entry) => !dismissed(entry));
  const lines =
    telling.length === 0
      ? [`${UNKNOWN}what the attacker did. No entry of the timeline was judged, starred or made a key event.`]
      : heaviest(telling).map((entry) => {
          const verdict = entry.verdict ? ` Judged ${sayName(entry.verdict)}.` : '';
          const when = `${utcOn(entry.at, detectedAt)} (${tPlus(entry.at, detectedAt)})`;
          return `${when}: ${ended(sayLine(entry.sentence, 300))}${verdict}`;
        });
  const found = marked.length - telling.length;
  return [
    ...lines,
    ...andMore(telling.length - MOST.marked, 'marked entry', 'marked entries'),
    ...(found > 0 ? [`${plural(found, 'entry was', 'entries were')} judged benign or our own work.`] : []),
  ];
}

/** The heaviest, in order of time. */
function heaviest(entries: readonly MarkedFact[]): MarkedFact[] {
  const kept = new Set(entries.toSorted((a, b) => weight(b) - weight(a)).slice(0, MOST.marked));
  return entries.filter((entry) => kept.has(entry));
}

const inState = (assets: readonly AssetFact[], state: AssetFact['state']): string[] =>
  assets
    .filter((asset) => asset.state === state)
    .map(({ kind, name }) => `${ASSET_KIND_WORDS[kind]} ${shortDigest(name)}`);

/** A digest as people tell two of them apart; the assets of the case have it whole. */
const shortDigest = (name: string): string => name.replace(/(sha256:[0-9a-f]{12})[0-9a-f]{52}/, '$1…');

function assetsKnown({ assets }: DraftFacts): string[] {
  if (assets.length === 0) return [`${UNKNOWN}which secrets, accounts and nodes were reached. No asset was recorded.`];
  const lines: string[] = [];
  const [confirmed, suspected, cleared] = (['confirmed', 'suspected', 'cleared'] as const).map((state) =>
    inState(assets, state),
  );
  if (confirmed?.length) lines.push(`Confirmed as reached: ${listed(confirmed)}.`);
  if (suspected?.length) lines.push(`${UNKNOWN}whether these were reached, they are suspected: ${listed(suspected)}.`);
  if (cleared?.length) lines.push(`Cleared: ${listed(cleared)}.`);
  return lines;
}

function didLines(facts: DraftFacts): string[] {
  const { suspects, overrides, ticked, tasks, assets, detectedAt } = facts;
  const touched = suspects.filter(({ quarantine, scale }) => quarantine || scale);
  const done = tasks.filter(({ state }) => state === 'done').map(({ title }) => title);
  const lines = [
    ...(touched.length === 0 ? ['No step that changes the cluster was sent yet.'] : []),
    ...touched.slice(0, MOST.suspects).map((suspect) => stepsLine(suspect, detectedAt)),
    ...andMore(touched.length - MOST.suspects, 'suspect'),
    ...artifactLines(facts),
    ...overrides
      .slice(0, MOST.overrides)
      .map(
        ({ what, at, reason }) =>
          `${sayName(what)} was overridden at ${tPlus(at, detectedAt)}: ${ended(sayLine(reason, 200))}`,
      ),
    ...andMore(overrides.length - MOST.overrides, 'override'),
  ];
  const [contained, rebuilt] = (['contained', 'rebuilt'] as const).map((state) => inState(assets, state));
  if (contained?.length) lines.push(`Contained: ${listed(contained)}.`);
  if (rebuilt?.length) lines.push(`Rebuilt: ${listed(rebuilt)}.`);
  if (ticked.length > 0) lines.push(`Steps ticked by people: ${listed(ticked, MOST.ticked, '; ')}.`);
  if (done.length > 0) lines.push(`Tasks done: ${listed(done, MOST.tasks, '; ')}.`);
  return lines;
}

function stepsLine({ name, quarantine, scale }: SuspectFact, detectedAt: string): string {
  const said = [
    quarantine ? quarantineWords(quarantine, detectedAt) : 'not isolated',
    scale ? scaleWords(scale, detectedAt) : null,
  ];
  return `${sayName(name)}: ${said.filter(Boolean).join(', ')}.`;
}

function quarantineWords({ state, at, found, lookedAt }: StepFact, detectedAt: string): string {
  const sent = tPlus(at, detectedAt);
  if (state === 'undone') return `quarantine of ${sent} was taken back`;
  if (state === 'running') return `quarantine being sent since ${sent}`;
  const looked = lookedAt ? `, checked at ${tPlus(lookedAt, detectedAt)}` : '';
  if (found === 'verified') return `isolated at ${sent}${looked}`;
  if (found === 'leaking') return `quarantine sent at ${sent} does not hold${looked}`;
  if (state === 'failed') return `quarantine of ${sent} failed`;
  return `quarantine sent at ${sent}, whether it holds is unknown`;
}

function scaleWords({ state, at, found, lookedAt }: StepFact, detectedAt: string): string {
  const sent = tPlus(at, detectedAt);
  if (state === 'undone') return `scaling to zero at ${sent} was taken back`;
  if (state === 'running') return `being scaled to zero since ${sent}`;
  if (found === 'at-zero') return `workload at zero at ${lookedAt ? tPlus(lookedAt, detectedAt) : sent}`;
  if (found === 'ending') return `scaled to zero at ${sent}, pods are still ending`;
  if (state === 'failed') return `scaling to zero at ${sent} failed`;
  return `scaled to zero at ${sent}, whether it is at zero is unknown`;
}

function artifactLines({ artifacts: { sealed, partial, failed, collecting } }: DraftFacts): string[] {
  const total = sealed + partial + failed + collecting;
  if (total === 0) return [];
  const states = [
    `${sealed} sealed`,
    partial > 0 ? `${partial} partial` : null,
    failed > 0 ? `${failed} failed` : null,
    collecting > 0 ? `${collecting} still being collected` : null,
  ];
  return [`${plural(total, 'artifact')}: ${states.filter(Boolean).join(', ')}.`];
}

function needLines({ nextStep, nextWho, tasks, unmet, phase, asOf, detectedAt }: DraftFacts): string[] {
  const open = tasks.filter(({ state }) => state === 'open');
  const due = ({ dueAt }: TaskFact) => (dueAt ? `, due ${utcOn(dueAt, detectedAt)}` : '');
  const late = ({ dueAt }: TaskFact) => dueAt !== null && Date.parse(dueAt) < Date.parse(asOf);
  const unowned = open.filter(({ owner }) => owner === null);
  const overdue = open.filter((task) => task.owner !== null && late(task));
  const others = open.length - unowned.length - overdue.length;
  const lines = [
    ...(nextStep ? [`Next: ${sayName(nextStep)}${nextWho ? `. With: ${sayName(nextWho)}` : ''}.`] : []),
    ...unowned.slice(0, MOST.tasks).map((task) => `An owner for: ${sayName(task.title)}${due(task)}.`),
    ...andMore(unowned.length - MOST.tasks, 'task without owner', 'tasks without owner'),
    ...overdue
      .slice(0, MOST.tasks)
      .map((task) => `Overdue: ${sayName(task.title)}${due(task)}. With: ${sayName(task.owner ?? '')}.`),
    ...andMore(overdue.length - MOST.tasks, 'overdue task'),
    ...(others > 0 ? [`${plural(others, 'other task is', 'other tasks are')} open and owned.`] : []),
    ...unmet.slice(0, MOST.unmet).map((words) => `To end ${phase}: ${ended(sayLine(words, 300))}`),
    ...andMore(unmet.length - MOST.unmet, `criterion of ${phase}`, `criteria of ${phase}`),
  ];
  return lines.length > 0 ? lines : ['Nothing is open on record.'];
}

const andMore = (left: number, one: string, many = `${one}s`): string[] =>
  left > 0 ? [`And ${plural(left, one, many)} more, in Bulkhead.`] : [];

const ended = (sentence: string): string => (/[.!?…)]$/.test(sentence) ? sentence : `${sentence}.`);
