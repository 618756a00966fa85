import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { fromZip } from './kubectl.ts';

/** A ZIP archive, as zip(1) writes it: local headers with data, central directory, its end. */
function zip(files: Record<string, string>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const data = deflateRawSync(text);
    const local = Buffer.alloc(30);
    local.write('PK\x03\x04', 'latin1');
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.write('PK\x01\x02', 'latin1');
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    parts.push(local, Buffer.from(name), data);
    directory.push(entry, Buffer.from(name));
    at += local.length + name.length + data.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

const archive = zip({ 'helm/helm': 'not this one', 'kubectl/kubectl': 'this one' });

test('takes one file out of an archive', () => expect(fromZip(archive, 'kubectl/kubectl').toString()).toBe('this one'));
test('says so when the file is not in it', () =>
  expect(() => fromZip(archive, 'kubectl')).toThrow('kubectl is not in the archive'));
test('says so when it is no archive', () =>
  expect(() => fromZip(Buffer.from('<html>'), 'x')).toThrow('not a ZIP archive'));
