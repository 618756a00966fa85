import { StatusGlyph } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import type { RunningPart } from '@/lib/what-runs.server';

/** Beside the first account: each part, tried just now. */
export const WhatRuns = ({ parts, drill }: { parts: readonly RunningPart[]; drill: boolean }) => (
  <section aria-label="What is running" className="w-full max-w-155">
    <h2>What is running</h2>
    <p className="text-fg-2">
      {drill
        ? 'Nothing here reaches a real cluster until you connect one.'
        : 'Clusters are read-only until a commander turns actions on.'}
    </p>
    <ul className="mt-3 border-t border-line">
      {parts.map(({ name, detail, state, words }) => (
        <li
          key={name}
          className="grid grid-cols-[20px_minmax(0,1fr)_auto] items-center gap-3 border-b border-line py-2"
        >
          <StatusGlyph kind={state} label={state} />
          <span>
            <HostileText mono={false} text={name} className="font-semibold" />
            <span className="meta block">
              <HostileText mono={false} text={detail} />
            </span>
          </span>
          <span className="text-fg-2">{words}</span>
        </li>
      ))}
    </ul>
    <h2 className="mt-8">What you can do in ten minutes</h2>
    <ol className="mt-2 grid list-decimal gap-2 pl-5">
      <li>
        <b>Contain a breach in the drill cluster</b>
        <p className="meta">payment-service is exploited; you isolate it, capture the evidence and scale it to zero</p>
      </li>
      <li>
        <b>Connect a cluster, read-only at first</b>
        <p className="meta">Settings, Clusters, or KUBECONFIG; docs/rights.md lists the rights before you grant them</p>
      </li>
      <li>
        <b>Invite the others</b>
        <p className="meta">Settings, Invitations: a link for each, as commander, analyst or manager</p>
      </li>
    </ol>
  </section>
);
