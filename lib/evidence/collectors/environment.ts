import { textCollector } from '../text-collector.ts';

/** Keeps the names of NAME=value pairs that end with NUL, one a line. Values are dropped here and never stored. */
export function namesOnly(): (bytes: Uint8Array) => Uint8Array {
  let inValue = false;
  return (bytes) => {
    const kept: number[] = [];
    for (const byte of bytes) {
      if (byte === 0) {
        kept.push(10);
        inValue = false;
      } else if (inValue) continue;
      else if (byte === 61) inValue = true;
      else kept.push(byte);
    }
    return Uint8Array.from(kept);
  };
}

export const environment = textCollector(
  { id: 'environment', title: 'Environment names', how: 'names only, never values', sensitive: false },
  [
    {
      required: true,
      filter: namesOnly,
      ways: [
        ['cat', '/proc/1/environ'],
        ['cat', '/proc/self/environ'],
      ],
    },
  ],
);
