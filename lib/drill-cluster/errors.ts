import type { Status } from '../kubernetes/objects.ts';
import type { Resource } from './contract.ts';

export interface Cause {
  reason?: string;
  message: string;
  field?: string;
}

/** A refusal as the API server words it; `status()` is its body. */
export class ApiError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details: Record<string, unknown> | undefined;

  constructor(code: number, reason: string, message: string, details?: Record<string, unknown>) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  status(): Status {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      ...(this.reason ? { reason: this.reason } : {}),
      ...(this.details ? { details: this.details } : {}),
      code: this.code,
    };
  }
}

/** `deployments.apps`, `pods` */
export const qualified = ({ group, plural }: Resource) => (group ? `${plural}.${group}` : plural);

const detailsOf = ({ group, plural }: Resource, name: string) => ({ name, ...(group ? { group } : {}), kind: plural });

export const notFound = (resource: Resource, name: string) =>
  new ApiError(404, 'NotFound', `${qualified(resource)} "${name}" not found`, detailsOf(resource, name));

export const alreadyExists = (resource: Resource, name: string) =>
  new ApiError(409, 'AlreadyExists', `${qualified(resource)} "${name}" already exists`, detailsOf(resource, name));

const MODIFIED = 'the object has been modified; please apply your changes to the latest version and try again';

export const conflict = (resource: Resource, name: string, why = MODIFIED) =>
  new ApiError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(resource)} "${name}": ${why}`,
    detailsOf(resource, name),
  );

export const badRequest = (message: string) => new ApiError(400, 'BadRequest', message);

export const forbidden = (resource: Resource, name: string, message: string, causes?: Cause[]) =>
  new ApiError(403, 'Forbidden', `${qualified(resource)}${name ? ` "${name}"` : ''} is forbidden: ${message}`, {
    ...(name ? { name } : {}),
    ...(resource.group ? { group: resource.group } : {}),
    kind: resource.plural,
    ...(causes ? { causes } : {}),
  });

/** 422 with one cause a field. `kind` as in `Pod`, `Deployment.apps`. */
export function invalid(kind: { group: string; kind: string }, name: string, problems: readonly FieldProblem[]) {
  const words = problems.map((problem) => `${problem.field}: ${problem.message}`);
  const said = words.length === 1 ? words[0] : `[${words.join(', ')}]`;
  const label = kind.group ? `${kind.kind}.${kind.group}` : kind.kind;
  return new ApiError(422, 'Invalid', `${label} "${name}" is invalid: ${said}`, {
    name,
    ...(kind.group ? { group: kind.group } : {}),
    kind: kind.kind,
    causes: problems.map(({ reason, message, field }) => ({ reason, message, field })),
  });
}

export interface FieldProblem {
  reason:
    | 'FieldValueRequired'
    | 'FieldValueInvalid'
    | 'FieldValueNotSupported'
    | 'FieldValueForbidden'
    | 'FieldValueDuplicate';
  message: string;
  field: string;
}

export const noSuchPath = () => new ApiError(404, 'NotFound', 'the server could not find the requested resource', {});

export const methodNotAllowed = () =>
  new ApiError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});

export const unauthorized = () => new ApiError(401, 'Unauthorized', 'Unauthorized');

export const expired = (message: string) => new ApiError(410, 'Expired', message);

export const unsupportedMediaType = (accepted: readonly string[]) =>
  new ApiError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
    {},
  );
