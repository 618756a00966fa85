import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { makeTlsIdentity } from './certificate.ts';

test('the certificate is signed by its authority and good for localhost only', () => {
  const identity = makeTlsIdentity(new Date());
  const ca = new X509Certificate(identity.ca);
  const cert = new X509Certificate(identity.cert);
  expect(ca.ca).toBe(true);
  expect(cert.ca).toBe(false);
  expect(cert.verify(ca.publicKey)).toBe(true);
  expect(cert.checkIssued(ca)).toBe(true);
  expect(cert.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(cert.checkHost('localhost')).toBe('localhost');
  expect(cert.checkHost('example.com')).toBeUndefined();
  expect(cert.validToDate.getTime()).toBeGreaterThan(Date.now());
});
