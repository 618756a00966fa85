'use client';

import { useState } from 'react';
import { useWhyNot } from '@/components/shell/room';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { Time } from '@/components/ui/time';
import type { CaseView } from '@/lib/cases/case';
import { ReopenDialog } from './case-dialogs';

/** That the case is frozen, since when, and what came of it. */
export function ClosedBanner({ view }: { view: CaseView }) {
  const [reopening, setReopening] = useState(false);
  const why = useWhyNot('case.reopen');
  if (!view.closedAt) return null;
  return (
    <section className="banner banner-frozen" aria-label="Closed">
      <Icon name="lock" />
      <p className="min-w-[240px] flex-1" role="status">
        <b>Closed</b> <Time at={view.closedAt} />
        {view.closedBy ? ` by ${view.closedBy.name}` : ''}, result “
        <HostileText mono={false} text={view.result ?? 'none given'} max={300} />
        ”. Frozen: nobody adds to it.
      </p>
      <Button disabledReason={why} onClick={() => setReopening(true)}>
        Reopen
      </Button>
      <ReopenDialog view={view} open={reopening} onClose={() => setReopening(false)} />
    </section>
  );
}
