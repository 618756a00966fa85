import { expect, test } from 'vitest';
import { pod } from '../../testing/builders.ts';
import { contextAround } from '../../testing/triage.ts';
import { writableRoot } from './writable-root.ts';

test.each([
  [
    'not said',
    pod({ containers: [{ securityContext: {} }] }),
    'spec.containers[0].securityContext.readOnlyRootFilesystem',
  ],
  [
    'one of two',
    pod({ containers: [{}, { name: 'b', securityContext: { readOnlyRootFilesystem: false } }] }),
    'spec.containers[1].securityContext.readOnlyRootFilesystem',
  ],
  ['read-only', pod(), undefined],
  ['a debug container has its own signal', pod({ ephemeralContainers: [{}] }), undefined],
])('%s', (_, suspect, field) => expect(writableRoot(suspect, contextAround(suspect))?.field).toBe(field));
