import type { SignedIn } from '../auth/session.server.ts';
import { db } from '../db/client.server.ts';
import type { Role } from '../db/generated/enums.ts';

/** Somebody with an account, signed in. */
export async function personOf(name: string, role: Role = 'analyst'): Promise<SignedIn> {
  const email = `${name.toLowerCase().replaceAll(' ', '.')}-${Math.random()}@example.com`;
  const { id } = await db.person.create({ data: { name, email, role, passwordHash: 'x' } });
  return { id, name, email, role, sessionId: id };
}

/** A case without suspects, for tests of what people write in it. */
export async function plainCase(commanderId: string): Promise<{ caseId: string; number: number }> {
  const cluster = { id: 'c1', name: 'prod-eu-1', server: 'https://api.example' };
  await db.cluster.upsert({ where: { id: cluster.id }, create: cluster, update: {} });
  const { id, number } = await db.case.create({
    data: { title: 'Shell in payment', severity: 'high', commanderId, clusterId: cluster.id, detectedAt: new Date() },
  });
  return { caseId: id, number };
}
