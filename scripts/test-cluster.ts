import { rulesOfRole } from '../lib/cluster/rights.ts';
import { say } from './bootstrap/say.mjs';
import { rightsInUse } from './real-cluster/audit.ts';
import { missingTools, type RealCluster, startRealCluster } from './real-cluster/lane.ts';
import { buildApp } from './start/build.ts';
import { findBrowser } from './test/browser.ts';
import { type Part, playwright, runParts, vitest } from './test/parts.ts';
import { allPassed, type Counts, lastLine, NOTHING } from './test/results.ts';

/** Rights that a run without mishaps has no use for, and when they are used. */
const NOT_ASKED_FOR = new Map([
  ['get networkpolicies.networking.k8s.io', 'when no answer came to the request that makes or removes one'],
]);

const missing = missingTools();
if (missing.length > 0) {
  say('npm run test:cluster builds Kubernetes from its Go modules and runs it on the loopback. It needs:');
  for (const tool of missing) say(`  ${tool}`);
  finish({ ...NOTHING, failed: 1 });
}

const asked = process.argv.slice(3);
const wants = (part: string) => asked.length === 0 || asked.includes(part);
try {
  const cluster = await startRealCluster();
  process.on('exit', () => cluster.down());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));
  const contract = vitest('contract-on-kubernetes', 'e2e/contract/vitest.config.ts', [], {
    KUBECONFIG_UNDER_TEST: cluster.adminKubeconfig,
  });
  const story = {
    name: 'e2e-on-kubernetes',
    run: async () => {
      await buildApp();
      return playwright('e2e-on-kubernetes', [], {
        BULKHEAD_LANE: 'cluster',
        BULKHEAD_TEST_KUBECONFIG: cluster.kubeconfig,
        BULKHEAD_ADMIN_KUBECONFIG: cluster.adminKubeconfig,
        BULKHEAD_KUBECTL: cluster.kubectl,
        CHROMIUM_PATH: findBrowser(),
      }).run();
    },
  };
  finish(await runParts([...(wants('contract') ? [contract] : []), ...(wants('e2e') ? [story, rights(cluster)] : [])]));
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  finish({ ...NOTHING, failed: 1 });
}

/** What the browsers did, seen by the API server: deploy/rbac.yaml gives what that took, and no more. */
function rights(cluster: RealCluster): Part {
  return {
    name: 'rights-on-kubernetes',
    run: async () => {
      const rules = [...rulesOfRole('reader'), ...rulesOfRole('responder')];
      const found = rightsInUse(cluster.auditLines(), 'system:serviceaccount:bulkhead:bulkhead', rules);
      say(`${found.requests} requests of Bulkhead in the audit log`);
      for (const refused of found.refused) say(`  refused: ${refused}`);
      const unused = found.unused.filter((right) => !NOT_ASKED_FOR.has(right));
      for (const right of unused) say(`  given, but used by no request: ${right}`);
      const failed = [found.requests === 0 || found.refused.length > 0, unused.length > 0].filter(Boolean).length;
      return { ...NOTHING, passed: 2 - failed, failed };
    },
  };
}

function finish(sum: Counts): never {
  console.log(lastLine(sum));
  process.exit(allPassed(sum) ? 0 : 1);
}
