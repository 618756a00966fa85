import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import type { DrillState } from '../lib/drill-cluster/contract.ts';

interface Kubeconfig {
  clusters: [{ cluster: { server: string; 'certificate-authority-data': string } }];
  users: [{ user: { token: string } }];
}

/** Asks the drill cluster of a kubeconfig, as its administrator: `state`, `speed`, `advance`, `reset` (/drill/v1). */
export async function askDrill(kubeconfig: string, what: string, body?: Record<string, unknown>): Promise<DrillState> {
  return JSON.parse(await call(kubeconfig, `/drill/v1/${what}`, body)); // the drill cluster is of this very version
}

/** GET, or POST where there is a body, of any path of that API server. */
export function call(kubeconfig: string, path: string, body?: Record<string, unknown>): Promise<string> {
  if (!existsSync(kubeconfig)) return Promise.reject(new Error(`There is no drill cluster: ${kubeconfig} is missing.`));
  const { clusters, users }: Kubeconfig = JSON.parse(readFileSync(kubeconfig, 'utf8')); // written by the drill cluster, as JSON
  const { server, 'certificate-authority-data': ca } = clusters[0].cluster;
  return new Promise((resolve, reject) => {
    const options = {
      method: body ? 'POST' : 'GET',
      ca: Buffer.from(ca, 'base64'),
      headers: { Authorization: `Bearer ${users[0].user.token}`, 'Content-Type': 'application/json' },
      timeout: 30_000,
    };
    const sent = request(new URL(path, server), options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode && response.statusCode < 300) resolve(text);
        else reject(new Error(`The drill cluster refused: ${response.statusCode} ${messageIn(text)}`));
      });
    });
    sent.on('timeout', () => sent.destroy(new Error('The drill cluster does not answer.')));
    sent.on('error', reject);
    sent.end(body && JSON.stringify(body));
  });
}

function messageIn(text: string): string {
  try {
    return JSON.parse(text).message ?? text;
  } catch {
    return text.slice(0, 200);
  }
}
