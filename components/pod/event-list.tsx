import { StatusGlyph } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { Empty } from '@/components/ui/states';
import { TableScroll } from '@/components/ui/table';
import { Ago, Time } from '@/components/ui/time';
import { visible } from '@/lib/text/visible';
import type { PodEvent } from '@/lib/triage/pod-detail';

/** Kubernetes events about the pod, latest first. They expire in the cluster after about an hour; the timeline of a case keeps them. */
export function EventList({ events }: { events: readonly PodEvent[] | null }) {
  if (events === null)
    return (
      <Empty title="Events could not be read">
        Bulkhead may not list events here. Nothing follows from their absence.
      </Empty>
    );
  if (events.length === 0)
    return (
      <Empty title="No event about this pod">
        The cluster keeps events for about an hour. Older ones are gone unless a case recorded them.
      </Empty>
    );
  return (
    <TableScroll label="Events">
      <table className="table">
        <caption className="sr-only">Events, latest first</caption>
        <thead>
          <tr>
            <th scope="col">Last</th>
            <th scope="col" className="num">
              Times
            </th>
            <th scope="col">Reason</th>
            <th scope="col">Message</th>
            <th scope="col" className="max-md:hidden">
              From
            </th>
          </tr>
        </thead>
        <tbody>
          {events.toReversed().map((event) => (
            <tr key={event.uid}>
              <td title={event.timeField ? `read from ${event.timeField}` : undefined}>
                {event.at ? (
                  <>
                    <Time at={event.at} />{' '}
                    <span className="meta">
                      <Ago at={event.at} />
                    </span>
                  </>
                ) : (
                  <span className="text-s4-fg">no time</span>
                )}
              </td>
              <td className="num">{event.count}</td>
              <td>
                <span className="flex items-center gap-1.5">
                  {event.type === 'Warning' ? (
                    <StatusGlyph kind="caution" size={14} label="Warning" />
                  ) : (
                    <span className="w-3.5" />
                  )}
                  {visible(event.reason)}
                </span>
              </td>
              <td className="!whitespace-normal py-1">
                <HostileText text={event.message} max={300} mono={false} />
              </td>
              <td className="meta max-md:hidden">{visible(event.source)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
