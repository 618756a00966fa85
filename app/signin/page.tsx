import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Door } from '@/components/sign-in/door';
import { localPath } from '@/components/sign-in/local-path';
import { SignInForm } from '@/components/sign-in/sign-in-form';
import { currentPerson } from '@/lib/auth/session.server';
import { clusters } from '@/lib/cluster/clusters.server';

export const metadata: Metadata = { title: 'Sign in' };

/** Tells nothing about clusters or cases, but that this is a drill. */
export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ callbackUrl?: string | string[] }>;
}) {
  const { callbackUrl } = await searchParams;
  const goTo = localPath(typeof callbackUrl === 'string' ? callbackUrl : null);
  if (await currentPerson()) redirect(goTo);
  return (
    <Door
      title="Sign in"
      lead="After signing in you return to the page that you asked for."
      foot="Signing in and every later action is logged with your name."
      drill={clusters().some((cluster) => cluster.drill)}
    >
      <SignInForm goTo={goTo} />
    </Door>
  );
}
