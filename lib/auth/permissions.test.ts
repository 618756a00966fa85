import { expect, test } from 'vitest';
import { may, PERMISSIONS, type Permission, whyNot } from './permissions.ts';

// Written out a second time on purpose: giving a right to a role is a decision, not a slip.
const TABLE: Record<Permission, string> = {
  'cluster.read': 'commander analyst manager',
  'cluster.enable-actions': 'commander',
  'case.read': 'commander analyst manager',
  'case.open': 'commander analyst',
  'case.change': 'commander',
  'case.close': 'commander',
  'case.reopen': 'commander',
  'case.roles': 'commander',
  'case.command': 'commander',
  'case.task': 'commander analyst manager',
  'case.asset': 'commander analyst',
  'timeline.note': 'commander analyst manager',
  'timeline.annotate': 'commander analyst manager',
  'timeline.verdict': 'commander analyst',
  'timeline.correct': 'commander analyst manager',
  'timeline.curate': 'commander analyst',
  'timeline.import': 'commander analyst',
  'timeline.export': 'commander analyst manager',
  'checklist.tick': 'commander analyst',
  'checklist.override': 'commander',
  'playbook.read': 'commander analyst manager',
  'playbook.edit': 'commander analyst',
  'playbook.publish': 'commander',
  'playbook.review': 'commander manager',
  'report.write': 'commander analyst manager',
  'report.send': 'commander manager',
  'channel.manage': 'commander',
  'readiness.read': 'commander analyst manager',
  'readiness.attest': 'commander manager',
  'containment.preview': 'commander analyst manager',
  'containment.quarantine': 'commander analyst',
  'containment.capture': 'commander analyst',
  'containment.scale-to-zero': 'commander',
  'containment.undo': 'commander',
  'containment.override': 'commander',
  'evidence.read': 'commander analyst manager',
  'evidence.export': 'commander analyst manager',
  'evidence.verify': 'commander analyst manager',
  'action-log.read': 'commander analyst manager',
  'action-log.export': 'commander manager',
  'people.manage': 'commander',
  'cluster.manage': 'commander',
  'draft.own': 'commander analyst manager',
  'token.own': 'commander analyst manager',
  'session.own': 'commander analyst manager',
};

test.each(Object.entries(TABLE) as [Permission, string][])('%s: %s', (permission, roles) => {
  const allowed = (['commander', 'analyst', 'manager'] as const).filter((role) => may(role, permission));
  expect(allowed.join(' ')).toBe(roles);
});

test('every permission is in the table', () =>
  expect(Object.keys(TABLE).sort()).toEqual(Object.keys(PERMISSIONS).sort()));

test('a refusal names the roles that may', () => {
  expect(whyNot('manager', 'case.open')).toBe('Needs the role commander or analyst; you are manager.');
  expect(whyNot('commander', 'case.open')).toBeNull();
});
