import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

// The house of docs/architecture.md, held by a test: tiers, names, and who may reach what.

interface Import {
  readonly from: string; // 'lib/x/y.ts', or a package
  readonly typeOnly: boolean;
}

interface Source {
  readonly file: string; // from the root, with /
  readonly text: string;
  readonly imports: readonly Import[];
}

const sources: Source[] = ['app', 'components', 'lib', 'scripts', 'e2e', 'proxy.ts', 'instrumentation.ts']
  .flatMap(filesBelow)
  .map((file) => {
    const text = readFileSync(file, 'utf8');
    return { file, text, imports: importsOf(file, text) };
  });
// Helpers of tests lie in a folder `testing` or are named test-….ts.
const forTests = (file: string) => /\.test\.tsx?$|\/testing\/|\/test-[a-z-]+\.ts$/.test(file);
const shipped = sources.filter(({ file }) => !forTests(file));
const inLib = shipped.filter(({ file }) => file.startsWith('lib/'));
const isServer = (file: string) => file.endsWith('.server.ts') || file.endsWith('.server.tsx');

/** Files of `group` for which `fault` finds something: "file: fault". An empty list is what each test expects. */
const faults = (group: readonly Source[], fault: (source: Source) => readonly string[]): string[] =>
  group.flatMap((source) => fault(source).map((words) => `${source.file}: ${words}`));

test('the house is looked at: there are sources of every kind', () => {
  expect(inLib.length).toBeGreaterThan(50);
  expect(inLib.filter(({ file }) => isServer(file)).length).toBeGreaterThan(20);
  expect(shipped.some(({ file }) => file.startsWith('app/api/'))).toBe(true);
});

test("a *.server.ts file begins with import 'server-only', and no other file of lib does", () => {
  expect(
    faults(inLib, ({ file, text }) =>
      isServer(file) === text.startsWith("import 'server-only';") ? [] : ['name and first line disagree'],
    ),
  ).toEqual([]);
});

// What does I/O by its nature: the migrator and the drill cluster are programs under plain Node, config reads the environment.
const MAY_DO_IO = /^lib\/(drill-cluster\/|db\/migrate\.ts$|config\.ts$|testing\/)/;
const IO =
  /^(node:(fs|net|http|https|child_process|crypto|os|dns|tls|stream|timers|zlib)(\/|$)|pg$|ws$|next(\/|$)|next-auth|react($|\/))/;

test('what is not *.server.ts does no I/O and reaches nothing that does', () => {
  const pure = inLib.filter(({ file }) => !isServer(file) && !MAY_DO_IO.test(file));
  expect(
    faults(pure, ({ imports }) =>
      imports
        .filter(({ from, typeOnly }) => !typeOnly && (IO.test(from) || isServer(from) || MAY_DO_IO.test(from)))
        .map(({ from }) => `imports ${from}`),
    ),
  ).toEqual([]);
});

// Lower may not import what is higher. Values of pure files cross freely: they are the words that all share.
const TIERS: readonly (readonly string[])[] = [
  ['text', 'kubernetes', 'triage'],
  ['db'],
  ['auth', 'action-log', 'cluster', 'live'],
  ['timeline', 'cases', 'evidence', 'playbooks', 'drafts'],
  ['containment', 'drills', 'reports', 'readiness', 'search'],
];
const tierOf = (file: string) => TIERS.findIndex((folders) => folders.includes(file.split('/')[1] ?? ''));

test('every folder of lib has its tier', () => {
  const folders = new Set(
    inLib.filter(({ file }) => file.split('/').length > 2).map(({ file }) => file.split('/')[1] ?? ''),
  );
  const known = new Set([...TIERS.flat(), 'drill-cluster']);
  expect([...folders].filter((folder) => !known.has(folder))).toEqual([]);
});

test('what does I/O imports downward only', () => {
  const tiered = inLib.filter(({ file }) => tierOf(file) >= 0);
  expect(
    faults(tiered, ({ file, imports }) =>
      imports
        .filter(({ from, typeOnly }) => !typeOnly && isServer(from) && from.startsWith('lib/'))
        .filter(({ from }) => from === 'lib/runtime.server.ts' || tierOf(from) > tierOf(file))
        .map(({ from }) => `imports ${from}, which is above it`),
    ),
  ).toEqual([]);
});

test('nothing that is shipped imports what is for tests', () => {
  const served = shipped.filter(({ file }) => /^(app|components|lib)\//.test(file));
  expect(
    faults(served, ({ imports }) => imports.filter(({ from }) => forTests(from)).map(({ from }) => `imports ${from}`)),
  ).toEqual([]);
});

test('lib knows nothing of app and components', () => {
  expect(
    faults(inLib, ({ imports }) =>
      imports.filter(({ from }) => /^(app|components)\//.test(from)).map(({ from }) => `imports ${from}`),
    ),
  ).toEqual([]);
});

test('what runs in the browser imports no *.server.ts', () => {
  const client = shipped.filter(({ text }) => /^'use client';/m.test(text.slice(0, 200)));
  expect(client.length).toBeGreaterThan(5);
  expect(
    faults(client, ({ imports }) =>
      imports.filter(({ from, typeOnly }) => !typeOnly && isServer(from)).map(({ from }) => `imports ${from}`),
    ),
  ).toEqual([]);
});

test('each page of the room asks itself who looks: a browser that says it has the layouts does not have them run', () => {
  const pages = sources.filter(({ file }) => /^app\/\(room\)\/.*page\.tsx$/.test(file));
  expect(pages.length).toBeGreaterThan(10);
  expect(
    faults(pages, ({ text }) => (/await (requirePerson|casePage)\(/.test(text) ? [] : ['does not ask who looks'])),
  ).toEqual([]);
});

test('only lib/config.ts reads the environment', () => {
  const served = shipped.filter(
    ({ file }) => /^(app|components|lib)\/|^proxy/.test(file) && !file.startsWith('lib/drill-cluster/'),
  );
  expect(
    faults(served, ({ file, text }) =>
      file !== 'lib/config.ts' && /process\.env\b/.test(text) ? ['reads process.env'] : [],
    ),
  ).toEqual([]);
});

test('only lib/db imports the generated client; everyone may import its enums and types', () => {
  expect(
    faults(shipped, ({ file, imports }) =>
      file.startsWith('lib/db/')
        ? []
        : imports
            .filter(({ from, typeOnly }) => from.includes('db/generated/') && !typeOnly && !from.endsWith('enums.ts'))
            .map(({ from }) => `imports ${from}`),
    ),
  ).toEqual([]);
});

test('only lib/cluster speaks to a Kubernetes API', () => {
  const served = shipped.filter(({ file }) => /^(app|components|lib)\//.test(file) && !file.startsWith('lib/cluster/'));
  expect(
    faults(served, ({ imports }) =>
      imports
        .filter(({ from, typeOnly }) => from.startsWith('@kubernetes/client-node') && !typeOnly)
        .map(({ from }) => `imports ${from}`),
    ),
  ).toEqual([]);
});

test('the only writer to a cluster is perform', () => {
  // A review is asked by POST and changes nothing; a dry run keeps nothing; the drill's own controls are no cluster.
  const WRITES = /method: '(POST|PUT|PATCH|DELETE)',\s*path: (?!'\/apis\/authorization\.k8s\.io)/;
  const MAY = /^lib\/(drill-cluster|cluster|drills)\/|^lib\/action-log\/perform\.server\.ts$/;
  const served = inLib.filter(({ file, text }) => !MAY.test(file) && !/dryRun: ?'All'/.test(text));
  expect(faults(served, ({ text }) => (WRITES.test(text) ? ['sends a write'] : []))).toEqual([]);
});

test('the drill cluster imports only lib/kubernetes of lib', () => {
  expect(
    faults(
      inLib.filter(({ file }) => file.startsWith('lib/drill-cluster/')),
      ({ imports }) =>
        imports
          .filter(
            ({ from }) => /^(app|components|lib)\//.test(from) && !/^lib\/(drill-cluster|kubernetes)\//.test(from),
          )
          .map(({ from }) => `imports ${from}`),
    ),
  ).toEqual([]);
});

test("a 'use server' file exports nothing but action(…)", () => {
  const actions = shipped.filter(({ text }) => text.startsWith("'use server';"));
  expect(actions.length).toBeGreaterThan(2);
  expect(
    faults(actions, ({ text }) => [
      ...[...text.matchAll(/^export (?!const \w+ = action\()(?!type |interface )(.*)$/gm)].map(
        ([, rest]) => `exports ${rest}`,
      ),
    ]),
  ).toEqual([]);
  expect(
    faults(
      shipped.filter((source) => !actions.includes(source)),
      ({ text }) => (/^\s*['"]use server['"]/m.test(text) ? ['has a server action'] : []),
    ),
  ).toEqual([]);
});

// next-auth checks its own CSRF token; the other two are for probes, which do not sign in.
const OPEN_ROUTES = ['app/api/auth/[...nextauth]/route.ts', 'app/api/health/route.ts', 'app/api/ready/route.ts'];

test('every route goes through route(…) or upload(…), but for the named few', () => {
  const routes = shipped.filter(({ file }) => /^app\/.*\/route\.ts$/.test(file));
  expect(OPEN_ROUTES.filter((open) => !routes.some(({ file }) => file === open))).toEqual([]);
  expect(
    faults(
      routes.filter(({ file }) => !OPEN_ROUTES.includes(file)),
      ({ text }) =>
        [
          ...text.matchAll(
            /^export (?!const GET = route\b)(?!const POST = upload\b)(?!const (dynamic|maxDuration|runtime) = )(.*)$/gm,
          ),
        ].map(([, , rest]) => `exports ${rest}`),
    ),
  ).toEqual([]);
});

test('nothing that is shipped needs a file outside the repository', () => {
  const OUTSIDE = /['"`](\/work\/|\/tmp\/bh\/)/;
  expect(faults(shipped, ({ text }) => (OUTSIDE.test(text) ? ['names a place on one machine'] : []))).toEqual([]);
});

function filesBelow(entry: string): string[] {
  const found = statSync(entry, { throwIfNoEntry: false });
  if (!found) return [];
  if (!found.isDirectory()) return [entry];
  return readdirSync(entry)
    .filter((name) => name !== 'generated' && name !== 'node_modules')
    .flatMap((name) => filesBelow(`${entry}/${name}`))
    .filter((file) => /\.tsx?$/.test(file));
}

function importsOf(file: string, text: string): Import[] {
  const statements = text.matchAll(/^(?:import|export)\s+(type\s+)?([^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/gm);
  const dynamic = text.matchAll(/\bimport\(\s*(?:\/\*.*?\*\/\s*)?['"]([^'"]+)['"]\s*\)/g);
  return [
    ...[...statements].map(([, typeWord, names, from = '']) => ({
      from: resolved(file, from),
      typeOnly: typeWord !== undefined || onlyTypes(names ?? ''),
    })),
    ...[...dynamic].map(([, from = '']) => ({ from: resolved(file, from), typeOnly: false })),
  ];
}

/** `import { type A, type B } from` leaves nothing at run time. */
function onlyTypes(names: string): boolean {
  const inBraces = /^\{([^}]*)\}\s*from\s+$/s.exec(names)?.[1];
  const each =
    inBraces
      ?.split(',')
      .map((name) => name.trim())
      .filter(Boolean) ?? [];
  return each.length > 0 && each.every((name) => name.startsWith('type '));
}

function resolved(file: string, from: string): string {
  const local = from.startsWith('@/')
    ? from.slice(2)
    : from.startsWith('.')
      ? path.posix.join(path.posix.dirname(file), from)
      : null;
  if (local === null) return from;
  const found = ['', '.ts', '.tsx', '/index.ts'].find((ending) =>
    statSync(local + ending, { throwIfNoEntry: false })?.isFile(),
  );
  return local + (found ?? '');
}
