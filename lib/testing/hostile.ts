import fc from 'fast-check';

/** Any text, rich in what moves cursors, turns directions or cannot be seen. */
export const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\x1b[2J', '\r', '\u202e', '\u200d', '\ud800', '\u{e0041}', '\ufeff', '\x9b'),
    ),
  )
  .map((parts) => parts.join(''));
