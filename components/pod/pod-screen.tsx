'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { type ReactNode, useState } from 'react';
import { RouteError } from '@/components/get-json';
import { useWhyNot } from '@/components/shell/room';
import { useShortcuts } from '@/components/shell/shortcuts';
import { OpenCaseSheet } from '@/components/triage/open-case-sheet';
import { RouteErrorNote } from '@/components/triage/route-error-note';
import { riskLevel } from '@/components/triage/triage-row';
import { Button, buttonClass } from '@/components/ui/button';
import { memoryWords, plural } from '@/components/ui/format';
import { LevelShape } from '@/components/ui/glyphs';
import { Kbd } from '@/components/ui/kbd';
import { PodName } from '@/components/ui/pod-name';
import { keyboardScroll } from '@/components/ui/scroll';
import { Sparkline } from '@/components/ui/sparkline';
import { Empty, Loading, Stale } from '@/components/ui/states';
import { Ago, Time } from '@/components/ui/time';
import { useUrlState } from '@/components/url-state';
import { visible } from '@/lib/text/visible';
import type { PodDetail } from '@/lib/triage/pod-detail';
import type { TriageRow } from '@/lib/triage/row';
import { ContainerList } from './container-list';
import { EventList } from './event-list';
import { Manifest } from './manifest';
import { NetworkWords } from './network-words';
import { PodAside } from './pod-aside';
import { PodLog } from './pod-log';
import { podQuery } from './use-pod';

const TABS = ['logs', 'manifest', 'containers', 'events', 'network', 'why'] as const;
type Tab = (typeof TABS)[number];

const TAB_WORDS: Record<Tab, string> = {
  logs: 'Logs',
  manifest: 'Manifest',
  containers: 'Containers',
  events: 'Events',
  network: 'Network',
  why: 'Why',
};

interface PodScreenProps {
  clusterId: string;
  namespace: string;
  name: string;
}

export function PodScreen({ clusterId, namespace, name }: PodScreenProps) {
  const { data, error, refetch, dataUpdatedAt } = useQuery(podQuery(clusterId, namespace, name));
  const [raw, setTab] = useUrlState('tab');
  const tab = TABS.find((each) => each === raw) ?? 'logs';
  const gone = error instanceof RouteError && error.status === 404;

  if (!data) {
    if (gone) return <PodGone namespace={namespace} name={name} />;
    return error ? (
      <RouteErrorNote error={error} retry={() => void refetch()} />
    ) : (
      <Loading words={`Reading ${namespace}/${name}`} rows={12} />
    );
  }
  return (
    <>
      <PodHead clusterId={clusterId} row={data.row} readAt={new Date(dataUpdatedAt).toISOString()} />
      <div className="tabs flex-none border-b border-line bg-panel" role="tablist" aria-label="Pod">
        {TABS.map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            aria-selected={each === tab}
            className={each === 'why' ? 'md:!hidden' : ''}
            onClick={() => setTab(each === 'logs' ? '' : each)}
          >
            {TAB_WORDS[each]}
            <TabCount tab={each} detail={data} />
          </button>
        ))}
      </div>
      {gone ? (
        <Stale>
          This pod is no longer in the cluster. What is shown was read at{' '}
          <Time at={new Date(dataUpdatedAt).toISOString()} />.
        </Stale>
      ) : error ? (
        <Stale>
          {error.message}. What is shown was read at <Time at={new Date(dataUpdatedAt).toISOString()} />.
        </Stale>
      ) : null}
      {data.statusAsOf ? (
        <Stale>
          Its node no longer reports: the status is as of <Time at={data.statusAsOf} />.
        </Stale>
      ) : null}
      <div className="grid min-h-0 flex-1 grid-cols-1 md:grid-cols-[minmax(0,1fr)_332px] lg:grid-cols-[minmax(0,1fr)_372px]">
        <div className="pane" role="tabpanel" aria-label={TAB_WORDS[tab]}>
          <TabPanel tab={tab} clusterId={clusterId} detail={data} />
        </div>
        <aside
          className="min-h-0 overflow-auto border-l border-line max-md:hidden"
          aria-label="Why this risk"
          {...keyboardScroll}
        >
          <PodAside detail={data} />
        </aside>
      </div>
    </>
  );
}

function TabPanel({ tab, clusterId, detail }: { tab: Tab; clusterId: string; detail: PodDetail }): ReactNode {
  switch (tab) {
    case 'logs':
      return <PodLog clusterId={clusterId} detail={detail} />;
    case 'manifest':
      return <Manifest yaml={detail.manifest} name={detail.row.name} />;
    case 'containers':
      return <ContainerList containers={detail.containers} />;
    case 'events':
      return <EventList events={detail.events} />;
    case 'network':
      return <NetworkWords detail={detail} />;
    case 'why':
      return <PodAside detail={detail} />;
  }
}

function TabCount({ tab, detail }: { tab: Tab; detail: PodDetail }) {
  const count = {
    containers: detail.containers.length,
    events: detail.events?.length,
    network: detail.networkPolicies?.length,
  }[tab as string];
  return count === undefined ? null : <span className="n">{count}</span>;
}

function PodHead({ clusterId, row, readAt }: { clusterId: string; row: TriageRow; readAt: string }) {
  const [opening, setOpening] = useState<readonly TriageRow[] | null>(null);
  const mayNot = useWhyNot('case.open');
  const level = riskLevel(row);
  useShortcuts([{ keys: 'c', words: 'Open case', run: () => mayNot === null && setOpening([row]) }]);
  return (
    <div className="flex flex-none flex-wrap items-center gap-x-6 gap-y-2 bg-panel px-4 pt-2.5 pb-2">
      <div className="min-w-0">
        <p className="meta">
          <Link href="/triage">Triage</Link> / <bdi>{visible(row.namespace)}</bdi>
        </p>
        <h1 className="wrap-anywhere font-normal">
          <PodName name={row.name} workload={row.workload.name} className="!text-[length:inherit]" />
        </h1>
      </div>
      <span className="flex-1" />
      <dl className="flex flex-wrap">
        <Fact label="Risk">
          <span className="flex items-center gap-2 text-[22px] leading-7 font-medium">
            {level ? <LevelShape level={level} size={14} label={`Level ${level}`} /> : null}
            {row.risk}
          </span>
        </Fact>
        <Fact label="Status">
          {visible(row.status)}, {plural(row.restarts, 'restart')}
          <span className="meta block">{visible(row.ready)} containers ready</span>
        </Fact>
        <Fact label="CPU, cores">
          {row.cpuCores === null ? (
            <span className="text-s4-fg">not measured</span>
          ) : (
            <span className="flex items-center gap-2">
              <Sparkline
                values={row.cpuHistory}
                width={70}
                height={20}
                label={`CPU over the last ${row.cpuHistory.length} samples`}
              />
              {row.cpuCores.toFixed(2)}
            </span>
          )}
        </Fact>
        <Fact label="Memory">
          {row.memoryBytes === null ? <span className="text-s4-fg">not measured</span> : memoryWords(row.memoryBytes)}
        </Fact>
        <Fact label="Read">
          <Ago at={readAt} /> ago
        </Fact>
      </dl>
      <Button look="solid" disabledReason={mayNot} onClick={() => setOpening([row])}>
        Open case from this pod
        <Kbd>c</Kbd>
      </Button>
      <OpenCaseSheet clusterId={clusterId} pods={opening} onClose={() => setOpening(null)} />
    </div>
  );
}

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="border-l border-line px-4 max-sm:border-l-0 max-sm:pl-0">
    <dt className="meta">{label}</dt>
    <dd>{children}</dd>
  </div>
);

const PodGone = ({ namespace, name }: { namespace: string; name: string }) => (
  <Empty
    title="There is no such pod now"
    action={
      <Link href={`/triage?q=ns:${encodeURIComponent(namespace)}`} className={buttonClass()}>
        Pods of this namespace
      </Link>
    }
  >
    <bdi className="mono">{visible(`${namespace}/${name}`)}</bdi> was looked for in the cluster just now. A pod that was
    replaced has another name; its evidence, if captured, is in the case.
  </Empty>
);
