'use server';

import { action } from '@/app/action';
import * as drafts from '@/lib/drafts/drafts.server';

/** Keeps what is being typed; an empty text ends the draft. */
export const saveDraft = action('draft.own', drafts.SaveDraft, drafts.saveDraft);
