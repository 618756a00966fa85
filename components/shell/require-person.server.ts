import 'server-only';
import { redirect } from 'next/navigation';
import { may, type Permission } from '@/lib/auth/permissions';
import { currentPerson, type SignedIn } from '@/lib/auth/session.server';

/** Every page asks for itself: layouts are not run again on each navigation. Sends who is not signed in to the door. */
export async function requirePerson(permission: Permission): Promise<SignedIn> {
  const person = await currentPerson();
  if (!person) redirect('/signin');
  if (!may(person.role, permission)) redirect('/triage');
  return person;
}
