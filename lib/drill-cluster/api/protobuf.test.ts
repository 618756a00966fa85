import protobuf from 'protobufjs';
import { expect, test } from 'vitest';
import { decodeProtobuf } from './protobuf.ts';

type Field = [number: number, value: string | Uint8Array | number];

function message(...fields: Field[]): Uint8Array {
  const writer = protobuf.Writer.create();
  for (const [number, value] of fields) {
    if (typeof value === 'number') writer.uint32(number << 3).int32(value);
    else if (typeof value === 'string') writer.uint32((number << 3) | 2).string(value);
    else writer.uint32((number << 3) | 2).bytes(value);
  }
  return writer.finish();
}

const body = (apiVersion: string, kind: string, raw: Uint8Array) =>
  Buffer.concat([Buffer.from('k8s\0'), message([1, message([1, apiVersion], [2, kind])], [2, raw])]);

test('a ConfigMap: metadata, a map, and no zero values', () => {
  const metadata = message([1, 'settings'], [2, ''], [5, ''], [8, new Uint8Array()]);
  const raw = message([1, metadata], [2, message([1, 'a'], [2, 'b'])]);
  expect(decodeProtobuf(body('v1', 'ConfigMap', raw))).toEqual({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings' },
    data: { a: 'b' },
  });
});

test('what Go embeds stands inline: the source of a volume', () => {
  const volume = message([1, 'host'], [2, message([1, message([1, '/var/run/docker.sock'])])]);
  const raw = message([2, message([1, volume])]);
  expect(decodeProtobuf(body('v1', 'Pod', raw))).toMatchObject({
    spec: { volumes: [{ name: 'host', hostPath: { path: '/var/run/docker.sock' } }] },
  });
});

test('replicas of a Deployment: 0 is a wish', () => {
  expect(decodeProtobuf(body('apps/v1', 'Deployment', message([2, message([1, 0])])))).toMatchObject({
    spec: { replicas: 0 },
  });
});

test('anything else is refused', () => {
  expect(() => decodeProtobuf(Buffer.from('{"kind":"Pod"}'))).toThrow('does not appear to be a protobuf message');
});
