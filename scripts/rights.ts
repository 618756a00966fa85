import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rbacYaml, rightsMarkdown } from '../lib/cluster/rights-files.ts';

// Writes deploy/rbac.yaml and docs/rights.md; with --check only says whether they are what the table makes.
const root = path.join(import.meta.dirname, '..');
const files = { 'deploy/rbac.yaml': rbacYaml(), 'docs/rights.md': rightsMarkdown() };
let old = 0;
for (const [name, text] of Object.entries(files)) {
  const file = path.join(root, name);
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${name} is not what lib/cluster/rights.ts makes: run node scripts/rights.ts`);
    old = 1;
  }
}
process.exitCode = old;
