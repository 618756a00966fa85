import { z } from 'zod';

export const ASSET_KINDS = ['pod', 'serviceAccount', 'secret', 'node', 'image', 'address'] as const;
export const AssetKind = z.enum(ASSET_KINDS);
export const ASSET_STATES = ['suspected', 'confirmed', 'cleared', 'contained', 'rebuilt'] as const;
export const AssetState = z.enum(ASSET_STATES);

/** Something that the attacker has, or may have. */
export const AssetView = z.object({
  id: z.uuid(),
  caseId: z.uuid(),
  kind: AssetKind,
  name: z.string(), // "namespace/name", a node, an image by digest, an address
  state: AssetState,
  reason: z.string(),
  addedBy: z.string().nullable(), // null: Bulkhead, from a suspect
  addedAt: z.string(),
  changedBy: z.string().nullable(),
  changedAt: z.string(),
});
export type AssetView = z.infer<typeof AssetView>;
