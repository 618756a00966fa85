import { spawn } from 'node:child_process';
import path from 'node:path';
import { config } from '../lib/config.ts';
import { lives, readHolder } from './bootstrap/lock.mjs';
import { root, say } from './bootstrap/say.mjs';
import { startDatabase } from './start/database.ts';
import { exitOnWrongSetting, lockFileOf, settleHome } from './start/home.ts';
import { Processes } from './start/processes.ts';

// Verifies the action log's hash chain from its first record, beside a running Bulkhead or without one.
exitOnWrongSetting();
const processes = new Processes();
let release: () => void = () => undefined;
let code = 1;
try {
  const url = process.env.DATABASE_URL || databaseOfRunning() || (await databaseOfOurOwn());
  code = await verify(url);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
}
await processes.stop();
release();
process.exit(code);

function databaseOfRunning(): string | null {
  const holder = readHolder(lockFileOf(config.home));
  return holder && lives(holder) && typeof holder.databaseUrl === 'string' ? holder.databaseUrl : null;
}

function databaseOfOurOwn(): Promise<string> {
  const home = settleHome();
  release = home.release;
  return startDatabase(processes, home.folder);
}

function verify(databaseUrl: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const script = path.join(root, 'scripts/verify-log/verify.ts');
    const child = spawn(process.execPath, ['--conditions=react-server', script], {
      cwd: root,
      env: { ...process.env, DATABASE_URL: databaseUrl },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', reject);
    child.once('exit', (exitCode) => resolve(exitCode ?? 1));
  });
}
