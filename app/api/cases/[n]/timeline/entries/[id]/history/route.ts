import { z } from 'zod';
import { notFound, route } from '@/app/api-route';
import { CaseParams } from '@/lib/cases/inputs';
import { caseIdOf } from '@/lib/cases/read.server';
import { entryHistory } from '@/lib/timeline/correct.server';

/** All wordings of an entry, newest first: EntryWording[]. */
export const GET = route(
  'case.read',
  { params: CaseParams.extend({ id: z.uuid() }) },
  async ({ params: { n, id } }) => {
    const caseId = await caseIdOf(n);
    return (caseId && (await entryHistory(caseId, id))) || notFound('such entry');
  },
);
