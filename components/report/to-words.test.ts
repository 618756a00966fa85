import { expect, test } from 'vitest';
import { toWords } from './to-words';

const [slack, board, one] = [{ people: null }, { people: 6 }, { people: 1 }];

test.each([
  ['chat and mail', [slack, slack, board], false, 'Send to 2 channels, 6 people'],
  ['mail alone', [one], false, 'Send to 1 person'],
  ['two mails', [board, one], true, 'Send to 7 people'],
  ['chat alone', [slack], false, 'Send to 1 channel'],
  ['by hand', [], true, 'Record as told by hand'],
  ['nobody', [], false, 'Send'],
])('%s', (_, to, byHand, words) => expect(toWords(to, byHand)).toBe(words));
