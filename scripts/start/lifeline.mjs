// Loaded into each Node process that the start script starts, and into theirs (NODE_OPTIONS=--import). Ends the process
// when its parent is gone, so that a kill -9 of the start script leaves nothing behind.
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.exit(1), 5_000).unref();
  }, 500);
  watch.unref();
}
