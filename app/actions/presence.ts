'use server';

import { action } from '@/app/action';
import * as presence from '@/lib/live/presence.server';

/** This browser's person looks at a case, or left it. */
export const seenIn = action('case.read', presence.SeenInput, presence.seen);
