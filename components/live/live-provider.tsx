'use client';

import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { setServerTime } from '@/components/ui/time';
import { LiveEvent } from '@/lib/live/events';
import { patcher } from './patcher';

const StreamUp = createContext(false);

type Hear = (event: LiveEvent) => void;
const Listeners = createContext<Set<Hear> | null>(null);

/** Hears each event as it comes, for what is no query: a word to one person. */
export function useLiveEvents(hear: Hear): void {
  const listeners = useContext(Listeners);
  const latest = useRef(hear);
  useEffect(() => {
    latest.current = hear;
  });
  useEffect(() => {
    const one: Hear = (event) => latest.current(event);
    listeners?.add(one);
    return () => void listeners?.delete(one);
  }, [listeners]);
}

/** Whether the event stream is open. While it is not, what is on screen is as old as the time it closed. */
export const useStreamUp = (): boolean => useContext(StreamUp);

/** Without a sign of life for this long (the server sends one every 10 s) the stream counts as down and is opened anew. */
const SILENT_MS = 25_000;
const REOPEN_MS = 1_000;

/**
 * Opens the one event stream and patches the query cache with it. Stands once, inside the QueryClientProvider.
 * `from`: livePosition() as taken by the server before it rendered; without it everything is asked for anew at first.
 */
export function LiveProvider({ from = '', children }: { from?: string; children: ReactNode }) {
  const client = useQueryClient();
  const [up, setUp] = useState(false);
  const [begin] = useState(from); // a later rendering of the layout has another position; the stream goes on from its own
  const [listeners] = useState(() => new Set<Hear>());
  useEffect(() => {
    const hear: Hear = (event) => {
      for (const listener of listeners) listener(event);
    };
    return keepCurrent(client, begin, setUp, hear);
  }, [client, begin, listeners]);
  return (
    <Listeners.Provider value={listeners}>
      <StreamUp.Provider value={up}>{children}</StreamUp.Provider>
    </Listeners.Provider>
  );
}

/** Runs until the returned function is called. EventSource resumes by its last event id by itself, and by `?last=` when we reopen. */
function keepCurrent(client: QueryClient, from: string, setUp: (up: boolean) => void, hear: Hear): () => void {
  const patch = patcher(client);
  let source: EventSource | null = null;
  let last = from;
  let failures = 0;
  let reopen: ReturnType<typeof setTimeout> | undefined;
  let silent: ReturnType<typeof setTimeout> | undefined;

  const alive = (): void => {
    clearTimeout(silent);
    silent = setTimeout(restart, SILENT_MS);
  };
  const open = (): void => {
    source = new EventSource(`/api/live${last === '' ? '' : `?last=${encodeURIComponent(last)}`}`);
    source.onmessage = ({ data, lastEventId }) => {
      alive();
      const event = LiveEvent.safeParse(JSON.parse(data));
      if (!event.success) return restart(); // another version of the server: what it says is asked for anew
      if (lastEventId !== '') last = lastEventId;
      if (event.data.type === 'hello') {
        setServerTime(event.data.serverTime);
        setUp(true);
        failures = 0;
        if (!event.data.resumed) void client.invalidateQueries();
      } else {
        patch(event.data);
        hear(event.data);
      }
    };
    source.addEventListener('beat', ({ data }) => {
      alive();
      setServerTime(data);
    });
    source.onerror = () => {
      setUp(false);
      if (source?.readyState === EventSource.CLOSED) restart(); // refused: EventSource does not try again by itself
    };
    alive();
  };
  const restart = (): void => {
    setUp(false);
    source?.close();
    clearTimeout(silent);
    clearTimeout(reopen);
    reopen = setTimeout(open, Math.min(15_000, REOPEN_MS * 2 ** failures));
    failures += 1;
  };
  open();
  return () => {
    source?.close();
    clearTimeout(reopen);
    clearTimeout(silent);
    patch.stop();
  };
}
