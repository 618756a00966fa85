import { options, type Program, usage } from './program.ts';
import { sleep } from './sleep.ts';

/** Asks an address; policies decide whether an answer comes. Names are those of the cluster and of the attacker. */
export const fetchUrl: Program = async (scene, [name = 'curl', ...args], io) => {
  const curl = name === 'curl';
  const { values, operands } = options(args, curl ? 'mToHXdAu' : 'TOo', {
    'max-time': 'm',
    'connect-timeout': 'm',
    timeout: 'T',
  });
  const url = /^(?:(https?):\/\/)?([^/:]+)(?::(\d+))?/.exec(operands[0] ?? '');
  if (url === null || operands[0] === undefined)
    return usage(io, name, curl ? "try 'curl --help' for more information" : 'missing URL');
  const [, scheme = 'http', host = '', given] = url;
  const port = Number(given ?? (scheme === 'https' ? 443 : 80));
  const reached = scene.connect(host, port);
  if (reached === null) {
    await io.err(curl ? `curl: (6) Could not resolve host: ${host}\n` : `wget: bad address '${host}'\n`);
    return curl ? 6 : 1;
  }
  if (reached.open) {
    await io.out(curl ? '{"status":"ok"}\n' : '');
    if (!curl) await io.err(`Connecting to ${host} (${reached.ip}:${port})\n`);
    return 0;
  }
  const seconds = Number(values.get(curl ? 'm' : 'T') ?? 130);
  await sleep(scene, ['sleep', String(Math.min(seconds, 10))], io); // a person waits for the answer by the wall's clock
  await io.err(
    curl
      ? `curl: (28) Connection timed out after ${seconds * 1000 + 1} milliseconds\n`
      : `wget: can't connect to remote host (${reached.ip}): Operation timed out\n`,
  );
  return curl ? 28 : 1;
};

/** `nc -z -w N host port` */
export const nc: Program = async (scene, [, ...args], io) => {
  const { values, operands } = options(args, 'w');
  const reached = scene.connect(operands[0] ?? '', Number(operands[1] ?? 0));
  if (reached?.open === true) return 0;
  await sleep(scene, ['sleep', String(Math.min(Number(values.get('w') ?? 10), 10))], io);
  await io.err(
    reached === null
      ? `nc: bad address '${operands[0] ?? ''}'\n`
      : `nc: ${operands[0]} (${reached.ip}:${operands[1]}): Operation timed out\n`,
  );
  return 1;
};
