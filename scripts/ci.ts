import { spawn } from 'node:child_process';
import { root, say } from './bootstrap/say.mjs';
import { add, allPassed, type Counts, lastLine, NOTHING, readLastLine } from './test/results.ts';

// One after the other, whatever the first came to; the last line sums up both. Given the commands to run, each as one word.
const commands = process.argv.slice(3);
let sum: Counts = NOTHING;
for (const command of commands) {
  say(`════ ${command}`);
  sum = add(sum, await run(command));
}
console.log(lastLine(sum));
process.exit(allPassed(sum) ? 0 : 1);

function run(command: string): Promise<Counts> {
  return new Promise((resolve) => {
    const child = spawn('sh', ['-c', command], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    let end = '';
    child.stdout.on('data', (bytes: Buffer) => {
      process.stdout.write(bytes);
      end = (end + bytes.toString()).slice(-2_000);
    });
    child.once('error', () => resolve({ ...NOTHING, failed: 1 }));
    child.once('close', (code) => {
      const counts = readLastLine(end);
      if (!counts) return resolve({ ...NOTHING, failed: 1 }); // it broke off
      resolve(code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts);
    });
  });
}
