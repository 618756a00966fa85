import Link from 'next/link';
import { Door } from '@/components/sign-in/door';
import { buttonClass } from '@/components/ui/button';
import { clusters } from '@/lib/cluster/clusters.server';

/** For an address that no room has. */
export default function NotFound() {
  return (
    <Door
      title="There is nothing at this address"
      lead="Nothing was changed by looking."
      foot="Addresses of pods and cases can be copied from the browser; they open for everyone who may see them."
      drill={clusters().some(({ drill }) => drill)}
    >
      <p className="mt-4">
        <Link href="/triage" className={buttonClass({ look: 'solid', big: true })}>
          Go to triage
        </Link>
      </p>
    </Door>
  );
}
