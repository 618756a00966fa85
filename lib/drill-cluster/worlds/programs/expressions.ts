/** A POSIX expression in JavaScript's writing; in a basic one, brackets and signs mean something only behind a backslash. */
export function toJs(pattern: string, basic: boolean): string {
  const classes = pattern.replace(
    /\[:(alpha|digit|space|alnum|upper|lower|xdigit):\]/g,
    (_, name: string) =>
      ({
        alpha: 'A-Za-z',
        digit: '0-9',
        space: '\\s',
        alnum: 'A-Za-z0-9',
        upper: 'A-Z',
        lower: 'a-z',
        xdigit: '0-9A-Fa-f',
      })[name] ?? '',
  );
  return basic
    ? classes.replace(
        /\\([(){}|+?])|([(){}|+?])/g,
        (_, special: string | undefined, plain: string | undefined) => special ?? `\\${plain ?? ''}`,
      )
    : classes;
}
