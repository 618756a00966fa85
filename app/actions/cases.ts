'use server';

import { action } from '@/app/action';
import * as change from '@/lib/cases/change.server';
import { AddSuspects, ChangePhase, ChangeSeverity, OpenCase } from '@/lib/cases/inputs';
import * as open from '@/lib/cases/open.server';

/** Opens a case about pods that must still be the ones on screen. */
export const openCase = action('case.open', OpenCase, open.openCase);

export const addSuspects = action('case.open', AddSuspects, open.addSuspects);

export const changePhase = action('case.change', ChangePhase, change.changePhase);

export const changeSeverity = action('case.change', ChangeSeverity, change.changeSeverity);
