import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresSocketFolder: string;
  }
}

/** One PostgreSQL for a whole run of vitest; test files take databases of their own from it (`testDatabase()`). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres();
  project.provide('postgresSocketFolder', server.socketFolder);
  return server.stop;
}
