import { expect, test } from 'vitest';
import { pod } from '../../testing/builders.ts';
import { contextAround } from '../../testing/triage.ts';
import { ephemeralContainer } from './ephemeral-container.ts';

test('a debug container is named with its image', () => {
  const suspect = pod({ ephemeralContainers: [{ name: 'debugger-x', image: 'nicolaka/netshoot' }] });
  expect(ephemeralContainer(suspect, contextAround(suspect))?.reason).toBe(
    'Someone put a debug container into the running pod: debugger-x (nicolaka/netshoot).',
  );
});
test('none', () => expect(ephemeralContainer(pod(), contextAround(null))).toBeNull());
