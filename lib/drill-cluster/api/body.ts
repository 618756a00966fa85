import { parse as parseYaml } from 'yaml';
import type { KubeObject } from '../../kubernetes/objects.ts';
import { badRequest, unsupportedMediaType } from '../errors.ts';
import { decodeProtobuf, PROTOBUF } from './protobuf.ts';
import type { ApiRequest } from './request.ts';

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const mediaType = (request: ApiRequest) => (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';

/** The object of a create, update or delete. An empty body is an empty object. */
export async function readObject(request: ApiRequest): Promise<KubeObject> {
  const bytes = await request.body();
  if (bytes.length === 0) return {};
  switch (mediaType(request)) {
    case '':
    case 'application/json':
      return record(parsed(() => JSON.parse(bytes.toString('utf8'))));
    case 'application/yaml':
      return record(parsed(() => parseYaml(bytes.toString('utf8'))));
    case PROTOBUF:
      return record(parsed(() => decodeProtobuf(bytes)));
    default:
      throw unsupportedMediaType(['application/json', 'application/yaml', PROTOBUF]);
  }
}

export function parsed<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw badRequest(
      `couldn't get version/kind; json parse error: ${error instanceof Error ? error.message : 'unreadable'}`,
    );
  }
}

function record(value: unknown): KubeObject {
  if (!isRecord(value)) throw badRequest('the body of the request is not an object');
  return value;
}
