import type { Role } from '../db/generated/enums.ts';

/**
 * Who may do what. The one table: the button, its disabled reason, the route and the server action all read it.
 * A permission is `<word>.<verb>`; words are those of docs/architecture.md.
 */
export const PERMISSIONS = {
  'cluster.read': ['commander', 'analyst', 'manager'],
  'cluster.enable-actions': ['commander'],
  'case.read': ['commander', 'analyst', 'manager'],
  'case.open': ['commander', 'analyst'],
  'case.change': ['commander'],
  'case.close': ['commander'],
  'case.reopen': ['commander'],
  'case.roles': ['commander'],
  'case.command': ['commander'], // offer it, take it, answer an offer
  'case.task': ['commander', 'analyst', 'manager'],
  'case.asset': ['commander', 'analyst'],
  'timeline.note': ['commander', 'analyst', 'manager'],
  'timeline.annotate': ['commander', 'analyst', 'manager'],
  'timeline.verdict': ['commander', 'analyst'],
  'timeline.correct': ['commander', 'analyst', 'manager'], // a manager: what they wrote themselves
  'timeline.curate': ['commander', 'analyst'], // group, hide, clock skew
  'timeline.import': ['commander', 'analyst'],
  'timeline.export': ['commander', 'analyst', 'manager'],
  'checklist.tick': ['commander', 'analyst'],
  'checklist.override': ['commander'],
  'playbook.read': ['commander', 'analyst', 'manager'],
  'playbook.edit': ['commander', 'analyst'],
  'playbook.publish': ['commander'],
  'playbook.review': ['commander', 'manager'],
  'report.write': ['commander', 'analyst', 'manager'],
  'report.send': ['commander', 'manager'],
  'channel.manage': ['commander'],
  'readiness.read': ['commander', 'analyst', 'manager'],
  'readiness.attest': ['commander', 'manager'],
  'containment.preview': ['commander', 'analyst', 'manager'],
  'containment.quarantine': ['commander', 'analyst'],
  'containment.capture': ['commander', 'analyst'],
  'containment.scale-to-zero': ['commander'],
  'containment.undo': ['commander'],
  'containment.override': ['commander'],
  'evidence.read': ['commander', 'analyst', 'manager'],
  'evidence.export': ['commander', 'analyst', 'manager'],
  'evidence.verify': ['commander', 'analyst', 'manager'],
  'action-log.read': ['commander', 'analyst', 'manager'],
  'action-log.export': ['commander', 'manager'],
  'people.manage': ['commander'],
  'cluster.manage': ['commander'], // add, remove, name, colour
  'draft.own': ['commander', 'analyst', 'manager'],
  'token.own': ['commander', 'analyst', 'manager'], // API tokens in one's own name
  'session.own': ['commander', 'analyst', 'manager'], // see and end one's own sign-ins
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

export const may = (role: Role, permission: Permission): boolean =>
  (PERMISSIONS[permission] as readonly Role[]).includes(role);

/** Why a disabled control is disabled, or null when it is not: "Needs the role commander; you are analyst." */
export const whyNot = (role: Role, permission: Permission): string | null =>
  may(role, permission) ? null : `Needs the role ${PERMISSIONS[permission].join(' or ')}; you are ${role}.`;
