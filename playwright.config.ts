import { defineConfig } from '@playwright/test';

// What makes a Chromium of any origin start as root, in a container, and keep off the network.
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  outputDir: '.tmp/playwright',
  // BULKHEAD_LANE=cluster: against the real Kubernetes of scripts/cluster; then only what is about any cluster or this one.
  grep: process.env.BULKHEAD_LANE === 'cluster' ? /@any-cluster|@real-cluster/ : undefined,
  grepInvert: process.env.BULKHEAD_LANE === 'cluster' ? undefined : /@real-cluster/,
  forbidOnly: true,
  retries: 0,
  workers: 2,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json']],
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    timezoneId: 'Europe/Vienna',
    trace: 'retain-on-failure',
    launchOptions: { executablePath: process.env.CHROMIUM_PATH || undefined, args: QUIET },
  },
});
