import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { canonicalRequest, computeSignature, sha256Hex } from './canonicalRequest.js';
import { parseAuthorization, type SignatureClaim, signedAt, verifySignature } from './requestSignature.js';
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

const headerText = fc.string({
  unit: fc.integer({ min: 0x21, max: 0xff }).map((code) => String.fromCharCode(code)),
});
const wireRequest = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
  segments: fc.array(fc.string({ minLength: 1, unit: 'grapheme' }), { maxLength: 4 }),
  query: fc.array(fc.tuple(fc.string({ minLength: 1, unit: 'grapheme' }), fc.string({ unit: 'grapheme' })), {
    maxLength: 5,
  }),
  custom: headerText,
  body: fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
  derived: fc.boolean(),
});

describe('signing and verifying, for any request', () => {
  it('verifies what was signed, and nothing that differs in any part', () => {
    fc.assert(
      fc.property(
        wireRequest,
        fc.constantFrom('method', 'path', 'query', 'header', 'body', 'date'),
        (wire, part) => {
          const path = `/v2/${wire.segments.map(encodeURIComponent).join('/')}`;
          const query = new URLSearchParams(wire.query).toString();
          const url = new URL(`http://localhost:8080/x?${query}`);
          url.pathname = path;
          const signed = signRequest({
            method: wire.method,
            url,
            headers: { 'X-Custom': wire.custom },
            body: wire.body,
            accessKey,
            secretKey,
            now,
            ...(wire.derived ? { derivedFor: { region: 'r-1', service: 's' } } : {}),
          });
          const claim = claimed(signed['Authorization']);
          const headers = [
            ['host', url.host],
            ['x-custom', signed['X-Custom'] ?? ''],
            ['x-sdk-date', signed['X-Sdk-Date'] ?? ''],
          ] as const;
          const request = { method: wire.method, target: target(url), headers, body: wire.body };
          assert.equal(verifySignature(request, claim, secretKey), true);

          const separator = url.search === '' ? '?' : '&';
          const changed = {
            method: { ...request, method: 'PATCH' },
            path: { ...request, target: `${url.pathname}z${url.search}` },
            query: { ...request, target: `${target(url)}${separator}z=1` },
            header: {
              ...request,
              headers: headers.map(([name, value]) =>
                name === 'x-custom' ? ([name, `${value}!`] as const) : ([name, value] as const),
              ),
            },
            body: { ...request, body: Buffer.concat([wire.body, Buffer.from('!')]) },
            date: {
              ...request,
              headers: headers.map(([name, value]) =>
                name === 'x-sdk-date' ? ([name, '20260115T083001Z'] as const) : ([name, value] as const),
              ),
            },
          }[part];
          assert.equal(verifySignature(changed, claim, secretKey), false);
        },
      ),
    );
  });

  it('never verifies a signature with a flipped bit', () => {
    const { Authorization } = signRequest({ method: 'DELETE', url: deletion, accessKey, secretKey, now });
    const claim = claimed(Authorization);
    const headers = [
      ['host', deletion.host],
      ['x-sdk-date', date],
    ] as const;
    const request = { method: 'DELETE', target: target(deletion), headers, body: noBytes };
    for (let bit = 0; bit < 256; bit += 1) {
      const signature = Buffer.from(claim.signature);
      signature[bit >> 3] = (signature[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      assert.equal(verifySignature(request, { ...claim, signature }, secretKey), false);
    }
  });

  it('never throws on garbage and never takes it for a signature of ours', () => {
    const garbage = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^SDK-HMAC-SHA256 .*$/),
      fc.stringMatching(
        /^(SDK|V11)-HMAC-SHA256 (Access|Credential)=[\w/]*, SignedHeaders=[a-z;-]*, Signature=[0-9a-f]{60,66}$/,
      ),
    );
    const latin1 = fc.string({
      unit: fc.integer({ min: 0, max: 0xff }).map((code) => String.fromCharCode(code)),
    });
    fc.assert(
      fc.property(
        garbage,
        latin1,
        fc.array(fc.tuple(fc.constantFrom('host', 'x-sdk-date', 'x-sdk-content-sha256'), latin1)),
        (header, wire, headers) => {
          const request = { method: 'GET', target: wire, headers, body: noBytes };
          signedAt(request);
          const claim = parseAuthorization(header);
          if (claim !== undefined) assert.equal(verifySignature(request, claim, secretKey), false);
        },
      ),
    );
  });
});

const request = (headers: Record<string, string>, body = '') => ({
  method: 'POST',
  target: '/v2/p/desktops',
  headers: Object.entries({ ...headers, 'x-sdk-date': date }),
  body: Buffer.from(body),
});

const signedAs = (type: Record<string, string>) => {
  const headers = { ...type, 'x-sdk-content-sha256': 'UNSIGNED-PAYLOAD', 'x-sdk-date': date };
  const names = Object.keys(headers).sort();
  const canonical = canonicalRequest(
    { method: 'POST', target: '/v2/p/desktops', headers: Object.entries(headers), body: noBytes },
    names,
    'UNSIGNED-PAYLOAD',
  );
  return { headers, names, canonical };
};

const at = (...values: string[]) =>
  signedAt({ headers: values.map((value) => ['x-sdk-date', value] as const) });

describe('what a signature must not be able to hide', () => {
  const url = new URL('http://localhost/v2/p/desktops');
  const sign = (headers: Record<string, string>, body = ''): SignatureClaim =>
    claimed(
      signRequest({ method: 'POST', url, headers, body, accessKey, secretKey, now, signHost: false })[
        'Authorization'
      ],
    );

  it('refuses a header that is named as signed but was not sent', () => {
    const claim = sign({ 'x-a': '' });
    assert.equal(verifySignature(request({ 'x-a': '' }), claim, secretKey), true);
    assert.equal(verifySignature(request({}), claim, secretKey), false);
  });

  it('takes a declared body hash only when it is true', () => {
    const hash = sha256Hex(Buffer.from('{}'));
    const claim = sign({ 'x-sdk-content-sha256': hash }, '{}');
    assert.equal(verifySignature(request({ 'x-sdk-content-sha256': hash }, '{}'), claim, secretKey), true);
    assert.equal(
      verifySignature(request({ 'x-sdk-content-sha256': hash }, '{"a":1}'), claim, secretKey),
      false,
    );
  });

  it('takes UNSIGNED-PAYLOAD beside a content type that is not JSON and never beside JSON or none', () => {
    for (const [type, accepted] of [
      ['multipart/form-data; boundary=x', true],
      ['application/json', false],
      ['application/vnd.x+json;charset=utf8', false],
      [undefined, false],
    ] as const) {
      const { headers, names, canonical } = signedAs(type === undefined ? {} : { 'content-type': type });
      const signature = computed(canonical);
      const claim: SignatureClaim = {
        scheme: { algorithm: 'SDK-HMAC-SHA256' },
        accessKey,
        signedHeaders: names,
        signature,
      };
      assert.equal(verifySignature(request(headers, 'anything'), claim, secretKey), accepted, String(type));
    }
  });

  it('refuses authorization headers with repeated, missing or malformed parts', () => {
    const signature = 'a'.repeat(64);
    const good = `SDK-HMAC-SHA256 Access=AK, SignedHeaders=host, Signature=${signature}`;
    assert.ok(parseAuthorization(good));
    assert.ok(parseAuthorization(good.replaceAll(', ', ',')));
    for (const bad of [
      '',
      'SDK-HMAC-SHA256',
      'Bearer abc',
      good.replace('SHA256', 'SM4'),
      good.replace('Access=AK', 'Access=A K'),
      good.replace('Access=AK', 'Access='),
      good.replace('=host', '=host;host'),
      good.replace('=host', '=Host'),
      good.replace('=host', '='),
      good.replace(signature, signature.toUpperCase()),
      good.replace(signature, signature.slice(1)),
      `${good}, Access=AK`,
      `${good}, Extra=1`,
      good.replace('SDK', 'V11').replace('Access=AK', 'Credential=AK/2026/r/s'),
      good.padEnd(10_000, 'a'),
    ]) {
      assert.equal(parseAuthorization(bad), undefined, bad.slice(0, 120));
    }
  });

  it('reads the time of a request only when it is there once and a real one', () => {
    assert.deepEqual(at(date), now);
    for (const values of [[], [date, date], ['2026-01-15T08:30:00Z'], ['20261315T083000Z'], ['']]) {
      assert.equal(at(...values), undefined);
    }
  });
});

function computed(canonical: string): Buffer {
  return computeSignature({
    scheme: { algorithm: 'SDK-HMAC-SHA256' },
    accessKey,
    secretKey,
    date,
    canonical,
  });
}
