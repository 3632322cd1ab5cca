import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { canonicalPath, canonicalQuery, canonicalRequest, sha256Hex } from './canonicalRequest.js';
import { parseAuthorization, type SignatureClaim, verifySignature } from './requestSignature.js';
import { signRequest } from './signRequest.js';

const accessKey = 'AKTESTVECTOR00000001';
const secretKey = 'sk-test-vector-0000000000000000000000001';
const project = '0123456789abcdef0123456789abcdef';
const now = new Date('2026-01-15T08:30:00Z');
const date = '20260115T083000Z';
const base = `https://workspace.example.test/v2/${project}/desktops`;
const deletion = new URL(
  `${base}/2b6f0cc9-04d1-4f36-8a5e-1d2c3b4a5f60?email_notification=false&delete_users=true`,
);
const target = (url: URL): string => url.pathname + url.search;
const noBytes = Buffer.alloc(0);

function claimed(authorization: string | undefined): SignatureClaim {
  const claim = parseAuthorization(authorization ?? '');
  assert.ok(claim, `not understood: ${authorization}`);
  return claim;
}

describe('request signatures, against the published vectors', () => {
  it('signs and verifies a DELETE with host and date (vector 1)', () => {
    const request = {
      method: 'DELETE',
      target: target(deletion),
      headers: [
        ['host', 'workspace.example.test'],
        ['x-sdk-date', date],
      ] as const,
      body: noBytes,
    };
    const canonical = canonicalRequest(request, ['host', 'x-sdk-date'], sha256Hex(noBytes));
    assert.equal(
      sha256Hex(Buffer.from(canonical, 'latin1')),
      '40ab2c93c43cc2540a96958ca933a50db76c61f19522f9a569f211a0ac80d4f9',
    );
    const { Authorization } = signRequest({ method: 'DELETE', url: deletion, accessKey, secretKey, now });
    assert.equal(
      Authorization,
      `SDK-HMAC-SHA256 Access=${accessKey}, SignedHeaders=host;x-sdk-date, Signature=eef6fd4bac64229ce11d08eafd8fdf4a22eacb98e45595baa6f08d917b6a1971`,
    );
    assert.equal(verifySignature(request, claimed(Authorization), secretKey), true);
    assert.equal(verifySignature(request, claimed(Authorization), `${secretKey}x`), false);
  });

  it('signs a POST with a body and a project header (vector 2)', () => {
    const body =
      '{"desktop_ids":["2b6f0cc9-04d1-4f36-8a5e-1d2c3b4a5f60"],"delete_users":true,"email_notification":false,"is_force_delete":false}';
    const headers = { 'Content-Type': 'application/json;charset=UTF-8', 'X-Project-Id': project };
    const url = new URL(`${base}/batch-delete`);
    const { Authorization } = signRequest({ method: 'POST', url, headers, body, accessKey, secretKey, now });
    const claim = claimed(Authorization);
    assert.deepEqual(claim.signedHeaders, ['content-type', 'host', 'x-project-id', 'x-sdk-date']);
    assert.equal(
      claim.signature.toString('hex'),
      '7553b7bb3de17d0dc73b6783b3af1aac8906fb431fdf9cab051d349ebba6c116',
    );
    const request = {
      method: 'POST',
      target: target(url),
      headers: [
        ['Host', 'workspace.example.test'],
        ['Content-Type', 'application/json;charset=UTF-8'],
        ['X-Project-Id', project],
        ['X-Sdk-Date', date],
      ].map(([name = '', value = '']) => [name.toLowerCase(), value] as const),
      body: Buffer.from(body),
    };
    assert.equal(verifySignature(request, claim, secretKey), true);
  });

  it('canonicalises UTF-8, empty and special query values (vector 3)', () => {
    const query = 'user_name=%E5%BC%A0+%E4%B8%89&limit=10&offset=0&tag=a%3Db%2Cc~d&status';
    assert.equal(
      canonicalQuery(query),
      'limit=10&offset=0&status=&tag=a%3Db%2Cc~d&user_name=%E5%BC%A0%20%E4%B8%89',
    );
    const url = new URL(`${base}?${query}`);
    const signed = signRequest({ method: 'GET', url, accessKey, secretKey, now, signHost: false });
    assert.equal(
      claimed(signed['Authorization']).signature.toString('hex'),
      '1e8cadaae331ccf6c44a4b2c282aa334e8b4dcabf88bcc2f3a07de273c900aee',
    );
  });

  it('derives a key for a region and a service (vector 4)', () => {
    const { Authorization } = signRequest({
      method: 'DELETE',
      url: deletion,
      accessKey,
      secretKey,
      now,
      derivedFor: { region: 'eu-test-1', service: 'workspace' },
    });
    assert.equal(
      Authorization,
      `V11-HMAC-SHA256 Credential=${accessKey}/20260115/eu-test-1/workspace, SignedHeaders=host;x-sdk-date, Signature=fe972723c797b1d4ed36d2a0009ce2ab311ab9116633f8d1ac64fa19fa77f30d`,
    );
    const request = {
      method: 'DELETE',
      target: target(deletion),
      headers: [
        ['host', 'workspace.example.test'],
        ['x-sdk-date', date],
      ] as const,
      body: noBytes,
    };
    assert.equal(verifySignature(request, claimed(Authorization), secretKey), true);
    const otherDay = { ...request, headers: [['x-sdk-date', '20260116T083000Z']] as const };
    assert.equal(verifySignature(otherDay, claimed(Authorization), secretKey), false);
  });
});

describe('canonical form', () => {
  it('gives every spelling of a path one form that ends with a slash', () => {
    for (const path of ['/v2/a b!', '/v2/a%20b%21', '/v2/%61%20b!', '/v2/a%20b!/']) {
      assert.equal(canonicalPath(path), '/v2/a%20b%21/');
    }
    assert.equal(canonicalPath('/v2/a%2Fb'), '/v2/a%2Fb/');
    assert.equal(canonicalPath('/'), '/');
    assert.equal(canonicalPath('/%zz'), '/%25zz/');
  });

  it('keeps repeated query parameters, sorted by value', () => {
    assert.equal(canonicalQuery('b=2&a=z&a=%21&&a'), 'a=&a=%21&a=z&b=2');
  });

  it('keeps the bytes of UTF-8 header values, also where one looks like a blank', () => {
    const value = Buffer.from('à', 'utf8').toString('latin1');
    const request = { method: 'GET', target: '/', headers: [['x-a', `  ${value} `]] as const, body: noBytes };
    assert.match(canonicalRequest(request, ['x-a'], 'h'), new RegExp(`\nx-a:${value}\n`));
  });

  it('writes one line for each value of a repeated header', () => {
    const headers = [
      ['x-a', '2'],
      ['x-a', '1'],
    ] as const;
    const request = { method: 'GET', target: '/', headers, body: noBytes };
    assert.equal(canonicalRequest(request, ['x-a'], 'h'), 'GET\n/\n\nx-a:1\nx-a:2\n\nx-a\nh');
  });
});
