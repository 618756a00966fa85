import { createHash, type KeyObject, randomUUID, sign, timingSafeEqual, verify } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { KubeObject } from '../../kubernetes/objects.ts';
import { type Subject, serviceAccountSubject } from '../../kubernetes/rbac.ts';
import type { Store } from '../contract.ts';

export const ISSUER = 'https://kubernetes.default.svc.cluster.local';
const SERVICE_ACCOUNTS = { group: '', plural: 'serviceaccounts' };

export interface Authenticated {
  subject: Subject;
  uid: string;
  extra: Record<string, string[]>;
  /** by the administrator's own token: /drill/v1 answers nobody else */
  admin: boolean;
}

export interface TokenKeys {
  privateKey: KeyObject;
  publicKey: KeyObject;
}

const ADMIN: Authenticated = {
  subject: { user: 'drill-admin', groups: ['system:masters', 'system:authenticated'] },
  uid: '',
  extra: {},
  admin: true,
};

/** Who holds this bearer token; null: nobody, or no longer. `now` is the wall's clock: tokens are real. */
export function authenticate(
  authorization: string | undefined,
  adminToken: string,
  keys: TokenKeys,
  store: Store,
  now: number,
): Authenticated | null {
  const token = /^bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  if (!token) return null;
  if (sameText(token, adminToken)) return ADMIN;
  return serviceAccountOf(token, keys, store, now);
}

const digest = (text: string) => createHash('sha256').update(text).digest();
const sameText = (a: string, b: string) => timingSafeEqual(digest(a), digest(b));

interface Claims {
  aud: string[];
  exp: number;
  iat: number;
  iss: string;
  jti: string;
  nbf: number;
  sub: string;
  'kubernetes.io': {
    namespace: string;
    serviceaccount: { name: string; uid: string };
    pod?: { name: string; uid: string };
  };
}

export interface TokenWish {
  account: KubeObject;
  audiences: string[];
  expirationSeconds: number;
  pod?: { name: string; uid: string };
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A service account token as TokenRequest gives it: a JWT (ES256) that counts while its account, and pod, exist. */
export function issueToken(
  { account, audiences, expirationSeconds, pod }: TokenWish,
  keys: TokenKeys,
  now: number,
): string {
  const { namespace = '', name = '', uid = '' } = account.metadata ?? {};
  const seconds = Math.floor(now / 1000);
  const claims: Claims = {
    aud: audiences.length > 0 ? audiences : [ISSUER],
    exp: seconds + expirationSeconds,
    iat: seconds,
    iss: ISSUER,
    jti: randomUUID(),
    nbf: seconds,
    sub: `system:serviceaccount:${namespace}:${name}`,
    'kubernetes.io': { namespace, serviceaccount: { name, uid }, ...(pod ? { pod } : {}) },
  };
  const content = `${encode({ alg: 'ES256', typ: 'JWT' })}.${encode(claims)}`;
  const signature = sign('sha256', Buffer.from(content), { key: keys.privateKey, dsaEncoding: 'ieee-p1363' });
  return `${content}.${signature.toString('base64url')}`;
}

function serviceAccountOf(token: string, keys: TokenKeys, store: Store, now: number): Authenticated | null {
  const [header, payload, signature] = token.split('.');
  if (!header || !payload || !signature) return null;
  const signed = Buffer.from(`${header}.${payload}`);
  const key = { key: keys.publicKey, dsaEncoding: 'ieee-p1363' } as const;
  if (!verify('sha256', signed, key, Buffer.from(signature, 'base64url'))) return null;
  // signed by this cluster, in issueToken above
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims;
  const { namespace, serviceaccount, pod } = claims['kubernetes.io'];
  const account = store.get(SERVICE_ACCOUNTS, namespace, serviceaccount.name);
  if (account?.metadata?.uid !== serviceaccount.uid || claims.exp * 1000 <= now) return null;
  if (pod && store.get({ group: '', plural: 'pods' }, namespace, pod.name)?.metadata?.uid !== pod.uid) return null;
  const extra: Record<string, string[]> = { 'authentication.kubernetes.io/credential-id': [`JTI=${claims.jti}`] };
  if (pod) {
    extra['authentication.kubernetes.io/pod-name'] = [pod.name];
    extra['authentication.kubernetes.io/pod-uid'] = [pod.uid];
  }
  return {
    subject: serviceAccountSubject(namespace, serviceaccount.name),
    uid: serviceaccount.uid,
    extra,
    admin: false,
  };
}

/** Impersonate-User and -Group of the request, or null. Who may is asked of RBAC by the caller. */
export function impersonated(headers: IncomingMessage['headers']): Subject | null {
  const user = headers['impersonate-user'];
  if (typeof user !== 'string' || user === '') return null;
  const asked = headers['impersonate-group'];
  const groups =
    asked === undefined ? [] : (Array.isArray(asked) ? asked : asked.split(',')).map((group) => group.trim());
  const [, , namespace, name] = user.split(':');
  if (user.startsWith('system:serviceaccount:') && namespace && name && groups.length === 0) {
    return serviceAccountSubject(namespace, name);
  }
  return { user, groups: groups.includes('system:authenticated') ? groups : [...groups, 'system:authenticated'] };
}
