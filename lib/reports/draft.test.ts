import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostile } from '../testing/hostile.ts';
import { hidesSomething } from '../text/visible.ts';
import { type DraftFacts, draftReport, type MarkedFact, type StepFact, type SuspectFact } from './draft.ts';
import { ReportText } from './report.ts';

const T = '2026-11-25T03:04:12.000Z';
/** So many minutes and seconds after detection. */
const at = (minutes: number, seconds = 0) => new Date(Date.parse(T) + (minutes * 60 + seconds) * 1000).toISOString();

const SUSPECT: SuspectFact = {
  name: 'finance/payment-abc',
  workload: 'Deployment payment',
  serviceAccount: 'payment',
  node: 'worker-3',
  quarantine: null,
  scale: null,
};
const step = (state: StepFact['state'], found: string | null, lookedAt: string | null = at(8)): StepFact => ({
  state,
  found,
  at: at(7, 25),
  lookedAt: found ? lookedAt : null,
});
const MARK: MarkedFact = { at: at(1), sentence: 'A shell ran', keyEvent: true, star: false, verdict: null };

const facts = (over: Partial<DraftFacts> = {}): DraftFacts => ({
  asOf: at(46),
  detectedAt: T,
  containedAt: null,
  goalMin: 15,
  phase: 'containment',
  nextStep: '',
  nextWho: '',
  suspects: [SUSPECT],
  marked: [],
  assets: [],
  artifacts: { sealed: 0, partial: 0, failed: 0, collecting: 0 },
  overrides: [],
  ticked: [],
  tasks: [],
  unmet: [],
  ...over,
});

test('of a case on which nobody worked yet, what is not known is said', () => {
  expect(draftReport(facts())).toEqual({
    know: [
      'finance/payment-abc is suspect (Deployment payment, service account payment, node worker-3).',
      'Not contained yet.',
      'Unknown: what the attacker did. No entry of the timeline was judged, starred or made a key event.',
      'Unknown: which secrets, accounts and nodes were reached. No asset was recorded.',
    ],
    did: ['No step that changes the cluster was sent yet.'],
    need: ['Nothing is open on record.'],
  });
});

describe('what we know', () => {
  test.each<[string, Partial<DraftFacts>, string]>([
    ['no suspect', { suspects: [] }, 'Unknown: which pod it is about. No suspect was added.'],
    ['contained in time', { containedAt: at(14, 58) }, 'Contained 14:58 after detection, goal 15:00.'],
    [
      'a quarantine that could not be checked',
      { suspects: [{ ...SUSPECT, quarantine: step('succeeded', 'unknown') }] },
      'Unknown: whether finance/payment-abc can still be reached.',
    ],
    ['a key event', { marked: [MARK] }, '03:05:12 UTC (T+1:00): A shell ran.'],
    [
      'an entry that was judged, of the day before',
      { marked: [{ ...MARK, at: '2026-11-24T23:59:58Z', keyEvent: false, verdict: 'malicious' }] },
      '2026-11-24 23:59:58 UTC (T−184:14): A shell ran. Judged malicious.',
    ],
    [
      'entries that were found harmless are counted',
      { marked: [MARK, { ...MARK, keyEvent: false, verdict: 'benign' }] },
      '1 entry was judged benign or our own work.',
    ],
    [
      'assets that are confirmed',
      { assets: [{ kind: 'secret', name: 'finance/stripe', state: 'confirmed' }] },
      'Confirmed as reached: secret finance/stripe.',
    ],
    [
      'an image by the beginning of its digest',
      { assets: [{ kind: 'image', name: `r.example/pay@sha256:${'ab'.repeat(32)}`, state: 'confirmed' }] },
      'Confirmed as reached: image r.example/pay@sha256:abababababab….',
    ],
    [
      'assets that are suspected are not known',
      { assets: [{ kind: 'node', name: 'worker-3', state: 'suspected' }] },
      'Unknown: whether these were reached, they are suspected: node worker-3.',
    ],
  ])('%s', (_, over, line) => expect(draftReport(facts(over)).know).toContain(line));

  test('when not all marked entries fit, key events stay and the rest is counted', () => {
    const stars = Array.from({ length: 20 }, (_, i) => ({ ...MARK, at: at(i), keyEvent: false, star: true }));
    const { know } = draftReport(facts({ marked: [...stars, { ...MARK, at: at(40), sentence: 'Data left' }] }));
    expect(know).toContain('03:44:12 UTC (T+40:00): Data left.');
    expect(know).toContain('And 6 marked entries more, in Bulkhead.');
    expect(know.filter((line) => line.includes('A shell ran'))).toHaveLength(14);
  });
});

describe('what we did', () => {
  test.each<[string, Partial<SuspectFact>, string]>([
    [
      'isolated and looked at',
      { quarantine: step('succeeded', 'verified', at(9)) },
      'isolated at T+7:25, checked at T+9:00.',
    ],
    [
      'sent and it does not hold',
      { quarantine: step('succeeded', 'leaking') },
      'quarantine sent at T+7:25 does not hold, checked at T+8:00.',
    ],
    [
      'sent and nobody could look',
      { quarantine: step('unknown', null) },
      'quarantine sent at T+7:25, whether it holds is unknown.',
    ],
    ['failed', { quarantine: step('failed', null) }, 'quarantine of T+7:25 failed.'],
    ['taken back', { quarantine: step('undone', 'verified') }, 'quarantine of T+7:25 was taken back.'],
    [
      'at zero',
      { quarantine: step('succeeded', 'verified', null), scale: step('succeeded', 'at-zero', at(14, 58)) },
      'isolated at T+7:25, workload at zero at T+14:58.',
    ],
    [
      'scaled, not looked at',
      { scale: step('succeeded', null) },
      'not isolated, scaled to zero at T+7:25, whether it is at zero is unknown.',
    ],
  ])('%s', (_, over, words) => {
    const { did } = draftReport(facts({ suspects: [{ ...SUSPECT, ...over }] }));
    expect(did).toEqual([`finance/payment-abc: ${words}`]);
  });

  test('artifacts, overrides, steps and tasks', () => {
    const { did } = draftReport(
      facts({
        artifacts: { sealed: 13, partial: 1, failed: 0, collecting: 0 },
        overrides: [{ what: 'The gate before scale to zero', at: at(13), reason: 'the node is going down' }],
        ticked: ['New digest built, signed and scanned'],
        tasks: [{ title: 'Rotate stripe-webhook', owner: 'Mei', dueAt: null, state: 'done' }],
        assets: [{ kind: 'image', name: 'payment@sha256:1', state: 'rebuilt' }],
      }),
    );
    expect(did.slice(1)).toEqual([
      '14 artifacts: 13 sealed, 1 partial.',
      'The gate before scale to zero was overridden at T+13:00: the node is going down.',
      'Rebuilt: image payment@sha256:1.',
      'Steps ticked by people: New digest built, signed and scanned.',
      'Tasks done: Rotate stripe-webhook.',
    ]);
  });
});

test('what we need next: the next step, owners, what is late, what a phase waits for', () => {
  const task = { title: 'Rotate stripe-webhook', owner: null, dueAt: null, state: 'open' as const };
  const { need } = draftReport(
    facts({
      nextStep: 'Capture finance/payment-abc',
      nextWho: 'Commander',
      tasks: [
        { ...task, dueAt: at(176) },
        { ...task, title: 'Tell the regulator', owner: 'Ruth', dueAt: at(30) },
        { ...task, title: 'Ask the partner', owner: 'Ruth', dueAt: at(90) },
        { ...task, title: 'Not wanted any more', state: 'dropped' },
      ],
      unmet: ['Every suspect is quarantined and checked'],
    }),
  );
  expect(need).toEqual([
    'Next: Capture finance/payment-abc. With: Commander.',
    'An owner for: Rotate stripe-webhook, due 06:00:12 UTC.',
    'Overdue: Tell the regulator, due 03:34:12 UTC. With: Ruth.',
    '1 other task is open and owned.',
    'To end containment: Every suspect is quarantined and checked.',
  ]);
});

test('whatever strings came from a cluster: bounded, and nothing invisible is left', () => {
  const many = (text: string) => Array.from({ length: 60 }, (_, i) => `${text}${i}`.repeat(40));
  fc.assert(
    fc.property(hostile, (text) => {
      const names = many(text);
      const draft = draftReport(
        facts({
          suspects: names.map((name) => ({
            ...SUSPECT,
            name,
            workload: name,
            quarantine: step('succeeded', 'unknown'),
          })),
          marked: names.map((sentence) => ({ ...MARK, sentence, verdict: text })),
          assets: names.map((name) => ({ kind: 'secret', name, state: 'confirmed' })),
          overrides: names.map((what) => ({ what, at: T, reason: what })),
          ticked: names,
          tasks: names.map((title) => ({ title, owner: null, dueAt: null, state: 'open' })),
          unmet: names,
          nextStep: text,
        }),
      );
      expect(ReportText.safeParse(draft).success).toBe(true);
      for (const line of Object.values(draft).flat()) expect(hidesSomething(line)).toBe(false);
    }),
    { numRuns: 30 },
  );
});
