import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addressesBehind, isOpenInTheClear } from './listening.js';

const face = (address: string, family: string, internal = false) => ({ address, family, internal });
const interfaces = {
  lo: [face('127.0.0.1', 'IPv4', true), face('::1', 'IPv6', true)],
  eth0: [face('192.0.2.7', 'IPv4'), face('2001:db8::7', 'IPv6'), face('fe80::7', 'IPv6')],
};

describe('the address that a service listens on', () => {
  it('stands for all of the machine when it is unspecified, and for itself otherwise', () => {
    assert.deepEqual(addressesBehind('0.0.0.0', interfaces), ['192.0.2.7']);
    assert.deepEqual(addressesBehind('::', interfaces), ['192.0.2.7', '2001:db8::7']);
    for (const host of ['127.0.0.1', '::1', '192.0.2.7', '10.0.0.0', 'desks.example.com', '2001:db8::'])
      assert.equal(addressesBehind(host, interfaces), undefined, host);
  });

  it('is worth a warning when other machines reach it and neither it nor a proxy speaks TLS', () => {
    for (const host of ['0.0.0.0', '::', '192.0.2.7', 'desks.example.com']) {
      assert.equal(isOpenInTheClear({ host }), true, host);
      assert.equal(isOpenInTheClear({ host, publicUrl: 'http://desks.example.com' }), true, host);
      assert.equal(isOpenInTheClear({ host, publicUrl: 'https://desks.example.com' }), false, host);
      assert.equal(isOpenInTheClear({ host, tls: { certificate: '/c', key: '/k' } }), false, host);
    }
    for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost'])
      assert.equal(isOpenInTheClear({ host }), false, host);
  });
});
