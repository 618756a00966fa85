import { StatusGlyph } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { keyboardScroll } from '@/components/ui/scroll';
import { Empty } from '@/components/ui/states';
import { visible } from '@/lib/text/visible';
import type { PodDetail } from '@/lib/triage/pod-detail';

type Policy = NonNullable<PodDetail['networkPolicies']>[number];
const DIRECTIONS = ['ingress', 'egress'] as const;
const WORDS = { ingress: 'Into the pod', egress: 'Out of the pod' } as const;

/** What the policies that select this pod let through. They only ever add: one that allows something is not undone by another. */
export function NetworkWords({ detail: { networkPolicies, hostNetwork } }: { detail: PodDetail }) {
  if (hostNetwork)
    return (
      <Empty title="On the network of its node">
        NetworkPolicies do not apply to a pod with hostNetwork. It can reach whatever its node can.
      </Empty>
    );
  if (networkPolicies === null)
    return (
      <Empty title="Policies could not be read">
        Bulkhead may not list networkpolicies here, so what this pod may reach is unknown.
      </Empty>
    );
  return (
    <section className="min-h-0 flex-1 overflow-auto px-4 py-3" aria-label="Network" {...keyboardScroll}>
      {DIRECTIONS.map((direction) => (
        <Direction key={direction} direction={direction} policies={networkPolicies} />
      ))}
      <p className="meta mt-4 max-w-[72ch]">
        Evaluated from NetworkPolicy objects. Whether the network plugin enforces them, and kinds of its own, is not
        checked here.
      </p>
    </section>
  );
}

function Direction({ direction, policies }: { direction: 'ingress' | 'egress'; policies: readonly Policy[] }) {
  const isolating = policies.filter(({ isolates }) => isolates.includes(direction));
  const allowed = isolating.flatMap(({ name, allows }) =>
    allows.filter((words) => words.startsWith(direction)).map((words) => ({ name, words })),
  );
  return (
    <div className="mb-4">
      <h2>{WORDS[direction]}</h2>
      <ul className="facts mt-1">
        {isolating.length === 0 ? (
          <li>
            <StatusGlyph kind="caution" label="caution" />
            <span>Everything is allowed: no policy isolates this direction.</span>
          </li>
        ) : allowed.length === 0 ? (
          <li>
            <StatusGlyph kind="ok" label="isolated" />
            <span>
              Nothing is allowed by policy: {isolating.map(({ name }) => visible(name)).join(', ')} isolates it and none
              has a rule.
            </span>
          </li>
        ) : (
          allowed.map(({ name, words }) => (
            <li key={name + words}>
              <StatusGlyph kind="caution" label="allows" />
              <span>
                <HostileText text={name} max={80} /> allows <HostileText text={words} max={300} mono={false} />
              </span>
            </li>
          ))
        )}
      </ul>
    </div>
  );
}
