'use client';

import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';

interface CopyButtonProps {
  what: () => string;
  /** "text": said once it is in the clipboard */
  as: string;
  /** part of a sentence, not a button of its own */
  inline?: boolean;
  children: ReactNode;
}

/** Takes something into the clipboard, and says that it is there. */
export function CopyButton({ what, as, inline = false, children }: CopyButtonProps) {
  const [said, setSaid] = useState('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(what());
      setSaid(`Copied as ${as}`);
    } catch {
      setSaid('The browser does not let Bulkhead copy: edit, then select the text');
    }
  };
  return (
    <>
      {inline ? (
        <button type="button" className="link" onClick={() => void copy()}>
          {children}
        </button>
      ) : (
        <Button onClick={() => void copy()}>{children}</Button>
      )}
      <span className="meta self-center" role="status">
        {said}
      </span>
    </>
  );
}
