'use server';

import { z } from 'zod';
import { action } from '@/app/action';
import { reset as begin, advance as move, setSpeed as set } from '@/lib/drills/control.server';
import { AdvanceInput, SpeedInput } from '@/lib/drills/state';

/** How fast the drill's clock runs; 0 stops it. */
export const setSpeed = action('case.open', SpeedInput, set);

/** On to a beat of the story, or by some drill time. */
export const advance = action('case.open', AdvanceInput, move);

/** The drill from its beginning. */
export const reset = action('case.change', z.object({}), begin);
