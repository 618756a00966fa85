import 'server-only';
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { recordNote } from '../action-log/log.server.ts';
import { seal, unseal } from '../auth/sealed.server.ts';
import type { SignedIn } from '../auth/session.server.ts';
import { namesOf } from '../cases/people.server.ts';
import { config } from '../config.ts';
import { db, inTransaction, isDuplicate, type Tx } from '../db/client.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import { publish } from '../live/publish.server.ts';
import { visible } from '../text/visible.ts';
import {
  type AddChannel,
  type ChannelKind,
  type ChannelView,
  KIND_NAME,
  type OfChannel,
  understandTarget,
} from './channel.ts';
import { NO_MAIL_SERVER, sendMail } from './mail.server.ts';
import { asText, type Heading, slackMessage, teamsMessage } from './message.ts';
import { type Delivered, postJson } from './post.server.ts';
import type { ReportText } from './report.ts';
import { utc } from './times.ts';

type By = { person: SignedIn };

interface ChannelRow {
  id: string;
  name: string;
  kind: ChannelKind;
  sealed: Uint8Array;
}

const about = (id: string): string => `channel ${id}`;

/** Channels that can be chosen, by name. Their targets stay sealed: of each only host or number of people is shown. */
export async function listChannels(): Promise<ChannelView[]> {
  const rows = await db.channel.findMany({ where: { removedAt: null }, orderBy: { name: 'asc' } });
  const names = await namesOf(
    db,
    rows.map(({ createdById }) => createdById),
  );
  return rows.map((row) => {
    const target = openTarget(row);
    return {
      id: row.id,
      name: row.name,
      kind: row.kind,
      where: target?.where ?? null,
      people: target?.people ?? null,
      fault: faultOf(row.kind, target !== null),
      createdBy: names.get(row.createdById) ?? 'unknown',
      createdAt: row.createdAt.toISOString(),
    };
  });
}

const SEALED_BY_ANOTHER = 'Its target cannot be opened: AUTH_SECRET is another one now. Remove it and add it again.';

function faultOf(kind: ChannelKind, opens: boolean): string | null {
  if (!opens) return SEALED_BY_ANOTHER;
  return kind === 'email' && config.smtp === null ? NO_MAIL_SERVER : null;
}

function openTarget({ id, kind, sealed }: ChannelRow) {
  const opened = unseal(sealed, about(id));
  const understood = opened === null ? null : understandTarget(kind, opened);
  return understood?.ok ? understood : null;
}

/** Keeps a channel with its target sealed. What was typed is in no record and no answer. */
export async function addChannel(
  { name, kind, target }: z.output<typeof AddChannel>,
  { person }: By,
): Promise<ActionResult<{ channelId: string }>> {
  const understood = understandTarget(kind, target);
  if (!understood.ok)
    return failed('bad-target', 'This cannot be a target', `It ${understood.words}. Nothing was saved.`, 'Correct it.');
  const id = randomUUID();
  try {
    return await inTransaction(async (tx) => {
      const sealed = seal(understood.target, about(id));
      await tx.channel.create({ data: { id, name, kind, sealed, createdById: person.id } });
      await note(tx, person, `Add the channel ${name} for status reports (${KIND_NAME[kind]}, ${understood.where})`);
      return succeeded({ channelId: id });
    });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return failed(
      'name-taken',
      'There is a channel of this name already',
      'Nothing was saved.',
      'Choose another name.',
    );
  }
}

/** Takes a channel away, with its secret. What was sent there stays on the record; its name is free again. */
export const removeChannel = ({ channelId }: z.output<typeof OfChannel>, { person }: By): Promise<ActionResult<null>> =>
  inTransaction(async (tx) => {
    const row = await tx.channel.findFirst({ where: { id: channelId, removedAt: null } });
    if (!row) return NO_SUCH_CHANNEL;
    await tx.channel.update({
      where: { id: channelId },
      data: { removedAt: new Date(), sealed: new Uint8Array(), name: `${row.name} (removed ${channelId})` },
    });
    await note(tx, person, `Remove the channel ${row.name} for status reports`);
    return succeeded(null);
  });

const NO_SUCH_CHANNEL = failed('no-such-channel', 'There is no such channel', 'Nothing was changed.');

async function note(tx: Tx, person: SignedIn, words: string): Promise<void> {
  await recordNote({ person, clusterId: null, caseId: null, words }, null, tx);
  await publish(tx, 'app', { type: 'channels.changed' });
}

/** Sends a message that says it is a test, waits for what becomes of it, and puts that on the record. */
export async function testChannel(
  { channelId }: z.output<typeof OfChannel>,
  { person }: By,
): Promise<ActionResult<Delivered>> {
  const row = await db.channel.findFirst({ where: { id: channelId, removedAt: null } });
  if (!row) return NO_SUCH_CHANNEL;
  const heading: Heading = {
    title: 'Test message from Bulkhead',
    about: `No case is behind it. Sent by ${visible(person.name)} at ${utc(new Date().toISOString())}.`,
    link: { url: config.authUrl, words: 'Bulkhead' },
  };
  const content = { know: ['This channel gets status reports of cases.'], did: [], need: [] };
  const words = `Send a test message to the channel ${row.name}`;
  await recordNote({ person, clusterId: null, caseId: null, words });
  const delivered = await deliverTo(row, heading, content, `test-${randomUUID()}`);
  await recordNote(
    { person, clusterId: null, caseId: null, words: `${words}: ${delivered.outcome}` },
    { words: delivered.words },
  );
  return succeeded(delivered);
}

/** Sends one report to one channel, once. `id` is the same for the same sending. */
export async function deliverTo(
  row: ChannelRow,
  heading: Heading,
  content: ReportText,
  id: string,
): Promise<Delivered> {
  const target = openTarget(row);
  if (!target) return { outcome: 'failed', words: `${SEALED_BY_ANOTHER} Nothing was sent.` };
  switch (row.kind) {
    case 'slack':
      return postJson(target.target, slackMessage(heading, content));
    case 'teams':
      return postJson(target.target, teamsMessage(heading, content));
    case 'email':
      return sendMail({ to: target.target, subject: heading.title, text: asText(heading, content), id });
  }
}
