import 'server-only';
import { z } from 'zod';
import { storable } from '../action-log/canonical.ts';
import type { SignedIn } from '../auth/session.server.ts';
import { db, type Prisma, type Tx } from '../db/client.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import { publish } from '../live/publish.server.ts';
import { ImageRef } from '../triage/row.ts';
import { ASSET_KINDS, AssetState, type AssetView } from './asset.ts';
import type { AddAsset, ChangeAsset } from './inputs.ts';
import { inOpenCase } from './open-case.server.ts';
import { namesOf } from './people.server.ts';
import { say } from './say.server.ts';
import { assetsOf, podAssetName, type SuspectFacts } from './suspect-assets.ts';

type Row = Prisma.AssetGetPayload<object>;
type By = { person: SignedIn };

/** Pods first, then the other kinds, each by name. */
export async function listAssets(caseId: string): Promise<AssetView[]> {
  const rows = await db.asset.findMany({ where: { caseId }, orderBy: [{ kind: 'asc' }, { name: 'asc' }], take: 5_000 });
  const names = await namesOf(
    db,
    rows.flatMap(({ addedById, changedById }) => [addedById, changedById]),
  );
  return rows.map((row) => view(row, names)).sort((a, b) => ASSET_KINDS.indexOf(a.kind) - ASSET_KINDS.indexOf(b.kind));
}

/** What comes with suspects, as suspected. What the case has already stays as it is. */
export async function addAssetsOf(
  tx: Tx,
  caseId: string,
  suspects: readonly (Omit<SuspectFacts, 'images' | 'node'> & { node?: string | null; images: unknown })[],
): Promise<void> {
  const wanted = suspects.flatMap((suspect) =>
    assetsOf({ ...suspect, node: suspect.node ?? null, images: z.array(ImageRef).catch([]).parse(suspect.images) }),
  );
  const rows = await tx.asset.createManyAndReturn({
    data: wanted.map(({ kind, name, reason }) => ({
      caseId,
      kind,
      name: String(storable(name)),
      reason: String(storable(reason)),
    })),
    skipDuplicates: true,
  });
  for (const row of rows) await tellAll(tx, row);
}

/** Adds what the attacker has, or may have. What is there already is not added twice. */
export function addAsset(
  { caseId, kind, name, state, reason }: z.infer<typeof AddAsset>,
  { person }: By,
): Promise<ActionResult<AssetView>> {
  return inOpenCase(caseId, {}, async (tx) => {
    const [row] = await tx.asset.createManyAndReturn({
      data: [{ caseId, kind, name, state, reason, addedById: person.id, changedById: person.id }],
      skipDuplicates: true,
    });
    if (!row)
      return failed(
        'asset-known',
        `${name} is in this case already`,
        'Nothing was added.',
        'Change its state instead.',
      );
    await say(tx, caseId, person, `${KIND[kind]} ${row.name} is ${state}: ${row.reason}`, {
      assetId: row.id,
      to: state,
    });
    return succeeded(await tellAll(tx, row));
  });
}

/** Another state, with the reason why. */
export function changeAsset(
  { caseId, assetId, state, reason }: z.infer<typeof ChangeAsset>,
  { person }: By,
): Promise<ActionResult<AssetView>> {
  return inOpenCase(caseId, {}, async (tx) => {
    const before = await lockAsset(tx, caseId, assetId);
    if (!before) return failed('no-such-asset', 'There is no such asset in this case', 'Nothing was changed.');
    const row = await setState(tx, before, { state, reason, personId: person.id });
    return succeeded(await tellAll(tx, row));
  });
}

/**
 * Brings the pods among the assets in line with their quarantines: contained while each suspect of that name is verified to be
 * cut off, and what they were before when it no longer is. What a person said stays.
 */
export async function settleAssets(
  tx: Tx,
  caseId: string,
  suspects: readonly { namespace: string; podName: string; verified: boolean }[],
): Promise<void> {
  const verified = new Map<string, boolean>();
  for (const suspect of suspects) {
    const name = podAssetName(suspect);
    verified.set(name, suspect.verified && (verified.get(name) ?? true));
  }
  const assets = await tx.asset.findMany({ where: { caseId, kind: 'pod', name: { in: [...verified.keys()] } } });
  for (const { id, name } of assets) {
    const asset = await lockAsset(tx, caseId, id);
    if (!asset) continue;
    const holds = verified.get(name) === true;
    if (holds && (asset.state === 'suspected' || asset.state === 'confirmed'))
      await settle(tx, asset, 'contained', 'Its quarantine is verified');
    if (!holds && asset.state === 'contained' && asset.changedById === null)
      await settle(
        tx,
        asset,
        await stateBefore(tx, asset),
        'Its quarantine was undone, is broken or cannot be verified',
      );
  }
}

const settle = async (tx: Tx, asset: Row, state: AssetView['state'], reason: string) =>
  tellAll(tx, await setState(tx, asset, { state, reason, personId: null }));

/** What it was when Bulkhead called it contained, as the timeline has it. */
async function stateBefore(tx: Tx, { caseId, id }: Row): Promise<AssetView['state']> {
  const [entry] = await tx.$queryRaw<{ before: string | null }[]>`
    SELECT detail ->> 'from' AS before FROM "TimelineEntry"
    WHERE "caseId" = ${caseId}::uuid AND source = 'case' AND detail ->> 'assetId' = ${id} AND detail ->> 'to' = 'contained'
    ORDER BY "sortAt" DESC LIMIT 1`;
  return AssetState.catch('suspected').parse(entry?.before);
}

async function setState(
  tx: Tx,
  before: Row,
  { state, reason, personId }: { state: AssetView['state']; reason: string; personId: string | null },
): Promise<Row> {
  const row = await tx.asset.update({
    where: { id: before.id },
    data: { state, reason, changedById: personId, changedAt: new Date() },
  });
  const was = before.state === state ? '' : ` (was ${before.state})`;
  await say(
    tx,
    row.caseId,
    personId ? { id: personId } : null,
    `${KIND[row.kind]} ${row.name} is ${state}${was}: ${reason}`,
    {
      assetId: row.id,
      from: before.state,
      to: state,
    },
  );
  return row;
}

async function lockAsset(tx: Tx, caseId: string, assetId: string): Promise<Row | null> {
  await tx.$queryRaw`SELECT id FROM "Asset" WHERE id = ${assetId}::uuid AND "caseId" = ${caseId}::uuid FOR UPDATE`;
  return tx.asset.findFirst({ where: { id: assetId, caseId } });
}

async function tellAll(tx: Tx, row: Row): Promise<AssetView> {
  const asset = view(row, await namesOf(tx, [row.addedById, row.changedById]));
  await publish(tx, `case:${row.caseId}`, { type: 'asset.changed', asset });
  return asset;
}

const KIND: Record<AssetView['kind'], string> = {
  pod: 'Pod',
  serviceAccount: 'Service account',
  secret: 'Secret',
  node: 'Node',
  image: 'Image',
  address: 'Address',
};

const nameIn = (names: ReadonlyMap<string, string>, id: string | null) => (id ? (names.get(id) ?? 'unknown') : null);

const view = (row: Row, names: ReadonlyMap<string, string>): AssetView => ({
  id: row.id,
  caseId: row.caseId,
  kind: row.kind,
  name: row.name,
  state: row.state,
  reason: row.reason,
  addedBy: nameIn(names, row.addedById),
  addedAt: row.addedAt.toISOString(),
  changedBy: nameIn(names, row.changedById),
  changedAt: row.changedAt.toISOString(),
});
