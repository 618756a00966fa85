import { expect, test } from 'vitest';
import { missingRights } from './cluster-health';

const resource = (name: string, state: 'live' | 'forbidden' | 'unavailable') => ({
  resource: name,
  state,
  objects: 0,
  asOf: null,
  error: null,
});
const metrics = { state: 'live' as const, asOf: null, why: null };

test('rights are missing where the API server says so, not where it does not answer', () => {
  const resources = [resource('pods', 'live'), resource('nodes', 'forbidden'), resource('events', 'unavailable')];
  expect(missingRights({ resources, metrics })).toEqual(['list nodes']);
  expect(missingRights({ resources: [], metrics: { ...metrics, state: 'forbidden' } })).toEqual([
    'list pods.metrics.k8s.io',
  ]);
});
