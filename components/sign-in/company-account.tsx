'use client';

import { Key } from 'lucide-react';
import { signIn } from 'next-auth/react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { useReady } from './sign-in-form';

/** Sends the browser to the identity provider, and after that to `goTo`. `name` is what people call their account there. */
export function CompanyAccount({ name, goTo }: { name: string; goTo: string }) {
  const [leaving, setLeaving] = useState(false);
  const ready = useReady();
  return (
    <Button
      big
      className="w-full"
      disabledReason={leaving ? 'Leaving for the identity provider' : ready ? null : 'Loading'}
      onClick={() => {
        setLeaving(true);
        signIn('oidc', { callbackUrl: goTo }).catch(() => setLeaving(false));
      }}
    >
      <Key size={16} strokeWidth={1.5} aria-hidden="true" />
      {name}
    </Button>
  );
}
