import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { base32, codeOf, deviceAddress, stepAt, stepOfCode } from './codes.js';

const secret = Buffer.from('12345678901234567890');

describe('codes of a second factor', () => {
  it('are those of RFC 6238', () => {
    // Its appendix B shows eight digits, of which ours are the last six.
    for (const [seconds, code] of [
      [59, '287082'],
      [1_111_111_109, '081804'],
      [1_111_111_111, '050471'],
      [1_234_567_890, '005924'],
      [2_000_000_000, '279037'],
      [20_000_000_000, '353130'],
    ] as const)
      assert.equal(codeOf(secret, stepAt(seconds * 1_000)), code, String(seconds));
  });

  it('are taken one step early or late, and no further', () => {
    const now = 1_234_567_890_000;
    const step = stepAt(now);
    for (const away of [-1, 0, 1])
      assert.equal(stepOfCode(secret, codeOf(secret, step + away), now), step + away);
    for (const away of [-3, -2, 2, 3])
      assert.equal(stepOfCode(secret, codeOf(secret, step + away), now), undefined);
  });

  it('come from a secret that is written as RFC 4648 says, in an address that applications open', () => {
    for (const [plain, text] of [
      ['', ''],
      ['f', 'MY'],
      ['fo', 'MZXQ'],
      ['foo', 'MZXW6'],
      ['foob', 'MZXW6YQ'],
      ['fooba', 'MZXW6YTB'],
      ['foobar', 'MZXW6YTBOI'],
    ] as const)
      assert.equal(base32(Buffer.from(plain)), text);
    const address = deviceAddress(secret, 'acme', 'ann & bob');
    assert.match(
      address,
      /^otpauth:\/\/totp\/acme:ann%20%26%20bob\?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=acme&/,
    );
  });
});
