import { z } from 'zod';
import { Moment } from '../timeline/note.ts';
import { ReportText } from './report.ts';

/** A report as it is on somebody's screen: new, or an edit of the version it was made from. */
const OnScreen = {
  caseId: z.uuid(),
  /** null: not kept yet */
  reportId: z.uuid().nullable(),
  baseVersion: z.number().int().nullable(),
  content: ReportText,
  /** what is on record up to then is in it */
  upTo: Moment,
};

export const KeepReport = z.object(OnScreen);
export type KeepReport = z.infer<typeof KeepReport>;

export const SendReport = z.object({
  ...OnScreen,
  channelIds: z.array(z.uuid()).max(20, 'at most 20 channels at once'),
  /** to whom it was told by other means; '' for none */
  byHand: z.string().trim().max(200, 'is longer than 200 characters'),
});
export type SendReport = z.infer<typeof SendReport>;

/** What a draft from the timeline is: GET …/reports/draft. */
export const ReportDraft = z.object({ content: ReportText, upTo: z.string() });
export type ReportDraft = z.infer<typeof ReportDraft>;
