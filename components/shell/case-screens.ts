/** The screens of the case that a path lies in; none outside of a case. */
export function caseScreens(path: string): { href: string; label: string }[] {
  const number = /^\/cases\/(\d+)/.exec(path)?.[1];
  if (number === undefined) return [];
  return SCREENS.map(([name, label]) => ({
    href: `/cases/${number}${name}`,
    label: `Case ${number}: ${label}`,
  }));
}

const SCREENS = [
  ['', 'room'],
  ['/timeline', 'timeline'],
  ['/evidence', 'evidence'],
  ['/checklist', 'checklist'],
  ['/tasks', 'tasks and assets'],
  ['/suspects', 'suspects'],
  ['/actions', 'actions'],
] as const;
