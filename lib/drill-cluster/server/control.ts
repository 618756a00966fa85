import { type Answer, ok } from '../api/answer.ts';
import type { Authenticated } from '../api/authentication.ts';
import { readObject } from '../api/body.ts';
import type { ClusterParts } from '../api/cluster.ts';
import type { ApiRequest } from '../api/request.ts';
import { ApiError, badRequest, methodNotAllowed, noSuchPath } from '../errors.ts';

/** /drill/v1: how the drill goes on. For the administrator's own token; each answers the state. */
export async function control({ control }: ClusterParts, request: ApiRequest, who: Authenticated): Promise<Answer> {
  if (!who.admin)
    throw new ApiError(403, 'Forbidden', `forbidden: User "${who.subject.user}" cannot direct the drill`, {});
  const what = request.path.slice('/drill/v1/'.length);
  if (what === 'state') {
    if (request.method !== 'GET') throw methodNotAllowed();
    return ok(control.state());
  }
  if (!['speed', 'advance', 'reset'].includes(what)) throw noSuchPath();
  if (request.method !== 'POST') throw methodNotAllowed();
  const body = await readObject(request);
  if (what === 'reset') await control.reset();
  else if (what === 'speed') {
    if (typeof body.speed !== 'number' || body.speed < 0 || body.speed > 60)
      throw badRequest('speed must be a number from 0 to 60');
    control.setSpeed(body.speed);
  } else control.advance(stepOf(body));
  return ok(control.state());
}

const DAY_MS = 24 * 3600 * 1000;

function stepOf({ ms, to }: Record<string, unknown>): { ms: number } | { beat: string } {
  if (typeof to === 'string') return { beat: to };
  if (typeof ms === 'number' && ms >= 0 && ms <= DAY_MS) return { ms };
  throw badRequest('advance takes {"ms": 0 to a day} or {"to": a beat}');
}
