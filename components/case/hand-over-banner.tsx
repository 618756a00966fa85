'use client';

import { answerOffer, withdrawOffer } from '@/app/actions/cases';
import { useRoom, useWhyNot } from '@/components/shell/room';
import { Button } from '@/components/ui/button';
import { HostileText } from '@/components/ui/hostile-text';
import { Ago } from '@/components/ui/time';
import type { CaseView, HandOverView } from '@/lib/cases/case';
import { useAct } from './use-act';

/** An offer of the command that nobody has answered: each side has its own buttons, everybody else sees that it stands. */
export function HandOverBanner({ view }: { view: CaseView }) {
  const me = useRoom().person.id;
  const offer = view.handOver;
  if (!offer) return null;
  return (
    <section className="banner" aria-label="Hand-over">
      <div className="min-w-[240px] flex-1" role="status">
        <p>
          <Who offer={offer} me={me} />, <Ago at={offer.offeredAt} /> ago
          {offer.to.id === me ? '.' : '. Not answered yet.'}
        </p>
        {offer.note ? (
          <p className="text-fg-2">
            “<HostileText mono={false} text={offer.note} max={300} />”
          </p>
        ) : null}
      </div>
      <Answers view={view} offer={offer} me={me} />
    </section>
  );
}

const Who = ({ offer, me }: { offer: HandOverView; me: string }) =>
  offer.to.id === me ? (
    <>
      <b>{offer.from.name}</b> offers you the command of this case
    </>
  ) : offer.from.id === me ? (
    <>
      You offered the command to <b>{offer.to.name}</b>
    </>
  ) : (
    <>
      <b>{offer.from.name}</b> offered the command to <b>{offer.to.name}</b>
    </>
  );

function Answers({ view, offer, me }: { view: CaseView; offer: HandOverView; me: string }) {
  const { act, busy, failure } = useAct();
  const why = useWhyNot('case.command');
  const held = why ?? (busy ? 'Being recorded' : null);
  const of = { caseId: view.id, offerId: offer.id };
  return (
    <div className="flex flex-wrap items-center gap-2">
      {failure ? (
        <span role="alert" className="text-s1-fg">
          {failure.title}
        </span>
      ) : null}
      {offer.to.id === me ? (
        <>
          <Button disabledReason={held} onClick={() => void act(() => answerOffer({ ...of, accept: true }))}>
            Accept the command
          </Button>
          <Button disabledReason={held} onClick={() => void act(() => answerOffer({ ...of, accept: false }))}>
            Decline
          </Button>
        </>
      ) : offer.from.id === me ? (
        <Button disabledReason={held} onClick={() => void act(() => withdrawOffer(of))}>
          Withdraw the offer
        </Button>
      ) : null}
    </div>
  );
}
