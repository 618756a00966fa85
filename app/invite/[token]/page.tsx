import type { Metadata } from 'next';
import Link from 'next/link';
import { Door } from '@/components/sign-in/door';
import { LinkForm } from '@/components/sign-in/link-form';
import { buttonClass } from '@/components/ui/button';
import { currentCaller } from '@/lib/auth/caller.server';
import { lookAtLink } from '@/lib/auth/invitations.server';
import { clusters } from '@/lib/cluster/clusters.server';

// no-referrer: the address of this page is a secret until it was used
export const metadata: Metadata = { title: 'Invitation', referrer: 'no-referrer' };

/** An invitation or a link for a new password. One that does not work says that and nothing else. */
export default async function LinkPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const drill = clusters().some((cluster) => cluster.drill);
  const link = await lookAtLink(token, await currentCaller());
  if (link === null)
    return (
      <Door
        title="This link does not work any more"
        lead="A link works once, and not for ever. Ask a commander for a new one."
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
  const invited = link.kind === 'invitation';
  return (
    <Door
      title={invited ? 'Make your account' : 'Set a new password'}
      lead={
        invited
          ? `You are invited as ${link.role}. The link works once.`
          : `For the account of ${link.name}. The link works once, and your earlier sign-ins end.`
      }
      foot="Signing in and every later action is logged with your name."
      drill={drill}
    >
      <LinkForm token={token} email={link.email} name={invited ? link.name : null} />
    </Door>
  );
}
