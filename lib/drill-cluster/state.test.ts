import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { StateFiles } from './state.ts';
import { ObjectStore } from './store.ts';

const MAPS = { group: '', plural: 'configmaps' };
const map = (name: string, data: object = {}) => ({ metadata: { name, namespace: 'default' }, data });

function open(home: string) {
  const store = new ObjectStore(() => 0);
  const files = new StateFiles(home, store);
  return { store, files, found: files.load() };
}

test('what was written is there again, with its versions, and a torn last line is skipped', () => {
  const home = mkdtempSync(join(tmpdir(), 'drill-state-'));
  const first = open(home);
  expect(first.found).toBe(false);
  first.store.create(MAPS, map('in-snapshot'));
  first.store.create(MAPS, map('removed'));
  first.files.compact();
  first.files.follow();
  const kept = first.store.create(MAPS, map('in-journal', { x: '1' }));
  first.store.remove(MAPS, 'default', 'removed');
  first.files.flush();
  appendFileSync(join(home, 'state-journal.jsonl'), '{"resource":{"group":"","plu');

  const second = open(home);
  expect(second.found).toBe(true);
  expect(second.store.list(MAPS, null).map(({ metadata }) => metadata?.name)).toEqual(['in-journal', 'in-snapshot']);
  expect(second.store.get(MAPS, 'default', 'in-journal')).toEqual(kept);
  expect(second.store.resourceVersion).toBeGreaterThanOrEqual(Number(kept.metadata?.resourceVersion));
});

test('a journal older than the snapshot beside it changes nothing', () => {
  const home = mkdtempSync(join(tmpdir(), 'drill-state-'));
  const { store, files } = open(home);
  const old = store.create(MAPS, map('a', { x: 'old' }));
  store.update(MAPS, map('a', { x: 'new' }));
  files.compact();
  appendFileSync(join(home, 'state-journal.jsonl'), `${JSON.stringify({ resource: MAPS, object: old })}\n`);
  expect(open(home).store.get(MAPS, 'default', 'a')).toMatchObject({ data: { x: 'new' } });
});
