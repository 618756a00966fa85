import 'server-only';
import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits for a link or an API token, in base64url: 43 characters. Shown once; the database keeps `digestOf`. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** SHA-256, hex. Such a secret cannot be guessed, so its hash needs no salt and no cost. */
export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
