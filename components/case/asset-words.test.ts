import { expect, test } from 'vitest';
import type { AssetView } from '@/lib/cases/asset';
import { byKind, isOpenAsset } from './asset-words';

const asset = (kind: AssetView['kind'], name: string, state: AssetView['state']): AssetView => ({
  id: name,
  caseId: 'c',
  kind,
  name,
  state,
  reason: '',
  addedBy: null,
  addedAt: '2026-11-25T03:00:00Z',
  changedBy: null,
  changedAt: '2026-11-25T03:00:00Z',
});

test('assets stand by kind, in each the worst first, kinds without one are left out', () => {
  const groups = byKind([
    asset('node', 'worker-3', 'cleared'),
    asset('pod', 'finance/b', 'rebuilt'),
    asset('pod', 'finance/c', 'confirmed'),
    asset('pod', 'finance/a', 'suspected'),
    asset('pod', 'finance/0', 'suspected'),
  ]);
  expect(groups.map(({ kind, assets }) => [kind, assets.map(({ name }) => name)])).toEqual([
    ['pod', ['finance/c', 'finance/0', 'finance/a', 'finance/b']],
    ['node', ['worker-3']],
  ]);
});

test.each([
  ['suspected', true],
  ['confirmed', true],
  ['contained', false],
  ['rebuilt', false],
  ['cleared', false],
] as const)('%s is still open: %s', (state, open) => expect(isOpenAsset(asset('pod', 'a/b', state))).toBe(open));
