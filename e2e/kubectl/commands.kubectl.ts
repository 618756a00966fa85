import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { follow, kubectl, said } from './run.ts';

const NS = 'kubectl-tests';
beforeAll(() => said(['create', 'namespace', NS]));
afterAll(() => said(['delete', 'namespace', NS, '--wait=false']));

const inNs = (...args: string[]) => ['-n', NS, ...args];
const suspectPod = async () =>
  (await said(['-n', 'finance', 'get', 'pods', '-l', 'app=payment-service', '-o', 'name'])).split('\n')[0] ?? '';
const manifest = (object: object) => JSON.stringify(object);
const configMap = (data: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: NS },
  data,
});
const policy = (name: string) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace: NS },
  spec: { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Ingress', 'Egress'] },
});

test('version says that it is a drill cluster', async () => {
  expect(await said(['version'])).toContain('bulkhead.drill');
});

test('get pods -A -o wide', async () => {
  const out = await said(['get', 'pods', '-A', '-o', 'wide']);
  expect(out).toMatch(/^NAMESPACE\s+NAME\s+READY\s+STATUS\s+RESTARTS\s+AGE\s+IP\s+NODE/);
  expect(out).toMatch(/finance\s+payment-service-\S+\s+2\/2\s+Running/);
  expect(out).toMatch(/ImagePullBackOff|ErrImagePull/);
});

test('get pods -A -w shows what comes', async () => {
  const out = await follow(['get', 'pods', '-A', '-w'], new RegExp(`${NS}\\s+watched\\s`), () =>
    said(inNs('run', 'watched', '--image=nginx:1.27')),
  );
  expect(out).toMatch(/finance\s+payment-service/);
});

test('describe pod: status, conditions, events', async () => {
  const out = await said(['-n', 'finance', 'describe', await suspectPod()]);
  expect(out).toMatch(/Service Account:\s+payments/);
  expect(out).toMatch(/Controlled By:\s+ReplicaSet\/payment-service/);
  expect(out).toMatch(/Ready\s+True/);
});

test('create deployment, rollout status, scale, describe, delete', async () => {
  await said(inNs('create', 'deployment', 'web', '--image=nginx:1.27', '--replicas=2'));
  expect(await said(inNs('rollout', 'status', 'deployment/web', '--timeout=30s'))).toContain('successfully rolled out');
  expect(await said(inNs('scale', 'deployment/web', '--replicas=0'))).toContain('scaled');
  expect(await said(inNs('get', 'deployment', 'web', '-o', 'jsonpath={.spec.replicas}'))).toBe('0');
  await said(inNs('wait', '--for=delete', 'pod', '-l', 'app=web', '--timeout=45s'));
  expect(await said(inNs('describe', 'deployment', 'web'))).toContain('Scaled down replica set');
  expect(await said(inNs('delete', 'deployment', 'web'))).toContain('deleted');
});

test('create configmap, apply, a changed apply, diff of nothing', async () => {
  expect(await said(['apply', '-f', '-'], manifest(configMap({ a: '1' })))).toContain('configmap/settings created');
  expect(await said(['apply', '-f', '-'], manifest(configMap({ a: '2' })))).toContain('configmap/settings configured');
  expect(await said(['apply', '-f', '-'], manifest(configMap({ a: '2' })))).toContain('configmap/settings unchanged');
  expect(await said(inNs('create', 'configmap', 'other', '--from-literal=a=b'))).toContain('configmap/other created');
});

test('apply --server-side: applied, a conflict by name, forced', async () => {
  const apply = (manager: string, ...more: string[]) => [
    'apply',
    '--server-side',
    '--field-manager',
    manager,
    '-f',
    '-',
    ...more,
  ];
  const object = { ...configMap({ a: '1' }), metadata: { name: 'shared', namespace: NS } };
  expect(await said(apply('one'), manifest(object))).toContain('serverside-applied');
  const other = { ...object, data: { a: '2' } };
  const refused = await kubectl(apply('two'), manifest(other));
  expect(refused.code).not.toBe(0);
  expect(refused.err).toContain('conflict with "one": .data.a');
  expect(await said(apply('two', '--force-conflicts'), manifest(other))).toContain('serverside-applied');
});

test('apply --dry-run=server keeps nothing', async () => {
  expect(await said(['apply', '--dry-run=server', '-f', '-'], manifest(policy('dry')))).toContain('server dry run');
  expect((await kubectl(inNs('get', 'networkpolicy', 'dry'))).err).toContain(
    'networkpolicies.networking.k8s.io "dry" not found',
  );
});

test('a network policy: applied, shown, deleted', async () => {
  await said(['apply', '-f', '-'], manifest(policy('cut-off')));
  expect(await said(inNs('get', 'netpol'))).toMatch(/cut-off\s+app=web/);
  expect(await said(inNs('get', 'netpol', 'cut-off', '-o', 'yaml'))).toContain('- Egress');
  expect(await said(inNs('delete', 'netpol', 'cut-off'))).toContain('deleted');
});

test('label, annotate, patch in three forms', async () => {
  await said(inNs('create', 'configmap', 'patched', '--from-literal=a=1'));
  expect(await said(inNs('label', 'configmap/patched', 'suspect=yes'))).toContain('labeled');
  await said(inNs('annotate', 'configmap/patched', 'note=seen'));
  await said(inNs('patch', 'configmap/patched', '--type=merge', '-p', '{"data":{"b":"2"}}'));
  await said(inNs('patch', 'configmap/patched', '-p', '{"data":{"a":null}}'));
  await said(inNs('patch', 'configmap/patched', '--type=json', '-p', '[{"op":"add","path":"/data/c","value":"3"}]'));
  const got = JSON.parse(await said(inNs('get', 'configmap', 'patched', '-o', 'json')));
  expect(got).toMatchObject({
    data: { b: '2', c: '3' },
    metadata: { labels: { suspect: 'yes' }, annotations: { note: 'seen' } },
  });
  expect(got.data).not.toHaveProperty('a');
});

describe('auth can-i', () => {
  test('the administrator may', async () => {
    expect(await said(['auth', 'can-i', 'delete', 'pods', '-A'])).toBe('yes\n');
  });
  test('a service account may what its roles say', async () => {
    const { out, code } = await kubectl([
      'auth',
      'can-i',
      'delete',
      'nodes',
      `--as=system:serviceaccount:${NS}:default`,
    ]);
    expect([out, code]).toEqual(['no\n', 1]);
  });
  test('--list names rules', async () => {
    const out = await said(['auth', 'can-i', '--list', '-n', 'finance', '--as=system:serviceaccount:finance:payments']);
    expect(out).toMatch(/Resources\s+Non-Resource URLs\s+Resource Names\s+Verbs/);
    expect(out).toMatch(/selfsubjectrulesreviews\.authorization\.k8s\.io\s+\[\]\s+\[\]\s+\[create\]/);
  });
});

test('get events, of everything and of one object', async () => {
  expect(await said(['get', 'events', '-A'])).toMatch(/LAST SEEN\s+TYPE\s+REASON\s+OBJECT\s+MESSAGE/);
  await said(inNs('run', 'eventful', '--image=nginx:1.27'));
  await said(inNs('wait', '--for=condition=Ready', 'pod/eventful', '--timeout=30s'));
  const own = await said(inNs('get', 'events', '--field-selector', 'involvedObject.name=eventful,reason=Scheduled'));
  expect(own).toMatch(/Scheduled\s+pod\/eventful\s+Successfully assigned/);
});

test('api-resources, explain and get all read the same table', async () => {
  expect(await said(['api-resources'])).toMatch(
    /networkpolicies\s+netpol\s+networking.k8s.io\/v1\s+true\s+NetworkPolicy/,
  );
  expect(await said(['explain', 'pod.spec.nodeName'])).toContain('nodeName');
  expect(await said(['-n', 'finance', 'get', 'all'])).toContain('deployment.apps/payment-service');
});

test('top pods and top nodes', async () => {
  expect(await said(['top', 'pods', '-n', 'finance'])).toMatch(/payment-service-\S+\s+\d+m\s+\d+Mi/);
  expect(await said(['top', 'nodes'])).toMatch(/worker-1\s+\d+m/);
});

describe('in containers', () => {
  test('logs: the last lines', async () => {
    const out = await said(['-n', 'finance', 'logs', await suspectPod(), '-c', 'app', '--tail=3']);
    expect(out.trimEnd().split('\n')).toHaveLength(3);
  });
  test('logs -f goes on', async () => {
    await follow(['-n', 'finance', 'logs', '-f', '--tail=1', await suspectPod(), '-c', 'app'], /\n.*\n/);
  });
  test('exec brings output, errors and the exit code back', async () => {
    const exec = async (...command: string[]) =>
      kubectl(['-n', 'finance', 'exec', await suspectPod(), '-c', 'app', '--', ...command]);
    expect(await exec('sh', '-c', 'echo out; echo err >&2; exit 3')).toMatchObject({ code: 3, out: 'out\n' });
    expect((await exec('nothing-of-that-name')).err).toContain('executable file not found in $PATH');
  });
  test('exec -i passes stdin and its end on', async () => {
    const args = ['-n', 'finance', 'exec', '-i', await suspectPod(), '-c', 'app', '--', 'cat'];
    expect(await said(args, 'a line\n')).toBe('a line\n');
  });
  test('exec -it answers a shell', async () => {
    const args = ['-n', 'finance', 'exec', '-i', '-t', await suspectPod(), '-c', 'app', '--', 'sh'];
    expect((await kubectl(args, 'echo hel""lo\nexit\n')).out).toContain('hello');
  });
  test('exec into a pod that is not there, or a container that is not', async () => {
    expect((await kubectl(['-n', 'finance', 'exec', 'nobody', '--', 'ls'])).err).toContain('pods "nobody" not found');
    const { err } = await kubectl(['-n', 'finance', 'exec', await suspectPod(), '-c', 'nope', '--', 'ls']);
    expect(err).toContain('container nope');
  });
});
