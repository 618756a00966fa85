// Prints the link that makes the first account; prints nothing when there is an account. Needs DATABASE_URL with all
// migrations applied. Run it with `node --conditions=react-server`, as all scripts that import *.server.ts.
import { ensureSetupLink } from '../lib/auth/setup-token.server.ts';

const link = await ensureSetupLink();
if (link) process.stdout.write(`${link}\n`);
process.exit(0); // the pool would keep the process up
