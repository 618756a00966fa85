import type { Failure } from '@/lib/failure';

/** A change of settings was sent, and no answer came. */
export const NO_ANSWER: Failure = {
  code: 'no-answer',
  title: 'Bulkhead does not answer.',
  detail: 'Whether the change was made is not known.',
  next: 'Reload and look before you repeat it.',
};
