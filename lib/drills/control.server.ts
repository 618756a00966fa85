import 'server-only';
import type { z } from 'zod';
import { clusters } from '../cluster/clusters.server.ts';
import { readRefused } from '../cluster/refusal.ts';
import { request } from '../cluster/request.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import { type AdvanceInput, DrillState, type SpeedInput } from './state.ts';

/** Where the drill stands. Fails when there is no drill cluster, or it does not answer. */
export const drillState = (): Promise<ActionResult<DrillState>> => control('GET', 'state');

/** 1 is the wall's speed, 60 the fastest; 0 stops the clock for steps by hand. */
export const setSpeed = ({ speed }: z.infer<typeof SpeedInput>): Promise<ActionResult<DrillState>> =>
  control('POST', 'speed', { speed });

export const advance = (to: z.infer<typeof AdvanceInput>): Promise<ActionResult<DrillState>> =>
  control('POST', 'advance', to);

/** The story from its beginning. Cases of the drill stay. */
export const reset = (): Promise<ActionResult<DrillState>> => control('POST', 'reset', {});

/** /drill/v1 is not Kubernetes: what is sent there changes the rehearsal and no cluster, so it is no action of the action log. */
async function control(method: 'GET' | 'POST', what: string, body?: object): Promise<ActionResult<DrillState>> {
  const cluster = clusters().find((each) => each.drill);
  if (cluster === undefined || cluster.server === '') {
    return failed(
      'no-drill-cluster',
      'There is no drill cluster',
      'It runs where no other cluster is configured.',
      'Unset KUBECONFIG and start again.',
    );
  }
  const answer = await request(cluster, { method, path: `/drill/v1/${what}`, ...(body === undefined ? {} : { body }) });
  if (!answer.ok) return { ok: false, failure: readRefused(answer.error).failure };
  const state = DrillState.safeParse(answer.value.body);
  if (state.success) return succeeded(state.data);
  return method === 'POST'
    ? drillState()
    : failed('drill-answer', 'The drill cluster answered something else than its state');
}
