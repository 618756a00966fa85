import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { Empty } from '@/components/ui/states';

/** For a case or pod that is not there: what is always in sight stays. */
export default function NotFoundHere() {
  return (
    <Empty
      title="There is nothing at this address"
      action={
        <Link href="/triage" className={buttonClass({ look: 'solid' })}>
          Go to triage
        </Link>
      }
    >
      The pod may have ended, or the case has another number. Nothing was changed by looking.
    </Empty>
  );
}
