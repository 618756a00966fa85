/** The reader of a pipe went away (SIGPIPE). */
export class BrokenPipe extends Error {}

export interface Pipe {
  write(bytes: Uint8Array): Promise<void>;
  end(): void;
  /** what is written, until the end; leaving the loop early breaks the pipe for the writer */
  read: AsyncIterable<Uint8Array>;
  close(): void;
}

const ROOM = 16; // chunks that wait before the writer does

export function createPipe(): Pipe {
  const chunks: Uint8Array[] = [];
  let ended = false;
  let closed = false;
  let wakeReader = () => {};
  let wakeWriter = () => {};
  const close = () => {
    closed = true;
    chunks.length = 0;
    wakeWriter();
    wakeReader();
  };
  return {
    async write(bytes) {
      while (chunks.length >= ROOM && !closed)
        await new Promise<void>((resolve) => {
          wakeWriter = resolve;
        });
      if (closed) throw new BrokenPipe();
      if (bytes.length > 0) chunks.push(bytes);
      wakeReader();
    },
    end() {
      ended = true;
      wakeReader();
    },
    close,
    read: {
      async *[Symbol.asyncIterator]() {
        try {
          for (;;) {
            const next = chunks.shift();
            wakeWriter();
            if (next !== undefined) yield next;
            else if (ended || closed) return;
            else
              await new Promise<void>((resolve) => {
                wakeReader = resolve;
              });
          }
        } finally {
          close();
        }
      },
    },
  };
}
