import type { ClusterError } from './errors.ts';

/** What is told about a cluster that does not answer as it should. */
export function inWords(error: ClusterError): string {
  switch (error.kind) {
    case 'unreachable':
      return `Not reached: ${error.message}`;
    case 'no-answer':
      return `No answer: ${error.message}`;
    case 'unauthorized':
      return `The API server does not accept our credentials (401): ${error.message}`;
    case 'forbidden':
      return `May not ${error.verb} ${error.resource}${error.namespace === null ? '' : ` in ${error.namespace}`}`;
    case 'not-found':
      return `The API server has no ${error.resource}`;
    case 'throttled':
      return 'The API server asks us to wait (429)';
    case 'server-error':
      return `The API server failed (${error.code}): ${error.message}`;
    case 'conflict':
    case 'invalid':
    case 'bad-answer':
      return error.message;
  }
}
