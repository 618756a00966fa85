import type { Failure } from '../failure.ts';
import type { ClusterError } from './errors.ts';

/** A failed read from a cluster as HTTP status and words. Nothing was changed by it. */
export function readRefused(error: ClusterError): { status: number; failure: Failure } {
  const failure = (status: number, code: string, title: string, detail: string, next: string) => ({
    status,
    failure: { code, title, detail, next },
  });
  switch (error.kind) {
    case 'not-found':
      return failure(
        404,
        'not-found',
        `The cluster has no such object: ${error.resource} ${error.name}`,
        'It may have ended since the list was made.',
        'Go back to the list.',
      );
    case 'forbidden':
      return failure(
        403,
        'cluster-forbidden',
        `Bulkhead may not ${error.verb} ${error.resource}`,
        error.message,
        'Grant the right that docs/rights.md names for it.',
      );
    case 'unauthorized':
      return failure(
        502,
        'cluster-unauthorized',
        'The API server does not accept our credentials',
        error.message,
        'Renew the credentials in the kubeconfig; no restart is needed.',
      );
    case 'throttled':
      return failure(503, 'cluster-throttled', 'The API server asks us to wait', '', 'Try again in a moment.');
    case 'unreachable':
    case 'no-answer':
      return failure(
        504,
        'cluster-no-answer',
        'The API server does not answer',
        error.message,
        'Try again; what is shown is as old as the status line says.',
      );
    case 'server-error':
      return failure(502, 'cluster-error', `The API server failed (${error.code})`, error.message, 'Try again.');
    case 'conflict':
    case 'invalid':
    case 'bad-answer':
      return failure(502, 'cluster-refused', 'The API server refused to answer', error.message, '');
  }
}
