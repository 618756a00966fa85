'use server';

import { action } from '@/app/action';
import * as override from '@/lib/containment/override.server';
import * as retry from '@/lib/containment/retry.server';
import * as send from '@/lib/containment/send.server';
import * as watch from '@/lib/containment/watch-quarantine.server';

/** Sends the plan that was on screen; which role it needs depends on the step, and `send` asks. */
export const sendStep = action('containment.preview', send.SendInput, send.sendStep);

/** Takes a step back, from its own record. */
export const undoStep = action('containment.undo', send.UndoInput, send.undoStep);

/** Looks at the cluster afresh: does the quarantine hold? */
export const verifyAgain = action('containment.quarantine', watch.VerifyInput, watch.verifyAgain);

/** Passes a closed gate, with a reason that stays on the record for good. */
export const overrideGate = action('containment.override', override.OverrideInput, override.overrideGate);

/** Collects one artifact again; the old one is kept. */
export const retryCollector = action('containment.capture', retry.RetryInput, retry.retryCollector);
