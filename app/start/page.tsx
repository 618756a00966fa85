import type { Metadata } from 'next';
import Link from 'next/link';
import { Door } from '@/components/sign-in/door';
import { FirstAccountForm } from '@/components/sign-in/first-account-form';
import { WhatRuns } from '@/components/sign-in/what-runs';
import { buttonClass } from '@/components/ui/button';
import { setupTokenMinutes } from '@/lib/auth/setup-token.server';
import { clusters } from '@/lib/cluster/clusters.server';
import { whatRuns } from '@/lib/what-runs.server';

export const metadata: Metadata = { title: 'First start' };

export default async function StartPage({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  const { token } = await searchParams;
  const drill = clusters().some((cluster) => cluster.drill);
  const minutes = typeof token === 'string' ? await setupTokenMinutes(token) : null;
  if (typeof token !== 'string' || minutes === null) {
    return (
      <Door
        title="This link does not work any more"
        lead="It makes the first account, works once and for 30 minutes. If there is no account yet, start Bulkhead again: it prints a new link."
        foot="Nothing was changed."
        drill={drill}
      >
        <p className="mt-4">
          <Link href="/signin" className={buttonClass({ look: 'solid', big: true })}>
            Sign in
          </Link>
        </p>
      </Door>
    );
  }
  const left = minutes === 1 ? '1 more minute' : `${minutes} more minutes`;
  return (
    <Door
      title="Make the first account"
      lead={`The link you opened works once, for ${left}. Whoever uses it becomes commander and can invite the others.`}
      foot="Action log from the first click."
      drill={drill}
      beside={<WhatRuns parts={await whatRuns()} drill={drill} />}
    >
      <FirstAccountForm token={token} />
    </Door>
  );
}
