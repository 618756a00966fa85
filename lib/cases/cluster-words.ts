import type { ClusterError } from '../cluster/errors.ts';
import type { Failure } from '../failure.ts';

/** What went wrong while reading, in one line: "May not list networkpolicies in finance". */
export function reasonOf(error: ClusterError): string {
  switch (error.kind) {
    case 'unreachable':
      return `the API server cannot be reached (${error.message})`;
    case 'no-answer':
      return `the API server did not answer (${error.message})`;
    case 'unauthorized':
      return 'the API server no longer accepts our credentials (401)';
    case 'forbidden':
      return `may not ${error.verb} ${error.resource}${error.namespace ? ` in ${error.namespace}` : ''}`;
    case 'not-found':
      return `${error.resource} ${error.name} does not exist`;
    case 'conflict':
      return `it changed meanwhile (${error.message})`;
    case 'invalid':
      return `refused: ${error.message}`;
    case 'throttled':
      return `too many requests${error.retryAfterS === null ? '' : `, again in ${error.retryAfterS} s`}`;
    case 'server-error':
      return `the API server failed with ${error.code} (${error.message})`;
    case 'bad-answer':
      return `its answer could not be read (${error.message})`;
  }
}

/** What to do next about it. */
export function nextOf(error: ClusterError): string {
  switch (error.kind) {
    case 'unreachable':
      return 'Check the connection to the cluster, then try again.';
    case 'no-answer':
    case 'server-error':
    case 'bad-answer':
      return 'Read the cluster again before repeating anything.';
    case 'unauthorized':
      return 'Renew the credentials of this cluster.';
    case 'forbidden':
      return `Grant ${error.verb} on ${error.resource}, then try again.`;
    case 'not-found':
      return 'Look at what is there now.';
    case 'conflict':
      return 'Open the preview again: it shows what is there now.';
    case 'invalid':
      return 'Read what the API server or its admission says.';
    case 'throttled':
      return 'Wait, then try again.';
  }
}

/** Whether the change may have been made although we were told of an error. */
export const mayHaveHappened = (error: ClusterError): boolean =>
  ['no-answer', 'server-error', 'bad-answer'].includes(error.kind);

/** A read that failed, as a failure to show. Nothing was sent. */
export const readFailure = (what: string, error: ClusterError): Failure => ({
  code: `cluster-${error.kind}`,
  title: `${what} could not be read`,
  detail: `${capital(reasonOf(error))}. Nothing was changed.`,
  next: nextOf(error),
});

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
