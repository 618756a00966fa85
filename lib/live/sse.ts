import type { Subscriber } from './subscriber.ts';

const BEAT_MS = 10_000;

/** Bytes of an event stream: events as they come, and every 10 s a `beat` with the server's time,
 * after asking `stillAllowed`. Ends when not. */
export function streamOf(
  subscriber: Subscriber,
  stillAllowed: () => Promise<boolean>,
  beatMs = BEAT_MS,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let beat: ReturnType<typeof setInterval> | undefined;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        controller.enqueue(encoder.encode('retry: 1000\n\n'));
        beat = setInterval(() => {
          void stillAllowed().then(
            (allowed) => {
              if (!allowed) subscriber.close();
              else if (!subscriber.closed && (controller.desiredSize ?? 0) > 0)
                controller.enqueue(encoder.encode(`event: beat\ndata: ${new Date().toISOString()}\n\n`));
            },
            () => {}, // the database is away: nobody was revoked by that
          );
        }, beatMs);
      },
      async pull(controller) {
        const block = await subscriber.next();
        if (block !== null) controller.enqueue(encoder.encode(block));
        else {
          clearInterval(beat);
          controller.close();
        }
      },
      cancel() {
        clearInterval(beat);
        subscriber.close();
      },
    },
    { highWaterMark: 1 },
  );
}
