/** Cuts a text to `max` UTF-16 units, between characters, and says how long it was. Nothing is added when it fits. */
export function bounded(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${cut(text, max)}… (cut, ${text.length.toLocaleString('en-US')} characters)`;
}

/** Cuts without a remark; never between the halves of a surrogate pair. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max);
}
