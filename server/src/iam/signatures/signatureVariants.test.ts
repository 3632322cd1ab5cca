import assert from 'node:assert/strict';
import { getHashes } from 'node:crypto';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import type { HeaderLine, TransmittedRequest } from './canonicalRequest.js';
import { parseAuthorization, type SignatureClaim, verifySignature } from './requestSignature.js';
import { signRequest } from './signRequest.js';

const accessKey = 'AKTESTVECTOR00000001';
const secretKey = 'sk-test-vector-0000000000000000000000001';
const now = new Date('2026-01-15T08:30:00Z');
const host = 'https://workspace.example.test';

type Signed = Omit<Parameters<typeof signRequest>[0], 'accessKey' | 'secretKey' | 'now'>;

/** A signed request as it arrives. */
function arrive(wanted: Signed): { authorization: string; request: TransmittedRequest } {
  const { Authorization: authorization = '', ...headers } = signRequest({
    ...wanted,
    accessKey,
    secretKey,
    now,
  });
  const lines: HeaderLine[] = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  lines.push(['host', wanted.url.host]);
  const body = Buffer.from(wanted.body ?? '');
  const target = wanted.url.pathname + wanted.url.search;
  return { authorization, request: { method: wanted.method, target, headers: lines, body } };
}

function claimOf(authorization: string): SignatureClaim {
  const claim = parseAuthorization(authorization);
  assert.ok(claim, `not understood: ${authorization}`);
  return claim;
}

const isRight = ({ authorization, request }: ReturnType<typeof arrive>): boolean =>
  verifySignature(request, claimOf(authorization), secretKey);

describe('signatures as the clients make them', () => {
  const url = new URL(`${host}/v2/0123456789abcdef0123456789abcdef/desktops/batch-delete`);
  const headers = { 'Content-Type': 'application/json' };
  const post = { method: 'POST', url, headers, body: '{"a":1}' };

  it('equal those of the official Python signer, with SHA-256 and with SM3', () => {
    const signature = (more: object): string => arrive({ ...post, ...more }).authorization;
    assert.equal(
      signature({}),
      `SDK-HMAC-SHA256 Access=${accessKey}, SignedHeaders=content-type;host;x-sdk-date, Signature=808b1ada5cc8626c853c43b6107c1556610c0270def59404c585c78c6615ca5a`,
    );
    // A Node.js built without it says that it does not know the header.
    if (!getHashes().includes('sm3')) return;
    assert.equal(
      signature({ algorithm: 'SDK-HMAC-SM3' }),
      `SDK-HMAC-SM3 Access=${accessKey}, SignedHeaders=content-type;host;x-sdk-date, Signature=96973706cbf5c090dbf8cd41140c88143cd186ba41aef19d418dbb661d8f61dc`,
    );
    assert.equal(isRight(arrive({ ...post, algorithm: 'SDK-HMAC-SM3' })), true);
  });

  it('equal those of the official Python signer for encoded paths and repeated, unsorted, UTF-8 query keys', () => {
    const made = arrive({
      method: 'POST',
      url: new URL(`${host}/v2/p/users/a%20b%2Bc?user_name=%E5%BC%A0%20%E4%B8%89&a=2&a=1`),
    });
    assert.match(
      made.authorization,
      /Signature=af003f8161bdfe554d19e7edf7a6a2f98995faa2a6895110317a874b84226886$/,
    );
    assert.equal(isRight(made), true);
  });

  it('are right with a path that was encoded twice for signing, as Node does, and with no third spelling', () => {
    const path = new URL(`${host}/v2/p/users/a%20b%2Bc`);
    const once = arrive({ method: 'GET', url: path, pathForm: 'normalised' });
    const twice = arrive({ method: 'GET', url: path, pathForm: 'encoded' });
    assert.notEqual(once.authorization, twice.authorization);
    assert.equal(isRight(once), true);
    assert.equal(isRight(twice), true);
    const other = new URL(`${host}/v2/p/users/a%2520b%252Bc`);
    const thrice = arrive({ method: 'GET', url: other, pathForm: 'encoded' });
    assert.equal(isRight({ ...thrice, request: { ...thrice.request, target: path.pathname } }), false);
  });

  it('cover a body whose declared hash is signed, and refuse one whose declared hash is another’s', () => {
    const declared = { ...headers, 'X-Sdk-Content-Sha256': 'UNSIGNED-PAYLOAD' };
    assert.equal(isRight(arrive({ ...post, headers: declared })), false);
    const binary = { ...declared, 'Content-Type': 'application/octet-stream' };
    assert.equal(isRight(arrive({ ...post, headers: binary })), true);
    const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    const wrong = { ...headers, 'X-Sdk-Content-Sha256': emptyHash };
    assert.equal(isRight(arrive({ ...post, headers: wrong })), false);
    assert.equal(isRight(arrive({ ...post, body: '', headers: wrong })), true);
  });

  it('are right with X-Security-Token signed, and with one that was added afterwards', () => {
    const token = { 'X-Security-Token': 'abc' };
    assert.equal(isRight(arrive({ ...post, headers: { ...headers, ...token } })), true);
    const made = arrive(post);
    const added: HeaderLine[] = [...made.request.headers, ['x-security-token', 'abc']];
    assert.equal(isRight({ ...made, request: { ...made.request, headers: added } }), true);
  });
});

describe('hostile signatures', () => {
  const made = arrive({
    method: 'DELETE',
    url: new URL(
      `${host}/v2/p/desktops/2b6f0cc9-04d1-4f36-8a5e-1d2c3b4a5f60?delete_users=true&tag=%E5%BC%A0`,
    ),
    headers: { 'Content-Type': 'application/json', 'X-Project-Id': 'p' },
    body: '{"a":1}',
  });
  const flip = (text: string, at: number, by: number): string =>
    text.slice(0, at) + String.fromCharCode((text.charCodeAt(at) ^ by) & 0xff) + text.slice(at + 1);
  const decodes = (text: string): string => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };

  it('are not made right by any changed byte of a right one, and never crash', () => {
    assert.equal(isRight(made), true);
    const { request } = made;
    for (const by of [0x01, 0x20, 0x80]) {
      for (let at = 0; at < request.target.length; at += 1) {
        const target = flip(request.target, at, by);
        // Another spelling of the same octets is the same request.
        if (decodes(target) === decodes(request.target)) continue;
        assert.equal(isRight({ ...made, request: { ...request, target } }), false, target);
      }
      for (let at = 0; at < request.method.length; at += 1) {
        const method = flip(request.method, at, by);
        if (method.toUpperCase() === request.method) continue;
        assert.equal(isRight({ ...made, request: { ...request, method } }), false, method);
      }
      for (let at = 0; at < request.body.length; at += 1) {
        const body = Buffer.from(flip(request.body.toString('latin1'), at, by), 'latin1');
        assert.equal(isRight({ ...made, request: { ...request, body } }), false);
      }
      for (const [index, [name, value]] of request.headers.entries()) {
        for (let at = 0; at < value.length; at += 1) {
          const headers = request.headers.with(index, [name, flip(value, at, by)]);
          assert.equal(isRight({ ...made, request: { ...request, headers } }), false, name);
        }
      }
    }
  });

  it('are not made right by any change of the header that carries them', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: made.authorization.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        fc.constantFrom('flip', 'drop', 'double'),
        (at, by, how) => {
          const { authorization: text } = made;
          const changed =
            how === 'flip'
              ? flip(text, at, by)
              : how === 'drop'
                ? text.slice(0, at) + text.slice(at + 1)
                : text.slice(0, at + 1) + text.slice(at);
          const claim = parseAuthorization(changed);
          if (claim === undefined) return;
          const before = claimOf(text);
          // Blanks between the parts mean nothing; another key is another secret.
          const same =
            claim.accessKey !== before.accessKey ||
            (claim.signature.equals(before.signature) &&
              claim.signedHeaders.join() === before.signedHeaders.join());
          if (!same) assert.equal(verifySignature(made.request, claim, secretKey), false, changed);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('are never understood, nor crash, when they are anything at all', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('SDK-HMAC-SHA256', 'SDK-HMAC-SM3', 'V11-HMAC-SHA256', 'Access=', 'SignedHeaders=', ';'),
      fc.constantFrom(' ', ', ', '=', 'Signature=', 'host', accessKey, 'Credential=A/20260115/r/s', '\u0000'),
    );
    const latin1 = fc.string({
      unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
    });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), latin1, latin1, (parts, target, value) => {
        const claim = parseAuthorization(parts.join(''));
        if (claim === undefined) return;
        const headers = [
          ['x-sdk-date', '20260115T083000Z'],
          ['host', value],
        ] as const;
        const request = { method: 'GET', target, headers, body: Buffer.from(value) };
        assert.equal(verifySignature(request, claim, secretKey), false);
      }),
      { numRuns: 2_000 },
    );
  });
});
