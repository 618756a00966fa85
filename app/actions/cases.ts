'use server';

import { action } from '@/app/action';
import * as change from '@/lib/cases/change.server';
import * as close from '@/lib/cases/close.server';
import * as command from '@/lib/cases/command.server';
import * as inputs from '@/lib/cases/inputs';
import * as open from '@/lib/cases/open.server';
import * as roles from '@/lib/cases/roles.server';

/** Opens a case about pods that must still be the ones on screen. */
export const openCase = action('case.open', inputs.OpenCase, open.openCase);

export const addSuspects = action('case.open', inputs.AddSuspects, open.addSuspects);

/** With a reason; forward also with the criteria met or overridden. */
export const changePhase = action('case.change', inputs.ChangePhase, change.changePhase);

export const changeSeverity = action('case.change', inputs.ChangeSeverity, change.changeSeverity);

/** How often a status report is due. */
export const changeCadence = action('case.change', inputs.ChangeCadence, change.changeCadence);

/** Closes a case, which freezes it. */
export const closeCase = action('case.close', inputs.CloseCase, close.closeCase);

export const reopenCase = action('case.reopen', inputs.ReopenCase, close.reopenCase);

/** Gives somebody a part in a case. */
export const assignRole = action('case.roles', inputs.RoleInput, roles.assignRole);

export const unassignRole = action('case.roles', inputs.RoleInput, roles.unassignRole);

/** Offers the command to another commander, who has it once they accept. */
export const offerCommand = action('case.command', inputs.OfferCommand, command.offerCommand);

/** Accepts or declines an offered command. */
export const answerOffer = action('case.command', inputs.AnswerOffer, command.answerOffer);

export const withdrawOffer = action('case.command', inputs.WithdrawOffer, command.withdrawOffer);

/** Takes command because who has it cannot be reached. */
export const takeCommand = action('case.command', inputs.TakeCommand, command.takeCommand);
