import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startDrill } from './start-drill.ts';

declare module 'vitest' {
  interface ProvidedContext {
    kubeconfig: string;
    isDrill: boolean;
  }
}

/** Gives every test file a kubeconfig. */
export default async function setup(project: TestProject) {
  const given = process.env.KUBECONFIG_UNDER_TEST;
  project.provide('isDrill', !given);
  if (given) {
    project.provide('kubeconfig', given);
    return;
  }
  const home = mkdtempSync(join(tmpdir(), 'drill-contract-'));
  const drill = await startDrill(home);
  project.provide('kubeconfig', drill.kubeconfig);
  return async () => {
    await drill.stop();
    rmSync(home, { recursive: true, force: true });
  };
}
