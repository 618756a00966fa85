/**
 * One word for a POSIX shell, whatever it holds but NUL: nothing in it is expanded, and nothing ends it. What begins with = is
 * quoted too, since zsh would look it up as a command.
 */
export const shellWord = (text: string): string =>
  /^[\w./:@%+-][\w./:=@%+,-]*$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
