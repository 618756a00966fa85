import 'server-only';
import { db } from './client.server.ts';

/** Takes or renews a lease for `ttlMs`, by the database's clock. False when another holder has it. */
export async function holdLease(name: string, holder: string, ttlMs: number): Promise<boolean> {
  const taken = await db.$executeRaw`
    INSERT INTO "Lease" (name, holder, "expiresAt") VALUES (${name}, ${holder}, now() + ${ttlMs} * interval '1 millisecond')
    ON CONFLICT (name) DO UPDATE SET holder = EXCLUDED.holder, "expiresAt" = EXCLUDED."expiresAt"
    WHERE "Lease".holder = EXCLUDED.holder OR "Lease"."expiresAt" < now()`;
  return taken > 0;
}
