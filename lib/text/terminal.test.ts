import fc from 'fast-check';
import { test } from 'vitest';
import { hostile } from '../testing/hostile.ts';
import { terminalLine } from './terminal.ts';

test('a terminal line is one line', () => {
  fc.assert(fc.property(hostile, (text) => !/\p{Cc}/u.test(terminalLine(text))));
});
