import { defineConfig } from 'vitest/config';

/** kubectl (BULKHEAD_KUBECTL, else the one on the PATH) against a drill cluster started for it. */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['*.kubectl.ts'],
    globalSetup: ['../contract/setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
