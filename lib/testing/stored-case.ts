import { randomUUID } from 'node:crypto';
import type { SignedIn } from '../auth/session.server.ts';
import { db, type Prisma } from '../db/client.server.ts';
import type { Role } from '../db/generated/enums.ts';

/** Somebody with an account, as if signed in. */
export async function signedIn(role: Role, name = 'Ines Okafor'): Promise<SignedIn> {
  const row = await db.person.create({ data: { name, email: `${randomUUID()}@example.com`, role, passwordHash: 'x' } });
  return { id: row.id, name, email: row.email, role, sessionId: randomUUID() };
}

/** A case in the database, about no cluster that runs. */
export async function storedCase(
  commanderId: string,
  over: Partial<Prisma.CaseUncheckedCreateInput> = {},
): Promise<{ caseId: string; number: number }> {
  const clusterId = over.clusterId ?? 'stored';
  await db.cluster.upsert({
    where: { id: clusterId },
    create: { id: clusterId, name: 'stored', server: '' },
    update: {},
  });
  const data = {
    title: 'Shell in payment',
    severity: 'critical' as const,
    detectedAt: new Date(),
    commanderId,
    clusterId,
  };
  const { id, number } = await db.case.create({ data: { ...data, ...over } });
  return { caseId: id, number };
}
