/** `system`: no attribute on <html>, the browser's preference decides. */
export const THEMES = ['system', 'dark', 'light'] as const;
export type Theme = (typeof THEMES)[number];

/** From a cookie, which is input. */
export const themeOf = (value: string | undefined): Theme => THEMES.find((theme) => theme === value) ?? 'system';
