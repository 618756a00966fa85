import { notFound, refuse, upload } from '@/app/api-route';
import { CaseParams } from '@/lib/cases/inputs';
import { caseIdOf } from '@/lib/cases/read.server';
import { importTimeline } from '@/lib/timeline/import.server';
import { ImportQuery } from '@/lib/timeline/imported';

/** Brings a file (the body) of Timesketch or of our own into a case, all of it or nothing: ImportReport. `preview` only counts. */
export const POST = upload(
  'timeline.import',
  { params: CaseParams, query: ImportQuery },
  async ({ params: { n }, query, person, body }) => {
    const caseId = await caseIdOf(n);
    if (!caseId) return notFound(`case ${n}`);
    const report = await importTimeline(body, { ...query, caseId, person });
    return report.ok ? report.value : refuse(report.failure.code === 'file-too-large' ? 413 : 409, report.failure);
  },
);
