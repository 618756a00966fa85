'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useStreamUp } from '@/components/live/live-provider';
import { ReportReminder } from '@/components/report/report-reminder';
import { useSuspectCount } from '@/components/triage/use-triage';
import { BrandMark } from '@/components/ui/glyphs';
import { ToastProvider } from '@/components/ui/toast';
import type { CaseSummary } from '@/lib/cases/case';
import type { ClusterStatus } from '@/lib/cluster/status';
import { CasePill, mostUrgent } from './case-pill';
import { ClusterMenu } from './cluster-menu';
import { DrillBand } from './drill-band';
import { Nav, type NavRoom } from './nav';
import { Palette } from './palette';
import { PersonMenu } from './person-menu';
import { casesQuery, clustersQuery } from './queries';
import { type Room, RoomProvider } from './room';
import { ShortcutSheet } from './shortcut-sheet';
import { ShortcutsProvider } from './shortcuts';
import { StatusLine } from './status-line';
import type { Theme } from './theme';
import { Told } from './told';

interface ShellProps {
  room: Room;
  theme: Theme;
  /** as the server knew them when it rendered */
  clusters: ClusterStatus[];
  cases: CaseSummary[] | null;
  /** pods above the threshold when the page was rendered */
  suspects: number | null;
  drills: boolean;
  children: ReactNode;
}

/** What is always in sight: cluster, rooms, the open case with its clock, and how fresh everything is. */
export function Shell(props: ShellProps) {
  return (
    <RoomProvider room={props.room}>
      <ShortcutsProvider>
        <ToastProvider>
          <Frame {...props} />
        </ToastProvider>
      </ShortcutsProvider>
    </RoomProvider>
  );
}

function Frame({
  room,
  theme,
  clusters: initialClusters,
  cases: initialCases,
  suspects: suspectsThen,
  drills,
  children,
}: ShellProps) {
  const { data: clusters } = useQuery({ ...clustersQuery, initialData: initialClusters });
  const { data: cases } = useQuery({ ...casesQuery, ...(initialCases ? { initialData: initialCases } : {}) });
  const streamUp = useStreamUp();
  const cluster = clusters.find(({ id }) => id === room.clusterId) ?? null;
  const urgent = mostUrgent(cases ?? []);
  const suspects = useSuspectCount(room.clusterId) ?? suspectsThen ?? undefined;

  const rooms: NavRoom[] = [
    { href: '/triage', label: 'Triage', count: suspects },
    { href: '/cases', label: 'Cases', count: cases?.filter(({ closedAt }) => closedAt === null).length },
    { href: '/readiness', label: 'Readiness' },
    { href: '/playbooks', label: 'Playbooks' },
    ...(drills ? [{ href: '/drills', label: 'Drills' }] : []),
    { href: '/log', label: 'Action log' },
    { href: '/settings', label: 'Settings' },
  ];

  return (
    <div className="app" data-drill={room.drill}>
      <a href="#main" className="skip btn">
        Skip to content
      </a>
      {room.drill ? <DrillBand /> : null}
      <header className="topbar gap-0">
        <Link href="/triage" className="topbar-brand hover:no-underline" aria-label="Bulkhead">
          <BrandMark />
          <span className="max-md:hidden">Bulkhead</span>
        </Link>
        {cluster ? <ClusterMenu clusters={clusters} current={cluster} /> : null}
        <Nav rooms={rooms} />
        <span className="flex-1" />
        <div className="flex items-stretch gap-3">
          {urgent ? <CasePill open={urgent} /> : null}
          <Palette rooms={rooms} />
          <PersonMenu theme={theme} />
        </div>
      </header>
      <main id="main" tabIndex={-1} className="outline-none">
        {children}
      </main>
      <StatusLine cluster={cluster} streamUp={streamUp} />
      <ShortcutSheet />
      <Told />
      <ReportReminder />
    </div>
  );
}
