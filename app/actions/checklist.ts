'use server';

import { action } from '@/app/action';
import { AddStep, AssignStep, OverrideCriterion, SetCriterion, SetStep } from '@/lib/playbooks/inputs';
import * as tick from '@/lib/playbooks/tick.server';

/** Marks a step of a case as begun, done, skipped or open again. */
export const setStep = action('checklist.tick', SetStep, tick.setStep);

export const assignStep = action('checklist.tick', AssignStep, tick.assignStep);

/** Adds a step to one case; the playbook stays as it is. */
export const addStep = action('checklist.tick', AddStep, tick.addStep);

export const setCriterion = action('checklist.tick', SetCriterion, tick.setCriterion);

/** Passes a criterion that is not met, with a reason that stays on the record for good. */
export const overrideCriterion = action('checklist.override', OverrideCriterion, tick.overrideCriterion);
