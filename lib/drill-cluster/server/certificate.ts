import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { bits, context, integer, octets, oid, sequence, setOf, text, utcTime, yes } from './der.ts';

export interface TlsIdentity {
  /** PEM */
  ca: string;
  cert: string;
  key: string;
}

const YEAR_MS = 365 * 24 * 3600 * 1000;
const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));

/**
 * A certificate authority and a server certificate of it for localhost, 127.0.0.1 and ::1 (RFC 5280, P-256). The
 * authority's key is thrown away: nothing else will ever be signed by it.
 */
export function makeTlsIdentity(now: Date): TlsIdentity {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const server = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = name('bulkhead drill cluster');
  const signed = (subject: Buffer, key: KeyObject, extensions: Buffer[]) =>
    pem('CERTIFICATE', certificate({ issuer, subject, key, extensions, signer: authority.privateKey, now }));
  return {
    ca: signed(issuer, authority.publicKey, [
      extension('2.5.29.19', sequence(yes()), true), // basicConstraints: a CA
      extension('2.5.29.15', bits(Buffer.from([0b00000110]), 1), true), // keyUsage: keyCertSign, cRLSign
      extension('2.5.29.14', octets(keyId(authority.publicKey))),
    ]),
    cert: signed(name('localhost'), server.publicKey, [
      extension('2.5.29.15', bits(Buffer.from([0b10000000]), 7), true), // digitalSignature
      extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'))), // serverAuth
      extension('2.5.29.35', sequence(context(0, keyId(authority.publicKey), false))),
      extension(
        '2.5.29.17',
        sequence(dnsName('localhost'), ipAddress([127, 0, 0, 1]), ipAddress([...Array(15).fill(0), 1])),
      ),
    ]),
    key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

const name = (common: string) => sequence(setOf(sequence(oid('2.5.4.3'), text(common))));
const dnsName = (host: string) => context(2, Buffer.from(host), false);
const ipAddress = (bytes: number[]) => context(7, Buffer.from(bytes), false);
const publicKeyInfo = (key: KeyObject) => key.export({ type: 'spki', format: 'der' });
const keyId = (key: KeyObject) => createHash('sha1').update(publicKeyInfo(key).subarray(-65)).digest();

const extension = (id: string, value: Buffer, critical = false) =>
  sequence(oid(id), ...(critical ? [yes()] : []), octets(value));

function certificate(of: {
  issuer: Buffer;
  subject: Buffer;
  key: KeyObject;
  extensions: Buffer[];
  signer: KeyObject;
  now: Date;
}): Buffer {
  const toBeSigned = sequence(
    context(0, integer(Buffer.from([2]))), // version 3
    integer(Buffer.concat([Buffer.from([0x42]), randomBytes(15)])),
    ECDSA_SHA256,
    of.issuer,
    sequence(
      utcTime(new Date(of.now.getTime() - 24 * 3600 * 1000)),
      utcTime(new Date(of.now.getTime() + 10 * YEAR_MS)),
    ),
    of.subject,
    publicKeyInfo(of.key),
    context(3, sequence(...of.extensions)),
  );
  return sequence(toBeSigned, ECDSA_SHA256, bits(sign('sha256', toBeSigned, of.signer)));
}

const pem = (label: string, bytes: Buffer) =>
  `-----BEGIN ${label}-----\n${bytes.toString('base64').replace(/(.{64})(?=.)/g, '$1\n')}\n-----END ${label}-----\n`;
