import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { plainAddress, requestOrigin, type Transport } from './requestOrigin.js';
import { parseAddressRange, trustProxies } from './trustedProxies.js';

const rangesOf = (...texts: string[]) =>
  texts.map((text) => parseAddressRange(text) ?? assert.fail(`${text} is no range`));
const isTrusted = trustProxies(rangesOf('127.0.0.1', '10.0.0.0/8', '2001:db8:1::/48'));
const from = (peer: string | undefined, more: Partial<Transport> = {}) =>
  requestOrigin(
    { peer, encrypted: false, forwardedFor: undefined, forwardedProto: undefined, ...more },
    isTrusted,
  );

describe('the sender of a request', () => {
  it('is the other end of the connection, whatever it claims, unless that is a trusted proxy', () => {
    const claims = { forwardedFor: '192.0.2.1', forwardedProto: 'https' };
    assert.deepEqual(from('198.51.100.1', claims), { address: '198.51.100.1', scheme: 'http' });
    assert.deepEqual(from('::ffff:198.51.100.1', claims), { address: '198.51.100.1', scheme: 'http' });
    assert.deepEqual(from(undefined, claims), { address: undefined, scheme: 'http' });
    assert.equal(from('198.51.100.1', { encrypted: true }).scheme, 'https');
    assert.deepEqual(from('::ffff:127.0.0.1', claims), { address: '192.0.2.1', scheme: 'https' });
  });

  it('is the right-most one that is no trusted proxy', () => {
    const through = (forwardedFor: string) => from('127.0.0.1', { forwardedFor }).address;
    assert.equal(through('203.0.113.5, 192.0.2.1, 10.1.2.3,10.9.9.9'), '192.0.2.1');
    assert.equal(through('127.0.0.1, 198.51.100.7'), '198.51.100.7');
    assert.equal(through('10.0.0.1, 10.0.0.2'), '10.0.0.1', 'proxies all the way');
    assert.equal(through('192.0.2.1, ::ffff:a09:909'), '192.0.2.1', 'a proxy that is IPv4 within IPv6');
    assert.equal(through('2001:db8:2::1, 2001:db8:1::5'), '2001:db8:2::1');
  });

  it('is read with a port and in brackets, as some proxies write it', () => {
    for (const [written, address] of [
      ['192.0.2.1:4711', '192.0.2.1'],
      ['[2001:db8:2::1]:4711', '2001:db8:2::1'],
      ['[2001:db8:2::1]', '2001:db8:2::1'],
      ['::ffff:192.0.2.1', '192.0.2.1'],
      ['::FFFF:c000:0201', '192.0.2.1'],
      ['[0:0:0:0:0:ffff:c000:201]:4711', '192.0.2.1'],
      ['2001:DB8:2:0::0001', '2001:db8:2::1'],
    ] as const) {
      assert.equal(from('127.0.0.1', { forwardedFor: written }).address, address, written);
    }
  });

  it('is the proxy itself where that names nobody', () => {
    for (const forwardedFor of [
      undefined,
      '',
      'unknown',
      '_hidden',
      '192.0.2.1, ',
      '999.1.1.1',
      "1.1.1.1'--",
    ])
      assert.equal(from('10.0.0.9', { forwardedFor }).address, '10.0.0.9', forwardedFor);
    assert.equal(from('10.0.0.9', { forwardedFor: '192.0.2.1, x, 10.0.0.2' }).address, '10.0.0.2');
  });

  it('has the scheme that it spoke to the first proxy', () => {
    const scheme = (forwardedProto: string, forwardedFor: string) =>
      from('127.0.0.1', { forwardedFor, forwardedProto }).scheme;
    assert.equal(scheme('https', '192.0.2.1'), 'https');
    assert.equal(scheme('HTTPS', '192.0.2.1, 10.0.0.1'), 'https', 'written once, by the first');
    assert.equal(scheme('https, http', '192.0.2.1, 10.0.0.1'), 'https', 'written by both');
    assert.equal(scheme('https, http', '192.0.2.1'), 'http', 'what the sender wrote before does not count');
    assert.equal(scheme('gopher', '192.0.2.1'), 'http');
  });

  it('cannot be moved by what it writes itself', () => {
    const claim = fc.oneof(fc.ipV4(), fc.ipV6(), fc.string());
    fc.assert(
      fc.property(fc.array(claim), fc.constantFrom('192.0.2.7', '2001:db8:2::7'), (claims, sender) => {
        // Whatever it sent, the proxy adds where it came from.
        const forwardedFor = [...claims, sender].join(', ');
        assert.equal(from('10.0.0.1', { forwardedFor }).address, sender);
        assert.equal(from(sender, { forwardedFor: claims.join(', ') }).address, sender);
      }),
    );
  });

  it('is written as policies write addresses', () => {
    assert.equal(plainAddress('::ffff:192.0.2.7'), '192.0.2.7');
    assert.equal(plainAddress('fe80::1%eth0'), 'fe80::1');
    assert.equal(plainAddress(undefined), undefined);
  });
});

describe('trusted proxies', () => {
  it('are addresses of their own family only', () => {
    const v6 = trustProxies(rangesOf('8000::/1', '::/8'));
    assert.equal(v6('2001:db8::1'), false);
    assert.equal(v6('fe80::1'), true);
    assert.equal(v6('::1'), true);
    assert.equal(v6('127.0.0.1'), false);
    const v4 = trustProxies(rangesOf('192.0.2.128/25'));
    assert.equal(v4('192.0.2.127'), false);
    assert.equal(v4('192.0.2.128'), true);
    assert.equal(v4('not an address'), false);
  });
});
