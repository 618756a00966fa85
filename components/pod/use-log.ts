'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import { appendLines, type LogRow, parseLogText } from './log-rows';

export interface LogView {
  rows: readonly LogRow[];
  /** lines that were dropped here because more came than are kept */
  dropped: number;
  state: 'reading' | 'following' | 'ended' | 'failed';
  error: string | null;
}

export interface LogChoice {
  clusterId: string;
  namespace: string;
  pod: string;
  container: string;
  previous: boolean;
}

const TAIL = 2_000;

/** Lines are shown at most this often, however fast they come. */
const SHOW_MS = 100;

/** Reads a log as a stream and, when it is the current one, goes on as it grows. Leaving or choosing another ends it. */
export function useLog(choice: LogChoice): LogView {
  const { clusterId, namespace, pod, container, previous } = choice;
  const [stream] = useState(() => new LogStream());
  useEffect(() => {
    const query = new URLSearchParams({
      container,
      tail: String(TAIL),
      ...(previous ? { previous: 'true' } : { follow: 'true' }),
    });
    const path = [clusterId, 'pods', namespace, pod].map(encodeURIComponent).join('/');
    return stream.open(`/api/clusters/${path}/log?${query}`, !previous);
  }, [stream, clusterId, namespace, pod, container, previous]);
  return useSyncExternalStore(stream.subscribe, stream.view, stream.view);
}

const BEGINNING: LogView = { rows: [], dropped: 0, state: 'reading', error: null };

class LogStream {
  #view: LogView = BEGINNING;
  readonly #listeners = new Set<() => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  view = () => this.#view;

  open(url: string, follow: boolean): () => void {
    const stop = new AbortController();
    this.#set(BEGINNING);
    void this.#read(url, follow, stop.signal);
    return () => {
      stop.abort();
      clearTimeout(this.#timer);
      this.#timer = undefined;
    };
  }

  async #read(url: string, follow: boolean, signal: AbortSignal): Promise<void> {
    try {
      const response = await fetch(url, { signal });
      if (!response.ok || !response.body)
        return this.#set({ ...this.#view, state: 'failed', error: await failureWords(response) });
      if (follow) this.#set({ ...this.#view, state: 'following' });
      const decoder = new TextDecoder();
      let rest = '';
      for (const reader = response.body.getReader(); ; ) {
        const { value, done } = await reader.read();
        const parts = (rest + (value ? decoder.decode(value, { stream: true }) : '')).split('\n');
        rest = parts.pop() ?? '';
        const { rows, dropped } = appendLines(this.#view.rows, parts.flatMap(parseLogText));
        this.#view = { ...this.#view, rows, dropped: this.#view.dropped + dropped };
        if (done) break;
        this.#timer ??= setTimeout(() => {
          this.#timer = undefined;
          this.#tell();
        }, SHOW_MS);
      }
      this.#set({ ...this.#view, state: 'ended' });
    } catch (error) {
      if (signal.aborted) return;
      this.#set({
        ...this.#view,
        state: 'failed',
        error: error instanceof Error ? error.message : 'The stream broke.',
      });
    }
  }

  #set(view: LogView) {
    this.#view = view;
    this.#tell();
  }

  #tell() {
    for (const listener of this.#listeners) listener();
  }
}

async function failureWords(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => null);
  const error = typeof body === 'object' && body !== null ? Reflect.get(body, 'error') : null;
  if (typeof error !== 'object' || error === null) return `Bulkhead answered ${response.status}.`;
  return ['title', 'detail', 'next']
    .map((key) => Reflect.get(error, key))
    .filter((words) => typeof words === 'string' && words !== '')
    .join(' ');
}
