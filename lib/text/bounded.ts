/** Cuts a text to `max` UTF-16 units, between characters, and says how long it was. Nothing is added when it fits. */
export function bounded(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${cut(text, max)}… (cut, ${text.length.toLocaleString('en-US')} characters)`;
}

/** Whether lists and records stand in one another more often than `levels`: what is written deeper ends in a full stack. */
export const deeperThan = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels <= 0 || Object.values(value).some((each) => deeperThan(each, levels - 1)));

/** Cuts without a remark; never between the halves of a surrogate pair. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max);
}
