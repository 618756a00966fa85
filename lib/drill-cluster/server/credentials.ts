import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '../files.ts';
import { makeTlsIdentity, type TlsIdentity } from './certificate.ts';

export interface Credentials extends TlsIdentity {
  adminToken: string;
  /** PEM, P-256: signs service account tokens */
  tokenKey: string;
}

/** The keys of this cluster: made at its first start, kept in `state-credentials.json` (0600). */
export function loadCredentials(home: string): Credentials {
  const path = join(home, 'state-credentials.json');
  // written by this function below, whole or not at all
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as Credentials;
  const tokenKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const credentials: Credentials = {
    ...makeTlsIdentity(new Date()),
    adminToken: randomBytes(32).toString('base64url'),
    tokenKey: tokenKeys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  writeAtomically(path, JSON.stringify(credentials), 0o600);
  return credentials;
}

export function signingKeys(credentials: Credentials) {
  const privateKey = createPrivateKey(credentials.tokenKey);
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

/** What kubectl and client-node read: JSON is YAML. */
export function kubeconfig(server: string, credentials: Credentials): string {
  const ca = Buffer.from(credentials.ca).toString('base64');
  return `${JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'drill',
      clusters: [{ name: 'drill', cluster: { server, 'certificate-authority-data': ca } }],
      users: [{ name: 'drill-admin', user: { token: credentials.adminToken } }],
      contexts: [{ name: 'drill', context: { cluster: 'drill', user: 'drill-admin' } }],
    },
    null,
    2,
  )}\n`;
}
