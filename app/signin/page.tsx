import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { CompanyAccount } from '@/components/sign-in/company-account';
import { Door } from '@/components/sign-in/door';
import { localPath } from '@/components/sign-in/local-path';
import { Refused } from '@/components/sign-in/refused';
import { SignInForm } from '@/components/sign-in/sign-in-form';
import { refusalWords } from '@/lib/auth/oidc';
import { currentPerson } from '@/lib/auth/session.server';
import { clusters } from '@/lib/cluster/clusters.server';
import { config } from '@/lib/config';

export const metadata: Metadata = { title: 'Sign in' };

interface SignInPageProps {
  searchParams: Promise<Record<'callbackUrl' | 'refused' | 'error', string | string[] | undefined>>;
}

const one = (value: string | string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** Tells nothing about clusters or cases, but that this is a drill. */
export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { callbackUrl, refused, error } = await searchParams;
  const goTo = localPath(one(callbackUrl));
  const words = refusalWords(one(refused), one(error));
  // Somebody signed in who could not connect the company account must read why
  if (!words && (await currentPerson())) redirect(goTo);
  const provider = config.oidc;
  return (
    <Door
      title="Sign in"
      lead="After signing in you return to the page that you asked for."
      foot="Signing in and every later action is logged with your name."
      drill={clusters().some((cluster) => cluster.drill)}
    >
      {words ? (
        <div className="mt-4">
          <Refused words={words} />
        </div>
      ) : null}
      {provider ? (
        <>
          <div className="mt-4">
            <CompanyAccount name={provider.name} goTo={goTo} />
          </div>
          <p className="meta mt-4 flex items-center gap-3 before:h-px before:flex-1 before:bg-line-2 after:h-px after:flex-1 after:bg-line-2">
            or
          </p>
        </>
      ) : null}
      <SignInForm goTo={goTo} />
    </Door>
  );
}
