import { defineConfig } from 'vitest/config';

/**
 * The contract suite: same requests, same answers. Against the cluster of KUBECONFIG_UNDER_TEST (a test cluster: objects are
 * made and deleted there), else against a drill cluster started for it.
 */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['*.contract.ts'],
    globalSetup: ['./setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
