import { z } from 'zod';
import { notFound, route } from '@/app/api-route';
import { CaseParams } from '@/lib/cases/inputs';
import { caseIdOf } from '@/lib/cases/read.server';
import { caseReport, REPORT_FORMATS } from '@/lib/reports/case-report.server';

const Query = z.object({ format: z.enum(REPORT_FORMATS) });

/** The report of a whole case as an attachment: `?format=pdf` or `?format=md`. Making one is on the record. */
export const GET = route(
  'timeline.export',
  { params: CaseParams, query: Query },
  async ({ params: { n }, query: { format }, person }) => {
    const caseId = await caseIdOf(n);
    const file = caseId && (await caseReport(caseId, format, person));
    if (!file) return notFound(`case ${n}`);
    return new Response(new Uint8Array(file.bytes), {
      headers: {
        'content-type': file.contentType,
        'content-length': String(file.bytes.length),
        'content-disposition': `attachment; filename="${file.name}"`,
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
      },
    });
  },
);
