import 'server-only';
import type { z } from 'zod';
import type { SignedIn } from '../auth/session.server.ts';
import { openCaseIn } from '../cases/open-case.server.ts';
import { db, inTransaction, type Tx } from '../db/client.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import type { AnnotationView } from './annotation.ts';
import type { TimelineEntry } from './entry.ts';
import { changeEntries } from './held.server.ts';
import type {
  AddComment,
  EditComment,
  LinkEntries,
  MarkEntries,
  RemoveComment,
  Saved,
  SetTechnique,
  TagEntries,
} from './inputs.ts';
import { publishEntries, publishEntry } from './write.server.ts';

type By = { person: SignedIn };
type Changed = Promise<ActionResult<{ changed: number }>>;

export const addComment = (
  { caseId, entryId, text }: z.infer<typeof AddComment>,
  { person }: By,
): Promise<ActionResult<TimelineEntry>> =>
  changeEntries(caseId, [entryId], async (tx, [entry]) => {
    await tx.annotation.create({
      data: { caseId, entryId: entry.id, kind: 'comment', value: text, personId: person.id },
    });
    return succeeded(await publishEntry(tx, entry.id));
  });

/** Changes one's own comment. When it was changed meanwhile nothing is written, and both texts come back. */
export function editComment(
  { caseId, annotationId, version, text }: z.infer<typeof EditComment>,
  { person }: By,
): Promise<ActionResult<Saved<TimelineEntry>>> {
  return changeComment<Saved<TimelineEntry>>(caseId, annotationId, person, async (tx, comment) => {
    if (comment.version !== version)
      return succeeded({
        state: 'conflict',
        yours: text,
        theirs: {
          version: comment.version,
          text: comment.value,
          by: person.name,
          at: (comment.editedAt ?? comment.createdAt).toISOString(),
        },
      });
    const now = new Date();
    const { id, ...wording } = comment;
    // The earlier wording stays, as one that was taken back
    await tx.annotation.create({ data: { ...wording, removedAt: now, removedById: person.id } });
    await tx.annotation.update({ where: { id }, data: { value: text, version: version + 1, editedAt: now } });
    return succeeded({ state: 'saved', value: await publishEntry(tx, comment.entryId) });
  });
}

/** Takes one's own comment back. It stays in the database with who took it back. */
export const removeComment = (
  { caseId, annotationId }: z.infer<typeof RemoveComment>,
  { person }: By,
): Promise<ActionResult<TimelineEntry>> =>
  changeComment(caseId, annotationId, person, async (tx, { id, entryId }) => {
    await tx.annotation.update({ where: { id }, data: { removedAt: new Date(), removedById: person.id } });
    return succeeded(await publishEntry(tx, entryId));
  });

type Comment = NonNullable<Awaited<ReturnType<typeof db.annotation.findFirst>>>;

async function changeComment<T>(
  caseId: string,
  id: string,
  person: SignedIn,
  change: (tx: Tx, comment: Comment) => Promise<ActionResult<T>>,
): Promise<ActionResult<T>> {
  return inTransaction(async (tx) => {
    const open = await openCaseIn(tx, caseId);
    if (!open.ok) return open;
    const where = { id, caseId, kind: 'comment', removedAt: null } as const;
    const found = await tx.annotation.findFirst({ where, select: { entryId: true } });
    if (found) await tx.$queryRaw`SELECT id FROM "TimelineEntry" WHERE id = ${found.entryId}::uuid FOR UPDATE`;
    const comment = await tx.annotation.findFirst({ where });
    if (!comment)
      return failed(
        'no-such-comment',
        'There is no such comment',
        'It was taken back, or never was in this case. Nothing was changed.',
      );
    if (comment.personId !== person.id)
      return failed(
        'not-yours',
        'This comment is not yours',
        'Only who wrote a comment changes it. Nothing was changed.',
        'Add one of your own.',
      );
    return change(tx, comment);
  });
}

export const tagEntries = ({ tag, ...which }: z.infer<typeof TagEntries>, by: By): Changed =>
  mark(which, 'tag', tag, by);

export const starEntries = (which: z.infer<typeof MarkEntries>, by: By): Changed => mark(which, 'star', '', by);

export const markKeyEvents = (which: z.infer<typeof MarkEntries>, by: By): Changed => mark(which, 'keyEvent', '', by);

export const setTechnique = ({ technique, ...which }: z.infer<typeof SetTechnique>, by: By): Changed =>
  mark(which, 'technique', technique, by);

/** Links entries to an artifact or asset of the same case. */
export async function linkEntries({ to, ...which }: z.infer<typeof LinkEntries>, by: By): Changed {
  const [kind, id = ''] = to.split(':');
  const where = { id, caseId: which.caseId };
  const found = kind === 'artifact' ? await db.artifact.count({ where }) : await db.asset.count({ where });
  if (found === 0) return failed('no-such-target', `There is no such ${kind} in this case`, 'Nothing was changed.');
  return mark(which, 'link', to, by);
}

interface Which {
  caseId: string;
  entryIds: string[];
  on: boolean;
}

/** Adds or takes back one annotation on each of the entries; answers on how many that changed something. */
const mark = ({ caseId, entryIds, on }: Which, kind: AnnotationView['kind'], value: string, { person }: By): Changed =>
  changeEntries(caseId, entryIds, async (tx, entries) => {
    const where = { entryId: { in: entries.map(({ id }) => id) }, kind, value, removedAt: null };
    const marked = new Set(
      (await tx.annotation.findMany({ where, select: { entryId: true } })).map(({ entryId }) => entryId),
    );
    const changed = entries.map(({ id }) => id).filter((id) => marked.has(id) !== on);
    if (on)
      await tx.annotation.createMany({
        data: changed.map((entryId) => ({ caseId, entryId, kind, value, personId: person.id })),
      });
    else await tx.annotation.updateMany({ where, data: { removedAt: new Date(), removedById: person.id } });
    await publishEntries(tx, caseId, changed);
    return succeeded({ changed: changed.length });
  });
