import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for a moment when `patient` (what a killed start left is still ending); throws when the port stays taken. */
export async function waitForFreePort(port: number, { patient }: { patient: boolean }): Promise<void> {
  for (let tries = patient ? 100 : 1; tries > 0; tries--) {
    if (await isFree(port)) return;
    if (tries > 1) await sleep(100);
  }
  throw new Error(`PORT ${port} is taken by another program. End it, or set PORT to a free one.`);
}

/** Whether nobody listens on the port of the loopback. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, 'localhost', () => server.close(() => resolve(true)));
  });
}

/** A port that is free now: the wanted one where possible. */
export async function freePort(wanted: number | null = null): Promise<number> {
  if (wanted !== null && (await isFree(wanted))) return wanted;
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

export function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Asks again and again until it holds; throws with `what` after `seconds`. */
export async function until(what: string, seconds: number, holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`${what} took longer than ${seconds} s.`);
    await sleep(25);
  }
}
