'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useEffect } from 'react';
import { getJson } from '@/components/get-json';
import { casesQuery } from '@/components/shell/queries';
import { useRoom } from '@/components/shell/room';
import { useTimeWords } from '@/components/ui/time';
import { useToast } from '@/components/ui/toast';
import { CaseView } from '@/lib/cases/case';
import { keys } from '@/lib/live/keys';
import { remindsOf } from './reminds';

/** Tells commander, scribe and liaison of a case once, on whatever screen they are, when its status report becomes due. */
export function ReportReminder() {
  const me = useRoom().person.id;
  const client = useQueryClient();
  const show = useToast();
  const { data: cases } = useQuery({ ...casesQuery, enabled: false });
  // Renders again when a further case becomes due, and not each second.
  const due = useTimeWords((now) =>
    (cases ?? [])
      .filter(({ reportDueAt }) => reportDueAt !== null && Date.parse(reportDueAt) <= now)
      .map(({ number, reportDueAt }) => `${number} ${reportDueAt}`)
      .join('\n'),
  );
  useEffect(() => {
    for (const one of due.split('\n').filter(Boolean)) {
      const [number = '', dueAt = ''] = one.split(' ');
      if (wasTold(number, dueAt)) continue;
      const tell = async () => {
        const url = `/api/cases/${number}`;
        const known = client.getQueryData<CaseView>(keys.case(Number(number)));
        const view = known ?? (await getJson(CaseView, url).catch(() => null));
        if (!view || !remindsOf(view, me) || wasTold(number, dueAt)) return;
        keepTold(number, dueAt);
        show({
          id: `report due ${number}`,
          title: `Case ${number}: the next status report is due`,
          action: (
            <Link href={`/cases/${number}`} className="btn">
              Open
            </Link>
          ),
        });
      };
      void tell();
    }
  }, [due, client, me, show]);
  return null;
}

const keyOf = (number: string) => `bulkhead.report-due ${number}`;

/** Once for each time it becomes due, whatever is reloaded and however many tabs are open. */
function wasTold(number: string, dueAt: string): boolean {
  try {
    return localStorage.getItem(keyOf(number)) === dueAt;
  } catch {
    return false;
  }
}

function keepTold(number: string, dueAt: string): void {
  try {
    localStorage.setItem(keyOf(number), dueAt);
  } catch {
    // storage is off: told again after a reload
  }
}
