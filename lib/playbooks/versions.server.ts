import 'server-only';
import { recordNote } from '../action-log/log.server.ts';
import type { SignedIn } from '../auth/session.server.ts';
import { PHASES, type Phase } from '../cases/case.ts';
import { inTransactionOrNot } from '../cases/open-case.server.ts';
import { namesOf, personRef } from '../cases/people.server.ts';
import { db, type Prisma, type Tx } from '../db/client.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import { publish } from '../live/publish.server.ts';
import { PLAYBOOKS } from './content/index.ts';
import { Playbook } from './playbook.ts';
import { reviewState } from './review.server.ts';
import type {
  DiscardPlaybookDraft,
  PlaybookSummary,
  PlaybookVersionText,
  PlaybookVersionView,
  PublishPlaybook,
  SavePlaybookDraft,
} from './versions.ts';

type Row = Prisma.PlaybookVersionGetPayload<object>;
type Names = ReadonlyMap<string, string>;
type By = { person: SignedIn };

/** The playbook of a phase as it is in force: the organisation's newest published one, else the repository's (version 0). */
export async function currentPlaybook(tx: Tx, phase: Phase): Promise<{ version: number; playbook: Playbook }> {
  const row = await tx.playbookVersion.findFirst({
    where: { phase, publishedAt: { not: null } },
    orderBy: { version: 'desc' },
  });
  return row
    ? { version: row.version, playbook: Playbook.parse(row.content) }
    : { version: 0, playbook: PLAYBOOKS[phase] };
}

/** All five with their versions, drafts and reviews, in the order of the phases. */
export async function listPlaybooks(now: Date): Promise<PlaybookSummary[]> {
  const rows = await db.playbookVersion.findMany({ orderBy: { version: 'desc' } });
  const names = await namesOf(
    db,
    rows.flatMap(({ createdById, publishedById }) => [createdById, publishedById]),
  );
  const reviews = await reviewState(now);
  return Promise.all(
    PHASES.map(async (phase) => {
      const own = rows.filter((row) => row.phase === phase);
      const versions = [
        ...own.filter(({ publishedAt }) => publishedAt !== null).map((row) => viewOf(row, names)),
        repositoryVersion(phase),
      ];
      const draft = own.find(({ publishedAt }) => publishedAt === null);
      const { playbook } = await currentPlaybook(db, phase);
      return {
        phase,
        title: playbook.title,
        steps: playbook.steps.length,
        current: versions[0] ?? repositoryVersion(phase),
        draft: draft ? viewOf(draft, names) : null,
        versions,
        review: reviews[phase],
      };
    }),
  );
}

/** One version with its text; null: there is none of that number. */
export async function readVersion(phase: Phase, version: number): Promise<PlaybookVersionText | null> {
  if (version === 0) return { ...repositoryVersion(phase), content: PLAYBOOKS[phase] };
  const row = await db.playbookVersion.findUnique({ where: { phase_version: { phase, version } } });
  if (!row) return null;
  const names = await namesOf(db, [row.createdById, row.publishedById]);
  return { ...viewOf(row, names), content: Playbook.parse(row.content) };
}

const repositoryVersion = (phase: Phase): PlaybookVersionView => ({
  phase,
  version: 0,
  basedOn: null,
  createdBy: null,
  createdAt: null,
  publishedAt: null,
  publishedBy: null,
  changeNote: 'As Bulkhead brings it',
  edition: 0,
  draft: false,
});

const viewOf = (row: Row, names: Names): PlaybookVersionView => ({
  phase: row.phase,
  version: row.version,
  basedOn: row.basedOn,
  createdBy: personRef(names, row.createdById),
  createdAt: row.createdAt.toISOString(),
  publishedAt: row.publishedAt?.toISOString() ?? null,
  publishedBy: row.publishedById ? personRef(names, row.publishedById) : null,
  changeNote: row.changeNote,
  edition: row.edition,
  draft: row.publishedAt === null,
});

/** Saves the one draft of a phase, or begins it. When somebody saved in between nothing is lost: it is refused. */
export function saveDraft(
  { phase, content, edition, basedOn }: SavePlaybookDraft,
  { person }: By,
): Promise<ActionResult<PlaybookVersionView>> {
  return inTransactionOrNot(async (tx) => {
    if (content.phase !== phase)
      return failed('other-phase', 'This playbook is of another phase', 'Nothing was saved.');
    const draft = await lockDraft(tx, phase);
    if ((draft?.edition ?? 0) !== edition) return moved(tx, draft);
    const row = draft
      ? await tx.playbookVersion.update({ where: { id: draft.id }, data: { content, edition: edition + 1 } })
      : await tx.playbookVersion.create({
          data: { phase, version: await nextVersion(tx, phase), content, basedOn, createdById: person.id },
        });
    return changed(tx, row);
  });
}

/** Throws the draft of a phase away. What was published stays. */
export function discardDraft({ phase, edition }: DiscardPlaybookDraft, { person }: By): Promise<ActionResult<null>> {
  return inTransactionOrNot<null>(async (tx) => {
    const draft = await lockDraft(tx, phase);
    if (!draft || draft.edition !== edition) return moved(tx, draft);
    await tx.playbookVersion.delete({ where: { id: draft.id } });
    const words = `Draft of playbook ${phase}, version ${draft.version}, discarded`;
    await recordNote({ person, clusterId: null, caseId: null, words }, null, tx);
    await publish(tx, 'app', { type: 'playbooks.changed' });
    return succeeded(null);
  });
}

/** Puts the draft in force for cases that open from now on. Whoever publishes has reviewed it, until `nextDueAt`. */
export function publishDraft(
  { phase, edition, changeNote, nextDueAt }: PublishPlaybook,
  { person }: By,
): Promise<ActionResult<PlaybookVersionView>> {
  return inTransactionOrNot(async (tx) => {
    const draft = await lockDraft(tx, phase);
    if (!draft || draft.edition !== edition) return moved(tx, draft);
    const due = new Date(nextDueAt);
    if (due.getTime() <= Date.now())
      return failed(
        'due-in-past',
        'The next review lies in the past',
        'Nothing was published.',
        'Choose a later date.',
      );
    const row = await tx.playbookVersion.update({
      where: { id: draft.id },
      data: { publishedAt: new Date(), publishedById: person.id, changeNote },
    });
    await tx.playbookReview.create({
      data: { phase, version: row.version, personId: person.id, nextDueAt: due, note: 'Published' },
    });
    const words = `Playbook ${phase}, version ${row.version}, published: ${changeNote}`;
    await recordNote({ person, clusterId: null, caseId: null, words }, { phase, version: row.version, nextDueAt }, tx);
    await publish(tx, 'app', { type: 'readiness.changed' });
    return changed(tx, row);
  });
}

const LOCK = 720_114_520; // of the drafts of one phase, for one transaction

/** The draft, held until the transaction ends; also while there is none. */
async function lockDraft(tx: Tx, phase: Phase): Promise<Row | null> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK}, ${PHASES.indexOf(phase)})`;
  return tx.playbookVersion.findFirst({ where: { phase, publishedAt: null } });
}

async function nextVersion(tx: Tx, phase: Phase): Promise<number> {
  const last = await tx.playbookVersion.findFirst({ where: { phase }, orderBy: { version: 'desc' } });
  return (last?.version ?? 0) + 1;
}

async function moved(tx: Tx, draft: Row | null): Promise<ActionResult<never>> {
  if (!draft)
    return failed(
      'draft-moved',
      'There is no such draft any more',
      'It was published or discarded meanwhile.',
      'Look at what is in force now.',
    );
  const names = await namesOf(tx, [draft.createdById]);
  return failed(
    'draft-moved',
    'The draft was saved in another place meanwhile',
    `It is at edition ${draft.edition}, begun by ${names.get(draft.createdById) ?? 'unknown'}. Nothing was overwritten.`,
    'Compare both, then save again.',
  );
}

async function changed(tx: Tx, row: Row): Promise<ActionResult<PlaybookVersionView>> {
  await publish(tx, 'app', { type: 'playbooks.changed' });
  return succeeded(viewOf(row, await namesOf(tx, [row.createdById, row.publishedById])));
}
