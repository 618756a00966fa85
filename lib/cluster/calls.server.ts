import 'server-only';
import type { ApiCall } from './api-path.ts';

type Listener = (call: ApiCall) => void;
const listeners = new Set<Listener>();

/** Hears of each call to any API server, just before it is sent: how the generated rights are held to the calls made. */
export function onApiCall(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function noteCall(call: ApiCall): void {
  for (const listener of listeners) listener(call);
}
