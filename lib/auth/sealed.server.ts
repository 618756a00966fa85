import 'server-only';
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { config } from '../config.ts';

const ALGORITHM = 'aes-256-gcm';
const [VERSION, NONCE_BYTES, TAG_BYTES] = [1, 12, 16] as const;

const key = () => Buffer.from(hkdfSync('sha256', config.authSecret, '', 'bulkhead secrets at rest', 32));

/**
 * Encrypts a secret that is kept in the database (AES-256-GCM; the key is made of AUTH_SECRET by HKDF, RFC 5869), so that
 * a copy of the database alone tells nothing. `about` is bound to it: it opens only where it was sealed for, such as
 * "channel <id>".
 */
export function seal(secret: string, about: string): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key(), nonce).setAAD(Buffer.from(about));
  const body = [cipher.update(secret, 'utf8'), cipher.final()];
  return new Uint8Array(Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), ...body]));
}

/** The secret again, or null: AUTH_SECRET is another one now, the bytes were changed, or they belong elsewhere. */
export function unseal(sealed: Uint8Array, about: string): string | null {
  const bytes = Buffer.from(sealed);
  const [nonceEnd, tagEnd] = [1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES];
  if (bytes[0] !== VERSION || bytes.length < tagEnd) return null;
  try {
    const decipher = createDecipheriv(ALGORITHM, key(), bytes.subarray(1, nonceEnd))
      .setAAD(Buffer.from(about))
      .setAuthTag(bytes.subarray(nonceEnd, tagEnd));
    return Buffer.concat([decipher.update(bytes.subarray(tagEnd)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
