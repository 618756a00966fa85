import { expect, test } from 'vitest';
import type { Rule } from '../../lib/cluster/rights.ts';
import { rightsInUse } from './audit.ts';

const US = 'system:serviceaccount:bulkhead:bulkhead';
const RULES: Rule[] = [
  { group: '', resources: ['pods'], verbs: ['list', 'watch'] },
  { group: '', resources: ['pods/exec'], verbs: ['create', 'get'] },
  { group: 'apps', resources: ['deployments/scale'], verbs: ['patch'] },
];

const event = (verb: string, objectRef: object | null, code: number, username = US) =>
  JSON.stringify({ verb, user: { username }, requestURI: '/version', objectRef, responseStatus: { code } });
const pods = { resource: 'pods', namespace: 'finance', apiVersion: 'v1' };
const exec = { ...pods, subresource: 'exec' };
const scale = { resource: 'deployments', subresource: 'scale', apiGroup: 'apps', namespace: 'finance' };

const all = [event('list', pods, 200), event('watch', pods, 200), event('get', exec, 101), event('patch', scale, 200)];

test.each([
  ['each right was used', all, [], []],
  ['a right that nobody used', all.slice(0, 3), ['patch deployments.apps/scale'], []],
  [
    'a request that was refused uses no right',
    [...all.slice(0, 3), event('patch', scale, 403)],
    ['patch deployments.apps/scale'],
    ['patch deployments.apps/scale in finance (403)'],
  ],
  ['a request beyond the rights, refused', [...all, event('delete', pods, 403)], [], ['delete pods in finance (403)']],
  [
    'refused twice is told once',
    [...all, event('delete', pods, 403), event('delete', pods, 403)],
    [],
    ['delete pods in finance (403)'],
  ],
  ['a path without a resource, refused', [...all, event('get', null, 403)], [], ['get /version (403)']],
  [
    'what others do counts for nothing',
    [...all.slice(0, 3), event('patch', scale, 200, 'admin'), event('delete', pods, 403, 'admin')],
    ['patch deployments.apps/scale'],
    [],
  ],
  ['another answer than 403 is a use: the right was there', [...all.slice(0, 3), event('patch', scale, 409)], [], []],
  ['a last line that is cut', [...all, '{"verb":"del'], [], []],
])('%s', (_, lines, unused, refused) => {
  const found = rightsInUse(lines, US, RULES);
  expect({ unused: found.unused, refused: found.refused }).toEqual({ unused, refused });
});

test('says how many requests were seen, so that an empty log shows nothing', () => {
  expect(rightsInUse(all, US, RULES).requests).toBe(4);
  expect(rightsInUse([], US, RULES)).toEqual({
    requests: 0,
    refused: [],
    unused: ['create pods/exec', 'get pods/exec', 'list pods', 'patch deployments.apps/scale', 'watch pods'],
  });
});
