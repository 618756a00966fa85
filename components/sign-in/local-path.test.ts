import { expect, test } from 'vitest';
import { localPath } from './local-path.ts';

test.each([
  ['a page of ours', '/cases/42?tab=x#top', '/cases/42?tab=x#top'],
  ['nothing asked for', null, '/'],
  ['another site', 'https://evil.example/', '/'],
  ['another site without a scheme', '//evil.example/', '/'],
  ['another site with a backslash', '/\\evil.example/', '/'],
  ['another site behind a tab, which browsers drop', '/\t/evil.example/', '/'],
  ['a script', 'javascript:alert(1)', '/'],
])('after signing in: %s', (_, wanted, path) => expect(localPath(wanted)).toBe(path));
