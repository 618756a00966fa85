import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import pg from 'pg';
import { expect, test } from './fixtures.ts';

const draft = (page: Page) => page.getByRole('form', { name: 'Draft' });
const row = (page: Page, title: string) =>
  page.getByRole('list', { name: 'Playbooks' }).getByRole('listitem').filter({ hasText: title });

// Published versions cannot be taken back; here each test begins with what Bulkhead brings.
test.beforeEach(async ({ product }) => {
  const client = new pg.Client({ connectionString: product.databaseUrl });
  await client.connect();
  await client
    .query(`SET session_replication_role = replica; DELETE FROM "PlaybookVersion"; DELETE FROM "PlaybookReview"`)
    .finally(() => client.end());
});

test('an analyst drafts, a commander publishes with a note, a manager reviews, and an old version comes back', async ({
  page,
  signIn,
  anotherBrowser,
}) => {
  await signIn('analyst');
  const commander = await anotherBrowser('commander');
  await commander.goto('/playbooks?phase=containment');
  await expect(row(commander, 'Containment and isolation')).toContainText('Never reviewed');

  await page.goto('/playbooks?phase=containment&view=edit');
  await draft(page).getByRole('button', { name: 'Add a step' }).click();
  await expect(draft(page).getByRole('button', { name: /^Save draft of version 1/ })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await draft(page).getByLabel('Title').last().fill('Call the owner of the data');
  await draft(page).getByLabel('Done when').fill('The owner knows, and said what may be cut');
  await draft(page).getByRole('button', { name: 'Add a command' }).click();
  await draft(page)
    .getByLabel(/^Command 1, as it is typed/)
    .fill('kubectl get ns {{namespase}} -o yaml');
  await expect(page.getByRole('list', { name: 'What is missing' })).toContainText(
    /Step \d+, command 1, command: .*namespase/,
  );
  await draft(page)
    .getByLabel(/^Command 1, as it is typed/)
    .fill('kubectl get ns {{namespace}} -o yaml');

  // what is typed survives a reload
  await page.reload();
  await expect(draft(page).getByRole('status')).toHaveText('Not saved yet; kept in this browser');
  await draft(page).getByRole('textbox', { name: 'Aim' }).fill('Cut the attacker off within 5 minutes.');
  await draft(page)
    .getByRole('button', { name: /^Save draft of version 1/ })
    .click();
  await expect(draft(page).getByRole('status')).toHaveText('Saved, edition 1');
  await page.getByRole('button', { name: 'See what changes, and publish' }).click();
  await expect(page.getByRole('button', { name: 'Publish version 1' })).toHaveAttribute('aria-disabled', 'true');

  await expect(row(commander, 'Containment and isolation')).toContainText('Draft of version 1');
  await commander.getByRole('button', { name: 'Changes', exact: true }).click();
  const differences = commander.getByRole('region', { name: 'Differences' });
  await expect(differences).toContainText('Added: Step Call the owner of the data');
  await expect(differences.locator('del').first()).toBeVisible();
  await differences.getByRole('button', { name: 'Lines' }).click();
  await expect(differences).toContainText('added: Cut the attacker off within 5 minutes.');
  await commander.getByLabel('What changed and why').fill('The owner is asked first since case 12');
  await commander.getByRole('button', { name: 'Publish version 1' }).click();
  await expect(commander.getByRole('region', { name: 'Text' })).toContainText('Call the owner of the data');
  await expect(row(page, 'Containment and isolation')).toContainText('Version 1, published');
  await expect(row(page, 'Containment and isolation')).toContainText('Reviewed');
  const { records } = await (await page.request.get('/api/action-log?limit=5')).json();
  expect(records[0].words).toBe('Playbook containment, version 1, published: The owner is asked first since case 12');

  const manager = await anotherBrowser('manager');
  await manager.goto('/playbooks?phase=recovery');
  await manager.getByRole('button', { name: 'Review', exact: true }).click();
  await manager.getByLabel('Note').fill('Tried on staging');
  await manager.getByRole('button', { name: 'I have read version 0 and found it right' }).click();
  await expect(row(page, 'Eradication and recovery')).toContainText(/Reviewed .* by Max Weiss, next by/);
  await manager.goto('/readiness?check=playbooks');
  await expect(manager.getByRole('row', { name: /Playbooks container-native/ })).toContainText('2 of 5 playbooks');

  await page.getByRole('button', { name: 'Versions' }).click();
  await page.getByRole('button', { name: 'Compare with version 1' }).click();
  await expect(page.getByRole('region', { name: 'Differences' })).toContainText('Call the owner of the data');
  await page.getByRole('button', { name: 'Restore version 0 as a draft' }).click();
  await draft(page)
    .getByRole('button', { name: /^Save draft of version 2/ })
    .click();
  await page.getByRole('button', { name: 'See what changes, and publish' }).click();
  await expect(page.getByRole('region', { name: 'Differences' })).toContainText(
    'Removed: Step Call the owner of the data',
  );
});

test('two people edit one draft: both texts remain', async ({ page, signIn, anotherBrowser }) => {
  await signIn('analyst');
  const other = await anotherBrowser('commander');
  for (const each of [page, other]) {
    await each.goto('/playbooks?phase=review&view=edit');
    await expect(draft(each).getByRole('status')).toHaveText('No draft yet');
  }
  const save = (who: Page) =>
    draft(who)
      .getByRole('button', { name: /^Save draft/ })
      .click();
  await draft(page).getByRole('textbox', { name: 'Aim' }).fill('What the analyst wants');
  await draft(other).getByRole('textbox', { name: 'Aim' }).fill('What the commander wants');
  await save(other);
  await expect(draft(other).getByRole('status')).toHaveText('Saved, edition 1');
  await expect(page.getByText('This draft was saved in another place meanwhile; yours is not lost.')).toBeVisible();
  await save(page);
  const both = page.getByRole('region', { name: 'Two texts of this draft' });
  await expect(both).toContainText('Two people have edited this draft');
  await both.getByRole('button', { name: 'Lines' }).click();
  await expect(both).toContainText('removed: What the commander wants');
  await expect(both).toContainText('added: What the analyst wants');
  await both.getByRole('button', { name: 'Take theirs, keep mine aside' }).click();
  await expect(draft(page).getByRole('textbox', { name: 'Aim' })).toHaveValue('What the commander wants');
  await page.reload();
  await page.getByRole('button', { name: 'Bring it back', exact: true }).click();
  await expect(draft(page).getByRole('textbox', { name: 'Aim' })).toHaveValue('What the analyst wants');
  await save(page);
  await expect(draft(other).getByRole('textbox', { name: 'Aim' })).toHaveValue('What the analyst wants');
});

test('by the keyboard alone, and no rule of axe is broken', async ({ page, signIn }) => {
  await signIn('commander');
  const faults: string[] = [];
  const look = async (name: string) => {
    for (const [width, colorScheme] of [
      [1440, 'dark'],
      [1440, 'light'],
      [390, 'dark'],
      [390, 'light'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const { violations } = await new AxeBuilder({ page }).analyze();
      for (const { id, nodes } of violations)
        faults.push(`${name}, ${colorScheme}, ${width}: ${id} ${nodes.map(({ html }) => html.slice(0, 200))[0]}`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  };
  await page.goto('/playbooks');
  await expect(row(page, 'Detection and triage')).toBeVisible();
  await look('list');
  const { keyboard } = page;
  const tabTo = async (name: string | RegExp) => {
    for (let presses = 0; presses < 80; presses++) {
      await keyboard.press('Tab');
      const focused = page.locator(':focus');
      if (
        await focused
          .and(page.getByRole('button', { name, exact: true }).or(page.getByRole('textbox', { name, exact: true })))
          .count()
      )
        return;
    }
    throw new Error(`Tab never reaches ${name}`);
  };
  await tabTo('Detection and triage');
  await keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Text' })).toBeVisible();
  await look('open');
  await tabTo('Edit');
  await keyboard.press('Enter');
  await tabTo('Aim');
  await keyboard.type('Name suspects. ');
  await look('draft');
  await draft(page).getByRole('button', { expanded: false }).first().click();
  await look('draft with a step');
  await draft(page)
    .getByRole('button', { name: /^Save draft/ })
    .focus();
  await keyboard.press('Enter');
  await expect(draft(page).getByRole('status')).toHaveText('Saved, edition 1');
  await page.getByRole('button', { name: 'Changes', exact: true }).press('Enter');
  await expect(page.getByRole('region', { name: 'Differences' })).toContainText('1 difference');
  await look('changes');
  await page.getByRole('button', { name: 'Versions' }).press('Enter');
  await look('versions');
  expect(faults).toEqual([]);
});
