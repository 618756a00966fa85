import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { BrandMark } from '@/components/ui/glyphs';

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-content-center gap-3 p-4">
      <BrandMark />
      <h1>There is nothing at this address</h1>
      <p className="max-w-[52ch] text-fg-2">
        The pod may have ended, or the case has another number. Nothing was changed by looking.
      </p>
      <p>
        <Link href="/triage" className={buttonClass({ look: 'solid' })}>
          Go to triage
        </Link>
      </p>
    </main>
  );
}
