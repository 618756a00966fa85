import { expect, test } from 'vitest';
import { pod, rule } from '../testing/builders.ts';
import { rightsOf } from '../testing/triage.ts';
import { keepContext, type TriageSources } from './context.ts';

const nothing: TriageSources = {
  node: () => undefined,
  find: () => undefined,
  rbac: () => null,
  serviceAccount: () => undefined,
  usage: () => null,
};

test('rights that become readable are looked up anew, and unknown ones are null', () => {
  let rbac: ReturnType<TriageSources['rbac']> = null;
  const keeper = keepContext({ ...nothing, rbac: () => rbac });
  expect(keeper.at(0).dangersOf('finance', 'payments')).toBeNull();
  rbac = rightsOf('payments', [rule(['get'], ['secrets'])]);
  keeper.rbacChanged();
  expect(
    keeper
      .at(0)
      .dangersOf('finance', 'payments')
      ?.map(({ id }) => id),
  ).toEqual(['secrets']);
  expect(keeper.at(0).dangersOf('finance', 'other')).toEqual([]);
});

test('the quietest stretch is kept with its time, and forgotten with the pod', () => {
  let history = [0.4, 0.4, 0.4, 0.4];
  const keeper = keepContext({ ...nothing, usage: () => ({ cpuCores: 0, memoryBytes: 0, history }) });
  keeper.usageChanged(['finance/web'], 1_000);
  history = [0.1, 0.1, 0.1, 0.1];
  keeper.usageChanged(['finance/web'], 2_000);
  history = [3, 3, 3, 3];
  keeper.usageChanged(['finance/web'], 3_000);
  expect(keeper.at(4_000).idle('finance', 'web')).toEqual({ cores: 0.1, seenAt: 2_000 });
  keeper.podChanged(pod({ name: 'web' }), null);
  expect(keeper.at(4_000).idle('finance', 'web')).toBeNull();
});
