'use server';

import { action } from '@/app/action';
import { NoteInput } from '@/lib/timeline/note';
import * as notes from '@/lib/timeline/note.server';

/** Adds what a person saw, at the time it happened. */
export const addNote = action('timeline.note', NoteInput, notes.addNote);
