'use client';

import { useState } from 'react';
import { useRoom, useWhyNot } from '@/components/shell/room';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/glyphs';
import { Pop } from '@/components/ui/pop';
import type { CaseView } from '@/lib/cases/case';
import { CadenceDialog } from './cadence-dialog';
import { CloseDialog, ReopenDialog, SeverityDialog } from './case-dialogs';
import { HandOverDialog, TakeCommandDialog } from './command-dialogs';

type Change = 'severity' | 'cadence' | 'hand-over' | 'take' | 'close' | 'reopen';

/** What changes the case itself. What this person may not do is there too, with its reason. */
export function CaseMenu({ view }: { view: CaseView }) {
  const me = useRoom().person;
  const [open, setOpen] = useState(false);
  const [change, setChange] = useState<Change | null>(null);
  const frozen = view.closedAt ? 'The case is closed' : null;
  const [mayChange, mayCommand, mayClose, mayReopen] = [
    useWhyNot('case.change'),
    useWhyNot('case.command'),
    useWhyNot('case.close'),
    useWhyNot('case.reopen'),
  ];
  const mine = view.commander.id === me.id;
  const offered = view.handOver ? `Offered to ${view.handOver.to.name}, who has not answered` : null;
  const items: { change: Change; words: string; why: string | null }[] = [
    { change: 'severity', words: 'Change the severity', why: mayChange ?? frozen },
    { change: 'cadence', words: 'Change how often a report is due', why: mayChange ?? frozen },
    mine
      ? { change: 'hand-over', words: 'Hand over the command', why: mayCommand ?? frozen ?? offered }
      : { change: 'take', words: 'Take the command', why: mayCommand ?? frozen },
    view.closedAt
      ? { change: 'reopen', words: 'Reopen the case', why: mayReopen }
      : { change: 'close', words: 'Close the case', why: mayClose },
  ];
  const dialog = (which: Change) => ({ view, open: change === which, onClose: () => setChange(null) });
  return (
    <>
      <Pop
        trigger={
          <Button look="quiet" className="flex-none">
            <span className="max-sm:sr-only">Change</span> <Icon name="down" small />
          </Button>
        }
        label="Change the case"
        open={open}
        onOpenChange={setOpen}
      >
        <ul className="grid gap-1">
          {items.map(({ change: which, words, why }) => (
            <li key={which}>
              <Button
                className="w-full justify-start!"
                disabledReason={why}
                onClick={() => {
                  setOpen(false);
                  setChange(which);
                }}
              >
                {words}
              </Button>
              {why ? <p className="meta">{why}</p> : null}
            </li>
          ))}
        </ul>
      </Pop>
      <SeverityDialog {...dialog('severity')} />
      <CadenceDialog {...dialog('cadence')} />
      <HandOverDialog {...dialog('hand-over')} />
      <TakeCommandDialog {...dialog('take')} />
      <CloseDialog {...dialog('close')} />
      <ReopenDialog {...dialog('reopen')} />
    </>
  );
}
