import { expect, test } from 'vitest';
import { pod } from '../../testing/builders.ts';
import { contextAround } from '../../testing/triage.ts';
import { rootUser } from './root-user.ts';

const plain = { securityContext: {} };

test.each([
  ['user 0', pod({ containers: [{ securityContext: { runAsUser: 0 } }] }), 'Root user'],
  ['user 0 from the pod', pod({ containers: [plain], spec: { securityContext: { runAsUser: 0 } } }), 'Root user'],
  ['nothing said: the image decides', pod({ containers: [plain] }), 'May be root'],
  [
    'runAsNonRoot from the pod',
    pod({ containers: [plain], spec: { securityContext: { runAsNonRoot: true } } }),
    undefined,
  ],
  ['another user', pod({ containers: [{ securityContext: { runAsUser: 1000 } }] }), undefined],
  [
    'the container’s user goes before the pod’s',
    pod({ containers: [{ securityContext: { runAsUser: 1000 } }], spec: { securityContext: { runAsUser: 0 } } }),
    undefined,
  ],
])('%s', (_, suspect, words) => expect(rootUser(suspect, contextAround(suspect))?.words).toBe(words));
