'use server';

import { action } from '@/app/action';
import { reviewPlaybook as review } from '@/lib/playbooks/review.server';
import { DiscardPlaybookDraft, PublishPlaybook, ReviewPlaybook, SavePlaybookDraft } from '@/lib/playbooks/versions';
import * as versions from '@/lib/playbooks/versions.server';

/** Saves the draft of a phase; refused with `draft-moved` when somebody else saved in between. */
export const saveDraft = action('playbook.edit', SavePlaybookDraft, versions.saveDraft);

export const discardDraft = action('playbook.edit', DiscardPlaybookDraft, versions.discardDraft);

/** Puts the draft in force for cases that open from now on. */
export const publishDraft = action('playbook.publish', PublishPlaybook, versions.publishDraft);

/** Says that somebody read the version in force and found it right. */
export const reviewPlaybook = action('playbook.review', ReviewPlaybook, review);
