/** For a region that scrolls and may hold nothing that takes the focus: a stop of the keyboard of its own (WCAG 2.1.1). */
export const keyboardScroll = { tabIndex: 0 } as const;
