import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Pod } from '../../kubernetes/objects.ts';
import { pod } from '../../testing/builders.ts';
import { contextAround } from '../../testing/triage.ts';
import { Signal } from '../row.ts';
import { SIGNALS } from './index.ts';

const files = readdirSync(import.meta.dirname);
const signals = files
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'index.ts')
  .map((file) => file.slice(0, -3));

test('every signal is listed under the name of its file', () =>
  expect(Object.keys(SIGNALS).sort()).toEqual(signals.sort()));
test('every signal has a test of its own', () =>
  expect(signals.filter((name) => !files.includes(`${name}.test.ts`))).toEqual([]));

test('a pod that does everything wrong raises signals that carry their ids and pass the schema', () => {
  const bad = pod({
    ephemeralContainers: [{}],
    containers: [{ image: 'x:1', securityContext: { privileged: true, runAsUser: 0, capabilities: { add: ['ALL'] } } }],
    spec: { hostPID: true, volumes: [{ name: 's', hostPath: { path: '/var/run/docker.sock' } }] },
  });
  const context = contextAround(bad);
  const found = Object.entries(SIGNALS).flatMap(([id, rule]) => {
    const signal = rule(bad, context);
    return signal ? [{ id, signal: Signal.parse(signal) }] : [];
  });
  expect(found.length).toBeGreaterThan(8);
  expect(found.map(({ signal }) => signal.id)).toEqual(found.map(({ id }) => id));
});

test('no signal trips over an object that is hollow, and its words stay short', () => {
  const hollow = fc.constantFrom<Pod>(
    {},
    { metadata: {} },
    { spec: { containers: [] } },
    { metadata: { name: 'x'.repeat(10_000) }, spec: { containers: [{ name: 'y'.repeat(10_000) }] }, status: {} },
  );
  fc.assert(
    fc.property(hollow, (empty) => {
      const context = contextAround(null);
      return Object.values(SIGNALS).every((rule) => (rule(empty, context)?.words.length ?? 0) <= 60);
    }),
  );
});
