import { defineConfig } from 'vitest/config';

/**
 * The contract suite: same requests, same answers. Against the cluster of KUBECONFIG_UNDER_TEST (a test cluster: objects are
 * made and deleted there), else against a drill cluster started for it, where kubectl itself is tried as well.
 */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['*.contract.ts', ...(process.env.KUBECONFIG_UNDER_TEST ? [] : ['../kubectl/*.kubectl.ts'])],
    globalSetup: ['./setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
