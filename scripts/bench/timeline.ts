import { readFileSync } from 'node:fs';
import { type Browser, chromium, type Page } from '@playwright/test';
import pg from 'pg';
import { makeFirstAccount } from '../../e2e/people.ts';
import { type Product, startProduct } from '../../e2e/product.ts';
import { openCaseAbout } from '../../e2e/steps.ts';
import { say } from '../bootstrap/say.mjs';
import { lockFileOf } from '../start/home.ts';
import { type Figure, median, percentile } from './figures.ts';
import { serverMemoryMb, signedIn } from './room.ts';
import { RARE, seedTimeline } from './timeline-seed.ts';

const ENTRIES = 1_000_000;
const ROUNDS = 7;
const NOTES = 40;
const DAY_MS = 86_400_000;

/** A case of a million entries: open it, jump to a time, filter it, and add a note that another screen shows. */
export async function longTimeline(browserPath: string): Promise<Figure[]> {
  const product = await startProduct();
  const browser = await chromium.launch({
    executablePath: browserPath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  try {
    await makeFirstAccount(browser, product);
    const page = await signedIn(browser, product.url);
    const number = await openCaseAbout(page, 'ns:finance payment-service', /payment-service-/);
    say(`── putting ${ENTRIES.toLocaleString('en-US')} entries into case ${number}`);
    await seed(product, number);
    return [
      ...(await onScreen(page, number)),
      ...(await routes(page, number)),
      ...(await notes(browser, product, page, number)),
      { what: 'memory of the server, 1,000,000 entries', value: serverMemoryMb(product), unit: 'MB', aim: 350 },
    ];
  } finally {
    await browser.close();
    await product.dispose();
  }
}

async function seed({ home }: Product, number: number): Promise<void> {
  const { databaseUrl }: { databaseUrl: string } = JSON.parse(readFileSync(lockFileOf(home), 'utf8'));
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ id: string }>('SELECT id FROM "Case" WHERE number = $1', [number]);
  await client.end();
  await seedTimeline(databaseUrl, rows[0]?.id ?? '', ENTRIES);
}

const rows = (page: Page) => page.getByRole('region', { name: 'Timeline entries' }).locator('tbody tr[aria-rowindex]');

/** Milliseconds of each of some rounds. */
async function timed(round: (n: number) => Promise<void>, rounds = ROUNDS): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < rounds; n++) {
    const begun = performance.now();
    await round(n);
    times.push(performance.now() - begun);
  }
  return times;
}

async function onScreen(page: Page, number: number): Promise<Figure[]> {
  const at = (n: number) => encodeURIComponent(new Date(Date.now() - (n + 2) * DAY_MS).toISOString());
  const open = (query: string) => async () => {
    await page.goto(`/cases/${number}/timeline${query}`, { waitUntil: 'commit' });
    await rows(page).first().waitFor();
  };
  const opened = await timed(open(''));
  const jumped = await timed((n) => open(`?at=${at(n)}`)());
  const filtered = await timed((n) => open(`?q=${RARE}+worker-${n % 3}`)());
  await open('')();
  const field = page.getByLabel('Filter the timeline');
  const typed = await timed(async (n) => {
    await field.fill(`${RARE} worker-${n % 3}`);
    await rows(page).filter({ hasText: RARE }).first().waitFor();
    await field.fill('');
    await rows(page).filter({ hasNotText: RARE }).first().waitFor();
  });
  return [
    {
      what: 'timeline of 1,000,000 entries: opened → first rows on screen',
      value: median(opened),
      unit: 'ms',
      aim: 1_000,
    },
    { what: 'the same at a time days ago', value: median(jumped), unit: 'ms', aim: 1_000 },
    { what: 'the same with a filter that few entries match', value: median(filtered), unit: 'ms', aim: 1_000 },
    {
      what: 'filter typed, shown, cleared, shown (twice 180 ms of it are the wait for more keys)',
      value: median(typed),
      unit: 'ms',
    },
  ];
}

/** From the request to the parsed answer, as the browser asks. */
async function routes(page: Page, number: number): Promise<Figure[]> {
  const get = async (path: string) => {
    const answer = await page.request.get(`/api/cases/${number}/timeline${path}`);
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
    await answer.json();
  };
  const figures: Figure[] = [];
  const measure = async (what: string, path: (n: number) => string, aim?: number) => {
    const times = await timed((n) => get(path(n)));
    figures.push({ what, value: median(times), unit: 'ms', ...(aim === undefined ? {} : { aim }) });
  };
  const at = (n: number) => encodeURIComponent(new Date(Date.now() - (n + 2) * DAY_MS).toISOString());
  await measure('timeline route: newest page', () => '?limit=150', 300);
  await measure('timeline route: page around a time', (n) => `?limit=150&at=${at(n)}`, 300);
  await measure('timeline route: filter, 200 match', () => `?limit=150&q=${RARE}`, 300);
  await measure('timeline route: filter, 200,000 match', () => '?limit=150&q=curl', 300);
  await measure(
    'timeline route: filter, each word is frequent and none matches both',
    () => '?limit=150&q=source%3Akubernetes+curl',
    300,
  );
  await measure('overview: lanes of all', () => '/overview', 300);
  await measure('overview: lanes of a day', (n) => `/overview?from=${at(n + 1)}&to=${at(n)}`, 300);
  await measure('overview: lanes of a filter, 200 match', () => `/overview?q=${RARE}`, 300);
  await measure('overview: lanes of a filter, 200,000 match', () => '/overview?q=curl');
  return figures;
}

/** Milliseconds from the key that sends a note until it stands on another screen. */
async function notes(browser: Browser, product: Product, page: Page, number: number): Promise<Figure[]> {
  const other = await signedIn(browser, product.url);
  for (const each of [page, other]) {
    await each.goto(`/cases/${number}/timeline`);
    await rows(each).first().waitFor();
  }
  await page
    .getByRole('button', { name: /^Add note/ })
    .first()
    .click();
  const field = page.getByRole('textbox', { name: 'What happened?' });
  if (!(await field.isVisible())) await page.getByRole('button', { name: 'Add note' }).first().click();
  const times: number[] = [];
  for (let n = 0; n < NOTES; n++) {
    const text = `bench note ${n} of ${NOTES}`;
    await field.fill(text);
    const seen = other.evaluate(
      (note) =>
        new Promise<number>((resolve) => {
          const look = () => document.querySelector('main')?.textContent?.includes(note) && resolve(Date.now());
          new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
        }),
      text,
    );
    const begun = Date.now();
    await field.press('Enter');
    times.push((await seen) - begun);
  }
  return [
    { what: 'note → other screen, 1,000,000 entries, p50', value: percentile(times, 0.5), unit: 'ms' },
    { what: 'note → other screen, 1,000,000 entries, p95', value: percentile(times, 0.95), unit: 'ms', aim: 200 },
  ];
}
