'use server';

import { action } from '@/app/action';
import * as custody from '@/lib/evidence/custody.server';

/** Hashes the stored bytes once more and writes down what was found. */
export const verifyArtifact = action('evidence.verify', custody.VerifyArtifact, custody.verifyArtifact);
