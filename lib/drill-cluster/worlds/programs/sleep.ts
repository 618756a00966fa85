import { type Program, usage } from './program.ts';

export const sleep: Program = async (_scene, [, seconds = '0'], io) => {
  const ms = Number.parseFloat(seconds) * 1000 * ({ m: 60, h: 3600 }[seconds.at(-1) ?? ''] ?? 1);
  if (Number.isNaN(ms)) return usage(io, 'sleep', `invalid time interval '${seconds}'`);
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, Math.min(ms, 2 ** 31 - 1));
    io.signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
  return io.signal.aborted ? 130 : 0;
};
