import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inCidr, parseAddress, parseCidr } from './cidr.ts';

test.each([
  ['0.0.0.0/0', '203.0.113.66', true],
  ['10.42.0.0/16', '10.42.255.255', true],
  ['10.42.0.0/16', '10.43.0.0', false],
  ['10.42.3.17/32', '10.42.3.17', true],
  ['10.42.3.17/31', '10.42.3.16', true], // host bits in the network are cut off
  ['::/0', '2001:db8::1', true],
  ['::/0', '10.0.0.1', false],
  ['0.0.0.0/0', '2001:db8::1', false],
  ['2001:db8::/32', '2001:db8:ffff::1', true],
  ['2001:db8::/32', '2001:db9::1', false],
  ['10.0.0.0/8', '::ffff:10.1.2.3', true],
  ['nonsense', '10.0.0.1', false],
  ['10.0.0.0/33', '10.0.0.1', false],
  ['10.0.0.0/8', '010.0.0.1', false],
])('%s holds %s: %s', (cidr, address, expected) => expect(inCidr(cidr, address)).toBe(expected));

test.each(['', '1.2.3', '1.2.3.256', ':::', '1::2::3', '2001:db8', 'fe80::1%eth0', '1.2.3.4:80'])(
  '%j is no address',
  (text) => expect(parseAddress(text)).toBeNull(),
);

test('an address is in every range made from it, and the range of its other half is not', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.integer({ min: 1, max: 32 }), (ip, prefix) => {
      expect(inCidr(`${ip}/${prefix}`, ip)).toBe(true);
      const value = parseAddress(ip)?.value ?? 0n;
      const other = value ^ (1n << BigInt(32 - prefix));
      const text = [24n, 16n, 8n, 0n].map((shift) => (other >> shift) & 255n).join('.');
      expect(inCidr(`${ip}/${prefix}`, text)).toBe(false);
    }),
  );
  fc.assert(fc.property(fc.ipV6(), (ip) => parseAddress(ip) !== null && parseCidr(`${ip}/0`) !== null));
});
