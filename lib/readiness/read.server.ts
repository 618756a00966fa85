import 'server-only';
import { z } from 'zod';
import type { PersonRef } from '../cases/case.ts';
import { db } from '../db/client.server.ts';
import type { Attestation } from '../db/generated/client.ts';
import { caseTimes } from './case-times.server.ts';
import { CHECKS } from './checks/index.ts';
import { findAll } from './findings/index.server.ts';
import { TREND_WEEKS } from './trend.ts';
import { type AttestationView, type PlanView, ProofLink, type ReadinessView } from './view.ts';

/** A week more than the trend shows. */
const SPAN_MS = (TREND_WEEKS + 1) * 7 * 86_400_000;
const MOST = 2_000;

/** All that the screen computes from. */
export async function viewReadiness(now = new Date()): Promise<ReadinessView> {
  const since = new Date(now.getTime() - SPAN_MS);
  const [recent, before, plans, findings, cases] = await Promise.all([
    db.attestation.findMany({ where: { attestedAt: { gte: since } }, orderBy: { attestedAt: 'desc' }, take: MOST }),
    Promise.all(
      CHECKS.map(({ key }) =>
        db.attestation.findFirst({
          where: { check: key, attestedAt: { lt: since } },
          orderBy: { attestedAt: 'desc' },
        }),
      ),
    ),
    listPlans(),
    findAll(now),
    caseTimes(),
  ]);
  const rows = [...recent, ...before.filter((row) => row !== null)];
  return { attestations: await viewsOf(rows), plans, findings, cases };
}

/** Everything that was ever attested, newest first: for the auditor. */
export const allAttestations = async (): Promise<AttestationView[]> =>
  viewsOf(await db.attestation.findMany({ orderBy: { attestedAt: 'desc' } }));

/** Who can be the owner of a check: everyone with an account in use, by name. */
export const listOwners = (): Promise<PersonRef[]> =>
  db.person.findMany({ where: { disabledAt: null }, select: { id: true, name: true }, orderBy: { name: 'asc' } });

async function listPlans(): Promise<PlanView[]> {
  const plans = await db.readinessPlan.findMany();
  const names = await namesOf(plans.flatMap(({ ownerId }) => ownerId ?? []));
  return plans.map(({ check, ownerId, ownerName, dueAt }) => ({
    check,
    owner: ownerId ? { id: ownerId, name: names.get(ownerId) ?? 'unknown' } : null,
    ownerName,
    dueAt: dueAt?.toISOString() ?? null,
  }));
}

async function viewsOf(rows: readonly Attestation[]): Promise<AttestationView[]> {
  const names = await namesOf(rows.map(({ personId }) => personId));
  return rows.map((row) => ({
    id: row.id,
    check: row.check,
    status: row.status,
    notes: row.notes,
    links: z.array(ProofLink).catch([]).parse(row.links),
    by: { id: row.personId, name: names.get(row.personId) ?? 'unknown' },
    attestedAt: row.attestedAt.toISOString(),
    validUntil: row.validUntil.toISOString(),
  }));
}

async function namesOf(ids: readonly string[]): Promise<Map<string, string>> {
  const where = { id: { in: [...new Set(ids)] } };
  const people = await db.person.findMany({ where, select: { id: true, name: true } });
  return new Map(people.map(({ id, name }) => [id, name]));
}
