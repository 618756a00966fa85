import { afterAll, expect, test } from 'vitest';
import { settleCase } from '../containment/settle-case.server.ts';
import { db } from '../db/client.server.ts';
import { lastTold, makeRun, makeSuspect, sentences, toldSince } from '../testing/case-rows.ts';
import { testDatabase } from '../testing/postgres.ts';
import { valueIn } from '../testing/room.ts';
import { signedIn, storedCase } from '../testing/stored-case.ts';
import { addAsset, addAssetsOf, changeAsset, listAssets } from './assets.server.ts';

const database = await testDatabase();
afterAll(() => database.close());

const ines = await signedIn('commander');
const by = { person: ines };
const secret = {
  kind: 'secret',
  name: 'finance/stripe',
  state: 'suspected',
  reason: 'Mounted by the suspect',
} as const;
const stateOf = async (caseId: string, name: string) =>
  (await listAssets(caseId)).find((one) => one.name === name)?.state;

test('what comes with suspects is added once, as suspected, by Bulkhead', async () => {
  const { caseId } = await storedCase(ines.id);
  const suspect = { namespace: 'finance', podName: 'pay-1', serviceAccount: 'pay', node: 'worker-1', images: [] };
  const before = await lastTold();
  await db.$transaction((tx) => addAssetsOf(tx, caseId, [suspect, { ...suspect, podName: 'pay-2' }]));
  await db.$transaction((tx) => addAssetsOf(tx, caseId, [suspect]));
  const assets = await listAssets(caseId);
  expect(assets.map(({ kind, name, state, addedBy }) => [kind, name, state, addedBy])).toEqual([
    ['pod', 'finance/pay-1', 'suspected', null],
    ['pod', 'finance/pay-2', 'suspected', null],
    ['serviceAccount', 'finance/pay', 'suspected', null],
    ['node', 'worker-1', 'suspected', null],
  ]);
  expect(await toldSince('asset.changed', before)).toHaveLength(4);
});

test('a person adds one with a reason; what is there already is not added again', async () => {
  const { caseId } = await storedCase(ines.id);
  const added = valueIn(await addAsset({ caseId, ...secret }, by));
  expect(added).toMatchObject({ ...secret, addedBy: 'Ines Okafor' });
  expect(await addAsset({ caseId, ...secret, state: 'cleared' }, by)).toMatchObject({
    failure: { code: 'asset-known', title: 'finance/stripe is in this case already' },
  });
  expect(await stateOf(caseId, 'finance/stripe')).toBe('suspected');
  expect(await sentences(caseId)).toEqual(['Secret finance/stripe is suspected: Mounted by the suspect']);
});

test('another state says why, since when and what it was', async () => {
  const { caseId } = await storedCase(ines.id);
  const { id: assetId } = valueIn(await addAsset({ caseId, ...secret }, by));
  const before = await lastTold();
  const changed = valueIn(await changeAsset({ caseId, assetId, state: 'rebuilt', reason: 'Rotated at 04:10' }, by));
  expect(changed).toMatchObject({ state: 'rebuilt', reason: 'Rotated at 04:10', changedBy: 'Ines Okafor' });
  expect(await toldSince('asset.changed', before)).toMatchObject([{ asset: { id: assetId, state: 'rebuilt' } }]);
  expect((await sentences(caseId)).at(-1)).toBe('Secret finance/stripe is rebuilt (was suspected): Rotated at 04:10');
});

test('neither in a closed case nor from another case is an asset changed', async () => {
  const [one, other] = [await storedCase(ines.id), await storedCase(ines.id)];
  const { id: assetId } = valueIn(await addAsset({ caseId: one.caseId, ...secret }, by));
  const change = { assetId, state: 'cleared', reason: 'Not read' } as const;
  expect(await changeAsset({ caseId: other.caseId, ...change }, by)).toMatchObject({
    failure: { code: 'no-such-asset' },
  });
  await db.case.update({ where: { id: one.caseId }, data: { closedAt: new Date() } });
  expect(await changeAsset({ caseId: one.caseId, ...change }, by)).toMatchObject({ failure: { code: 'case-closed' } });
  expect(await addAsset({ caseId: one.caseId, ...secret, name: 'finance/other' }, by)).toMatchObject({
    failure: { code: 'case-closed' },
  });
});

test('a pod is contained while its quarantine is verified, and then what it was before', async () => {
  const { caseId } = await storedCase(ines.id);
  const suspect = await makeSuspect(caseId, 'pay-1');
  await db.$transaction((tx) => addAssetsOf(tx, caseId, [suspect]));
  const [pod] = await listAssets(caseId);
  valueIn(await changeAsset({ caseId, assetId: pod?.id ?? '', state: 'confirmed', reason: 'A shell was seen' }, by));
  const run = await makeRun(suspect, { result: { outcome: 'verified' } });
  await settleCase(caseId);
  expect((await listAssets(caseId))[0]).toMatchObject({
    state: 'contained',
    reason: 'Its quarantine is verified',
    changedBy: null,
  });
  await db.stepRun.update({ where: { id: run.id }, data: { result: { outcome: 'leaking' } } });
  await settleCase(caseId);
  expect(await stateOf(caseId, 'finance/pay-1')).toBe('confirmed');
});

test('contained because a person said so, it stays so when a quarantine breaks', async () => {
  const { caseId } = await storedCase(ines.id);
  const suspect = await makeSuspect(caseId, 'pay-1');
  await db.$transaction((tx) => addAssetsOf(tx, caseId, [suspect]));
  const [pod] = await listAssets(caseId);
  valueIn(await changeAsset({ caseId, assetId: pod?.id ?? '', state: 'contained', reason: 'Node unplugged' }, by));
  await makeRun(suspect, { result: { outcome: 'leaking' } });
  await settleCase(caseId);
  expect(await stateOf(caseId, 'finance/pay-1')).toBe('contained');
});

test('what a person said of a pod stays, whatever its quarantine does', async () => {
  const { caseId } = await storedCase(ines.id);
  const suspect = await makeSuspect(caseId, 'pay-1');
  await db.$transaction((tx) => addAssetsOf(tx, caseId, [suspect]));
  const [pod] = await listAssets(caseId);
  valueIn(await changeAsset({ caseId, assetId: pod?.id ?? '', state: 'rebuilt', reason: 'New image' }, by));
  await makeRun(suspect, { result: { outcome: 'verified' } });
  await settleCase(caseId);
  expect(await stateOf(caseId, 'finance/pay-1')).toBe('rebuilt');
});
