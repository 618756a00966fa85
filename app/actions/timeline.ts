'use server';

import { action } from '@/app/action';
import * as annotate from '@/lib/timeline/annotate.server';
import * as correct from '@/lib/timeline/correct.server';
import * as curate from '@/lib/timeline/curate.server';
import * as inputs from '@/lib/timeline/inputs';
import { NoteInput } from '@/lib/timeline/note';
import * as notes from '@/lib/timeline/note.server';
import * as verdict from '@/lib/timeline/verdict.server';

/** Adds what a person saw, at the time it happened. */
export const addNote = action('timeline.note', NoteInput, notes.addNote);

export const addComment = action('timeline.annotate', inputs.AddComment, annotate.addComment);

/** Changes one's own comment, or answers both texts when it was changed meanwhile. */
export const editComment = action('timeline.annotate', inputs.EditComment, annotate.editComment);

export const removeComment = action('timeline.annotate', inputs.RemoveComment, annotate.removeComment);

export const tagEntries = action('timeline.annotate', inputs.TagEntries, annotate.tagEntries);

export const starEntries = action('timeline.annotate', inputs.MarkEntries, annotate.starEntries);

export const markKeyEvents = action('timeline.annotate', inputs.MarkEntries, annotate.markKeyEvents);

export const setTechnique = action('timeline.annotate', inputs.SetTechnique, annotate.setTechnique);

/** Links entries to an artifact or asset of their case. */
export const linkEntries = action('timeline.annotate', inputs.LinkEntries, annotate.linkEntries);

/** Says what entries are; each change of it is an entry of its own. */
export const setVerdict = action('timeline.verdict', inputs.SetVerdict, verdict.setVerdict);

/** Corrects a note, or answers both texts when it was corrected meanwhile. */
export const correctEntry = action('timeline.correct', inputs.CorrectEntry, correct.correctEntry);

export const groupEntries = action('timeline.curate', inputs.GroupEntries, curate.groupEntries);

export const ungroup = action('timeline.curate', inputs.Ungroup, curate.ungroup);

export const hideEntries = action('timeline.curate', inputs.HideEntries, curate.hideEntries);

export const showEntries = action('timeline.curate', inputs.ShowEntries, curate.showEntries);

/** Says how far the clock of a source is ahead of ours; its entries move. */
export const setSkew = action('timeline.curate', inputs.SetSkew, curate.setSkew);
