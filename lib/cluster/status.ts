import { z } from 'zod';

/** State of one watched resource. `stale`: no byte, not even a bookmark, for longer than STALE_AFTER_MS. */
export const ResourceStatus = z.object({
  resource: z.string(), // "pods", "networkpolicies.networking.k8s.io"
  state: z.enum(['syncing', 'live', 'stale', 'forbidden', 'unavailable']),
  objects: z.number().int(),
  asOf: z.string().nullable(), // RFC 3339: when we last knew this to be current
  error: z.string().nullable(),
});
export type ResourceStatus = z.infer<typeof ResourceStatus>;

/** How fresh and how complete what we know of a cluster is. */
export const ClusterStatus = z.object({
  id: z.string(),
  /** what people call it, else the name in the configuration */
  name: z.string(),
  configuredName: z.string().optional(),
  /** a name of lib/cluster/colours.ts */
  colour: z.string().nullish(),
  /** set when it was added in the browser, and can be removed there */
  addedId: z.string().nullish(),
  server: z.string(),
  drill: z.boolean(),
  actionsEnabled: z.boolean(),
  version: z.string().nullable(),
  state: z.enum(['connecting', 'live', 'stale', 'unavailable']),
  asOf: z.string().nullable(),
  error: z.string().nullable(), // what failed and what to do
  resources: z.array(ResourceStatus),
  metrics: z.object({
    state: z.enum(['live', 'unavailable', 'forbidden', 'unknown']),
    asOf: z.string().nullable(),
    why: z.string().nullable(),
  }),
});
export type ClusterStatus = z.infer<typeof ClusterStatus>;

/** After this long without a byte on a watch (bookmarks come about once a minute, so we also ask) data counts as stale. */
export const STALE_AFTER_MS = 10_000;
