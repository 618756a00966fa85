// Verifies the action log of DATABASE_URL from its first record: `npm run verify-log` runs this under
// `node --conditions=react-server`. Ends with 0 when every record is as it was written, 1 when one is not, 2 when the
// log could not be read.
import { verifyChain } from '../../lib/action-log/log.server.ts';
import { terminalLine } from '../../lib/text/terminal.ts';

const begun = performance.now();
try {
  const { verifiedUpTo, headHash, broken } = await verifyChain();
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  if (broken) {
    say(`BROKEN at record ${broken.seq}: ${broken.why}.`);
    say(
      verifiedUpTo === 0
        ? 'No record before it.'
        : `Records 1 to ${verifiedUpTo} are as they were written (${headHash}).`,
    );
    say('Keep this database as it is, and compare it with a backup or an exported log.');
  } else if (verifiedUpTo === 0) {
    say('The action log is empty.');
  } else {
    say(
      `Verified records 1 to ${verifiedUpTo} in ${seconds} s: each is what was hashed and follows the one before; none is missing.`,
    );
    say(`Hash of record ${verifiedUpTo}: ${headHash}`);
  }
  process.exit(broken ? 1 : 0);
} catch (error) {
  console.error(
    terminalLine(`The action log could not be read: ${error instanceof Error ? error.message : String(error)}`),
  );
  process.exit(2);
}

function say(text: string): void {
  process.stdout.write(`${terminalLine(text)}\n`);
}
