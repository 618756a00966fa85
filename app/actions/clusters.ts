'use server';

import { action } from '@/app/action';
import { ActionsEnabledInput, setActionsEnabled as set } from '@/lib/cluster/enable-actions.server';

/** Turns actions on a cluster on or off; until then Bulkhead only reads it. On the record for good. */
export const setActionsEnabled = action('cluster.enable-actions', ActionsEnabledInput, set);
