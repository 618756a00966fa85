import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { openCaseAbout, pressTwice, step } from './steps.ts';

const LOOKS = [
  { size: { width: 1440, height: 900 }, colorScheme: 'dark' },
  { size: { width: 390, height: 844 }, colorScheme: 'light' },
] as const;

/** Looks at the page as it is: wide and dark, narrow and light. */
async function holds(page: Page, name: string, faults: string[]): Promise<void> {
  for (const { size, colorScheme } of LOOKS) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const { id, nodes } of violations)
      faults.push(`${name}, ${colorScheme}, ${size.width}: ${id} ${nodes.map(({ html }) => html.slice(0, 160))[0]}`);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

test('no screen breaks a rule of axe, dark or light, wide or narrow', async ({ page, signIn, kubectl }) => {
  test.setTimeout(240_000);
  const faults: string[] = [];
  const see = async (where: string, ready: string | RegExp) => {
    await page.goto(where);
    await expect(page.getByText(ready).first()).toBeVisible();
    await holds(page, where, faults);
  };
  kubectl('create', 'namespace', 'seen');
  kubectl('-n', 'seen', 'run', 'lonely', '--image=registry.example/web:1');
  await see('/signin', 'Password');
  await see('/start', 'This link does not work any more');
  await signIn('commander');
  const number = await openCaseAbout(page, 'ns:seen', /lonely/);
  const room = `/cases/${number}`;
  await see(room, 'Dry run accepted all');
  await pressTwice(step(page, 1), /^Send \d changes? to /);
  await expect(step(page, 1).getByRole('status', { name: 'Quarantine' })).toHaveText('Verified');
  await page.getByRole('button', { name: /^Capture with \d+ collectors/ }).click();
  await expect(step(page, 2).getByRole('status')).toHaveText(/(\d+) of \1 sealed/, { timeout: 60_000 });
  await see(room, 'evaluated from a fresh read');

  await page.goto('/triage?q=ns%3Aseen');
  await page
    .getByRole('row', { name: /lonely/ })
    .getByRole('button')
    .first()
    .click();
  await expect(page.getByText('Cluster state')).toBeVisible();
  await holds(page, 'triage with a reason', faults);
  await see('/triage', 'Open case');
  for (const tab of ['logs', 'manifest', 'containers', 'events', 'network'])
    await see(`/pods/seen/lonely?tab=${tab}`, 'Open case from this pod');
  await see('/cases', 'open case');
  await see('/cases?q=lonely', 'Found in all cases');
  await see(`${room}/tasks`, 'In the room');
  await page.goto(room);
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByRole('button', { name: 'Close the case' }).click();
  await expect(page.getByRole('dialog').getByText('Left behind')).toBeVisible();
  await holds(page, 'closing a case', faults);
  await page.keyboard.press('Escape');
  await see(`${room}?report`, 'What we know');
  await page.goto(`${room}/timeline`);
  const entries = page.getByRole('region', { name: 'Timeline entries' });
  await entries.getByRole('rowheader').first().getByRole('button').click();
  await expect(page.getByRole('complementary', { name: 'Timeline entry' })).toContainText('Known since');
  await page.getByRole('button', { name: 'Range', exact: true }).click();
  await entries.getByRole('checkbox').first().check({ force: true });
  await holds(page, 'timeline with a range, an entry and a selection', faults);
  await page.getByRole('button', { name: 'More of the timeline' }).click();
  await page.getByRole('menuitem', { name: 'Clocks of sources…' }).click();
  await expect(page.getByRole('dialog', { name: 'Clocks of sources' }).getByRole('table')).toBeVisible();
  await holds(page, 'timeline with the clocks of its sources', faults);
  await see(`${room}/evidence/1`, 'Custody,');
  await see(`${room}/suspects`, 'Images by digest');
  await see(`${room}/actions`, 'Verified to');
  await see('/log', 'Verified to');
  await see('/drills', 'DRILL');
  await see('/settings', 'API server');
  expect(faults).toEqual([]);
});
