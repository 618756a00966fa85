import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium, type Page } from '@playwright/test';
import pg from 'pg';
import { makeFirstAccount } from '../../e2e/people.ts';
import { startProduct } from '../../e2e/product.ts';
import { openCaseAbout } from '../../e2e/steps.ts';
import { lockFileOf } from '../start/home.ts';
import { type Figure, median, percentile } from './figures.ts';
import { serverMemoryMb, signedIn } from './room.ts';

const READERS = 50;
const NOTES = 40;
const CASES = 1_000;

/** Fifty browsers on one case, and a board of a thousand cases. */
export async function manyReaders(browserPath: string): Promise<Figure[]> {
  const product = await startProduct();
  const browser = await chromium.launch({
    executablePath: browserPath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  try {
    await makeFirstAccount(browser, product);
    const page = await signedIn(browser, product.url);
    await openCaseAbout(page, 'ns:finance payment-service', /payment-service-/);
    const memoryBefore = serverMemoryMb(product);
    const latencies = await notesSeenBy(page, product.url);
    const figures: Figure[] = [
      { what: `note → each of ${READERS} streams, p50`, value: percentile(latencies, 0.5), unit: 'ms' },
      { what: `note → each of ${READERS} streams, p95`, value: percentile(latencies, 0.95), unit: 'ms', aim: 200 },
      { what: `memory of the server with ${READERS} streams`, value: serverMemoryMb(product), unit: 'MB', aim: 350 },
      { what: 'memory of the server before', value: memoryBefore, unit: 'MB' },
    ];
    return [...figures, ...(await board(page, product.home))];
  } finally {
    await browser.close();
    await product.dispose();
  }
}

/** Milliseconds from the key that sends a note until it has come down each stream. */
async function notesSeenBy(page: Page, url: string): Promise<number[]> {
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const stop = new AbortController();
  const seen = new Map<string, number[]>();
  await Promise.all(
    Array.from({ length: READERS }, async () => {
      const answer = await fetch(`${url}/api/live`, { headers: { cookie }, signal: stop.signal });
      void readNotes(answer, (text) => seen.get(text)?.push(performance.now())).catch(() => {}); // ends by the abort
    }),
  );
  const latencies: number[] = [];
  const field = page.getByRole('textbox', { name: 'What happened?' });
  for (let i = 0; i < NOTES; i++) {
    const text = `bench note ${i} of ${NOTES}`;
    const times: number[] = [];
    seen.set(text, times);
    await field.fill(text);
    const begun = performance.now();
    await page.getByRole('button', { name: /^Add note/ }).click();
    for (const end = begun + 10_000; times.length < READERS && performance.now() < end; ) await wait(2);
    if (times.length < READERS) throw new Error(`Only ${times.length} of ${READERS} streams carried the note`);
    latencies.push(...times.map((time) => time - begun));
  }
  stop.abort();
  return latencies;
}

async function readNotes(answer: Response, take: (text: string) => void): Promise<void> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const bytes of answer.body ?? []) {
    rest += decoder.decode(bytes, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const text = /"type":"timeline\.entry".*?"sentence":"(bench note \d+ of \d+)"/.exec(line)?.[1];
      if (text) take(text);
    }
  }
}

async function board(page: Page, home: string): Promise<Figure[]> {
  const { databaseUrl }: { databaseUrl: string } = JSON.parse(readFileSync(lockFileOf(home), 'utf8'));
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  await database.query(SEED, [CASES]);
  await database.end();
  const times: number[] = [];
  for (let i = 0; i < 7; i++) {
    const begun = performance.now();
    await page.goto('/cases', { waitUntil: 'commit' });
    await page
      .getByRole('link', { name: /^Bench case \d+/ })
      .first()
      .waitFor();
    times.push(performance.now() - begun);
  }
  return [{ what: `board of ${CASES} cases, asked for → on screen`, value: median(times), unit: 'ms', aim: 1_000 }];
}

/** A tenth of them open, as after a very bad week. */
const SEED = `
  INSERT INTO "Case" (id, title, severity, phase, "commanderId", "clusterId", "detectedAt", "closedAt", result)
  SELECT gen_random_uuid(), 'Bench case ' || n,
    (ARRAY['critical', 'high', 'moderate', 'low'])[1 + n % 4]::"Severity", 'detection', p.id, c.id,
    now() - n * interval '1 hour', CASE WHEN n % 10 = 0 THEN NULL ELSE now() END, 'False alarm'
  FROM generate_series(1, $1::int) n, (SELECT id FROM "Person" LIMIT 1) p, (SELECT id FROM "Cluster" LIMIT 1) c`;
