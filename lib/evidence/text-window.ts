import { z } from 'zod';

export const TextWindow = z.object({
  text: z.string(),
  offset: z.number().int(),
  nextOffset: z.number().int().nullable(),
  totalBytes: z.number(),
  /** members, when the artifact is a tar archive */
  listing: z
    .array(
      z.object({
        name: z.string(),
        size: z.number(),
        type: z.string(),
        mode: z.string(),
        modifiedAt: z.string().nullable(),
      }),
    )
    .nullable(),
  /** what was left out, in words */
  note: z.string().nullable(),
});
export type TextWindow = z.infer<typeof TextWindow>;

/** Bytes in one window. */
export const WINDOW_BYTES = 64_000;

/** Where the window may end: not in the middle of a UTF-8 character. `bytes` is at most WINDOW_BYTES long. */
export function wholeCharacters(bytes: Uint8Array): number {
  let end = bytes.length;
  for (let back = 0; back < 4 && end - back > 0; back += 1) {
    const byte = bytes[end - 1 - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue; // a continuation
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    if (length > back + 1) end -= back + 1;
    return end;
  }
  return end;
}
