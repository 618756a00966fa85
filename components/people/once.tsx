'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Icon, StatusGlyph } from '@/components/ui/glyphs';
import { Time } from '@/components/ui/time';

interface OnceProps {
  /** "Link for ada@example.com" */
  label: string;
  secret: string;
  expiresAt: string;
  onDone: () => void;
}

/** A secret that is shown once: a link or a token. It can be copied, and is gone when this closes. */
export function Once({ label, secret, expiresAt, onDone }: OnceProps) {
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  const copy = () =>
    navigator.clipboard.writeText(secret).then(
      () => setCopied('yes'),
      () => setCopied('failed'), // no clipboard on plain http: it can be selected
    );
  return (
    <section aria-label={label} className="grid w-full max-w-160 gap-2 border-l-2 border-s2 bg-panel p-3">
      <p className="flex items-center gap-2 font-semibold">
        <StatusGlyph kind="caution" />
        Shown once: copy it now
      </p>
      <label className="grid gap-1">
        <span className="meta">{label}</span>
        <textarea
          readOnly
          rows={2}
          value={secret}
          spellCheck={false}
          className="field mono h-auto resize-none wrap-anywhere"
          onFocus={(event) => event.currentTarget.select()}
        />
      </label>
      <p className="meta">
        Works until <Time at={expiresAt} />. Bulkhead keeps only a hash of it.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button look="solid" onClick={() => void copy()}>
          <Icon name="copy" />
          Copy
        </Button>
        <Button look="quiet" onClick={onDone}>
          Close
        </Button>
        <span role="status" className="meta self-center">
          {copied === 'yes' ? 'Copied' : copied === 'failed' ? 'Not copied: select it and copy it by hand' : ''}
        </span>
      </div>
    </section>
  );
}
