import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { faultOf, fill, type Subject, subjectOf } from './fill.ts';

const suspect = {
  namespace: 'finance',
  podName: 'payment-7c9f6d5b8-x2kqv',
  podUid: 'uid-1',
  node: 'worker-3',
  serviceAccount: 'payments',
  ownerChain: [
    { kind: 'ReplicaSet', name: 'payment-7c9f6d5b8', uid: 'rs' },
    { kind: 'Deployment', name: 'payment', uid: 'dep' },
  ],
  images: [
    { container: 'app', image: 'registry.example/pay:2.14.0', digest: 'sha256:aa' },
    { container: 'proxy', image: 'envoy', digest: null },
  ],
};
const ofCase = { number: 42, detectedAt: '2026-11-24T02:04:12.000Z' };
const payment = subjectOf(suspect, ofCase);
const bare = subjectOf(
  { ...suspect, podName: 'lonely', podUid: 'uid-2', node: null, ownerChain: [], images: [] },
  ofCase,
);

test.each([
  [
    'names of the pod',
    'kubectl get pod {{pod}} -n {{namespace}}',
    'kubectl get pod payment-7c9f6d5b8-x2kqv -n finance',
  ],
  [
    'inside a word',
    'kubectl auth can-i --list --as=system:serviceaccount:{{namespace}}:{{serviceAccount}}',
    'kubectl auth can-i --list --as=system:serviceaccount:finance:payments',
  ],
  [
    'the top of the owner chain',
    'kubectl scale {{workload}} -n {{namespace}} --replicas=0',
    'kubectl scale deployment/payment -n finance --replicas=0',
  ],
  ['the node and the case', 'kubectl cordon {{node}} # case', 'kubectl cordon worker-3 # case'],
  [
    'nothing to fill',
    "kubectl get pods -A -o jsonpath='{.items[*].metadata.name}'",
    "kubectl get pods -A -o jsonpath='{.items[*].metadata.name}'",
  ],
])('%s', (_, template, run) => expect(fill(template, [payment])).toMatchObject([{ run, missing: [] }]));

test('a line for each suspect, and one where all are alike', () => {
  expect(fill('kubectl logs {{pod}} -n {{namespace}}', [payment, bare])).toEqual([
    { run: 'kubectl logs payment-7c9f6d5b8-x2kqv -n finance', about: ['finance/payment-7c9f6d5b8-x2kqv'], missing: [] },
    { run: 'kubectl logs lonely -n finance', about: ['finance/lonely'], missing: [] },
  ]);
  expect(fill('kubectl get networkpolicies -n {{namespace}}', [payment, bare])).toEqual([
    {
      run: 'kubectl get networkpolicies -n finance',
      about: ['finance/payment-7c9f6d5b8-x2kqv', 'finance/lonely'],
      missing: [],
    },
  ]);
});

test('a line for each container when the command asks for one; a digest that is not known is said', () => {
  expect(fill('cosign verify --key cosign.pub {{repository}}@{{digest}}', [payment])).toMatchObject([
    { run: 'cosign verify --key cosign.pub registry.example/pay@sha256:aa', missing: [] },
    { run: '', missing: ['a digest: the container never ran'] },
  ]);
});

test.each([
  ['a name that the case does not have', [bare], ['a Deployment']],
  ['no suspect at all', [], ['a Deployment', 'a namespace']],
])('%s gives no line, and says what is missing', (_, subjects, missing) => {
  expect(fill('kubectl scale deployment {{deployment}} -n {{namespace}} --replicas=0', subjects)).toMatchObject([
    { run: '', missing },
  ]);
});

test.each([
  ['an option', '--all', 'a pod that does not begin with - (it would be read as an option)'],
  ['the end of a pasted line', 'a\nrm -rf /', 'a pod without invisible characters'],
  ['a key of the terminal', 'a\u0003', 'a pod without invisible characters'],
  ['text that reads from right to left', 'a\u202Eb', 'a pod without invisible characters'],
])('a pod whose name is %s gets no command', (_, podName, why) => {
  expect(fill('kubectl get pod {{pod}}', [subjectOf({ ...suspect, podName }, ofCase)])).toMatchObject([
    { run: '', missing: [why] },
  ]);
});

test('whatever a cluster calls its objects, a shell gets it as one word or not at all', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom(
        "'",
        '"',
        '\\',
        '$',
        '`',
        '(',
        ')',
        ';',
        '&',
        '|',
        '\n',
        ' ',
        '*',
        '~',
        '!',
        '=',
        '#',
        '-',
        'a',
      ),
    }),
    fc.constantFrom("'; touch owned; '", '$(touch owned)', '`touch owned`', "'\\''", '{{pod}}', '{{namespace}}'),
  );
  const template = "printf '%s\\0' {{namespace}} --as=system:serviceaccount:{{namespace}}:{{serviceAccount}} {{pod}}";
  let shown = 0;
  fc.assert(
    fc.property(hostile, hostile, hostile, (namespace, pod, serviceAccount) => {
      const subject: Subject = { title: 'x', names: { namespace, pod, serviceAccount }, containers: [] };
      const [line] = fill(template, [subject]);
      if (!line || line.missing.length > 0) {
        expect(line?.run).toBe('');
        return;
      }
      shown += 1;
      const { stdout } = spawnSync('sh', ['-c', line.run], { encoding: 'utf8' });
      expect(stdout.split('\0')).toEqual([
        namespace,
        `--as=system:serviceaccount:${namespace}:${serviceAccount}`,
        pod,
        '',
      ]);
    }),
    { numRuns: 400 },
  );
  expect(shown).toBeGreaterThan(20);
});

test.each([
  ['outside of quotes', 'kubectl get pod {{pod}} -n {{namespace}}', null],
  ['beside quotes', `kubectl get pod {{pod}} -o jsonpath='{.spec.nodeName}'`, null],
  ['in an unquoted substitution', 'crictl ps --pod $(crictl pods -q --name {{pod}})', null],
  ['of Go templates', "docker ps --format '{{.Names}}'", null],
  ['in single quotes', "sh -c 'cat {{pod}}'", 'outside of quotation marks'],
  ['in double quotes', 'echo "{{pod}}"', 'outside of quotation marks'],
  ['after an escaped quote', `echo \\" {{pod}}`, null],
  ['after a backslash', 'echo \\{{pod}}', 'may not follow a backslash'],
  ['after a dollar', 'echo ${{pod}}', 'no backtick, ${…}'],
  ['in a text with escapes', "echo $'a\\' {{pod}} ' \\'", "$'…'"],
  ['as a host', 'ssh {{node}} crictl ps', null],
  ['beyond ssh, whose command is read twice', 'ssh {{node}} crictl pull {{image}}', 'second time'],
  ['as what a shell runs', 'kubectl exec {{pod}} -- sh -c {{container}}', 'with -c'],
  ['as what a shell gets', `sh -c 'crictl inspect "$1"' -- {{container}}`, null],
  ['in backticks', 'echo `cat {{pod}}`', 'backtick'],
  ['in a here document', 'cat <<END\n{{pod}}\nEND', '<<'],
  ['in a comment', 'ls # {{pod}}', 'comment'],
  ['as the command', 'ls && {{pod}}', 'the command itself'],
  ['that do not exist', 'kubectl get {{secret}}', 'There is no {{secret}}'],
])('placeholders %s', (_, run, fault) => {
  if (fault === null) expect(faultOf(run)).toBeNull();
  else expect(faultOf(run)).toContain(fault);
});
