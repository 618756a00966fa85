'use server';

import { action } from '@/app/action';
import { KeepReport, SendReport } from '@/lib/reports/inputs';
import * as keep from '@/lib/reports/keep.server';
import * as send from '@/lib/reports/send.server';

/** Keeps a status report for everybody in the case; not sent yet. */
export const keepReport = action('report.write', KeepReport, keep.keepReport);

/** Sends the status report that is on screen to the chosen channels, each once. */
export const sendReport = action('report.send', SendReport, send.sendReport);
