import { z } from 'zod';
import { notFound, route } from '@/app/api-route';
import { readArtifactText } from '@/lib/evidence/text.server';

const Params = z.object({ id: z.uuid() });
const Query = z.object({ offset: z.coerce.number().int().min(0).default(0) });

/** One window of an artifact as safe text: TextWindow. Looking is a custody event. */
export const GET = route(
  'evidence.read',
  { params: Params, query: Query },
  async ({ params: { id }, query: { offset }, person }) =>
    (await readArtifactText(id, offset, person)) ?? notFound('stored content of this artifact'),
);
