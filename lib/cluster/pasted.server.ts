import 'server-only';
import { KubeConfig } from '@kubernetes/client-node';
import { unseal } from '../auth/sealed.server.ts';
import { db } from '../db/client.server.ts';
import type { Connected } from './connections.server.ts';
import { PastedConnection } from './pasted.ts';

/** What a pasted kubeconfig is sealed for: its bytes open in no other row. */
export const sealedFor = (id: string): string => `cluster ${id}`;

/** The clusters that were added in the browser and not removed, with what they can be spoken to by. */
export async function pastedClusters(): Promise<{ id: string; connected: Connected }[]> {
  const rows = await db.pastedCluster.findMany({ where: { removedAt: null }, orderBy: { createdAt: 'asc' } });
  return rows.map(({ id, name, sealed }) => ({ id, connected: opened(id, name, sealed) }));
}

function opened(id: string, name: string, sealed: Uint8Array): Connected {
  const text = unseal(sealed, sealedFor(id));
  if (text === null)
    return {
      name,
      drill: false,
      error:
        'Its credential was encrypted with another AUTH_SECRET and cannot be read: remove the cluster and add it again.',
    };
  const connection = PastedConnection.parse(JSON.parse(text)); // written by addCluster
  return { name, drill: false, kc: kubeConfigOf(connection), server: connection.server };
}

export function kubeConfigOf({ server, ca, tlsServerName, token, certificate, key }: PastedConnection): KubeConfig {
  const kc = new KubeConfig();
  kc.loadFromOptions({
    clusters: [
      {
        name: 'c',
        server,
        skipTLSVerify: false,
        ...(ca ? { caData: ca } : {}),
        ...(tlsServerName ? { tlsServerName } : {}),
      },
    ],
    users: [
      {
        name: 'u',
        ...(token ? { token } : {}),
        ...(certificate && key ? { certData: certificate, keyData: key } : {}),
      },
    ],
    contexts: [{ name: 'x', cluster: 'c', user: 'u' }],
    currentContext: 'x',
  });
  return kc;
}
