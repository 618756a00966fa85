'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/glyphs';

interface CopyReportProps {
  text: () => string;
  markdown: () => string;
}

/** Takes the report into the clipboard: as people paste it into a mail, or with Markdown's headings and lists. */
export function CopyReport({ text, markdown }: CopyReportProps) {
  const [said, setSaid] = useState('');
  const copy = async (what: string, as: string) => {
    try {
      await navigator.clipboard.writeText(what);
      setSaid(`Copied as ${as}`);
    } catch {
      setSaid('The browser does not let Bulkhead copy: edit, then select the text');
    }
  };
  return (
    <>
      <Button onClick={() => void copy(text(), 'text')}>
        <Icon name="copy" small /> Copy
      </Button>
      <Button look="quiet" aria-label="Copy as Markdown" onClick={() => void copy(markdown(), 'Markdown')}>
        as Markdown
      </Button>
      <span className="meta self-center" role="status">
        {said}
      </span>
    </>
  );
}
