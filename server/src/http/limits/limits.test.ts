import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { Type } from 'typebox';
import type { Operation } from '../../access/permissions/table.js';
import type { Principal } from '../../access/principal.js';
import { newHexId, realAmbient } from '../../ambient.js';
import { ApiError } from '../../errors/errors.js';
import { asId } from '../../ids.js';
import type { Gatekeeper } from '../admitRequests.js';
import { addOpenApiRoute } from '../openapi.js';
import { refreshCaller } from '../request.js';
import { createServer, type Server } from '../server.js';
import { createRequestLimits, requestLimits } from './requestLimits.js';
import { createSlidingCounter } from './slidingCounter.js';
import { sourceOf } from './sourceOf.js';

describe('the counter of a minute', () => {
  it('counts up to the limit, and says when there is room again', () => {
    let now = 5_000;
    const counter = createSlidingCounter(() => now);
    for (let count = 0; count < 10; count += 1) assert.equal(counter.take('a', 10), undefined);
    const wait = counter.take('a', 10);
    assert.ok(wait !== undefined && wait >= 60);
    assert.equal(counter.take('b', 10), undefined, 'keys are counted apart');
    now += (wait - 1) * 1_000;
    assert.notEqual(counter.wait('a', 10), undefined);
    now += 1_000;
    assert.equal(counter.take('a', 10), undefined);
  });

  it('never lets more than twice the limit pass in a minute, and in the long run no more than the limit', () => {
    let now = 0;
    const counter = createSlidingCounter(() => now);
    const passed: number[] = [];
    for (; now < 600_000; now += 100) if (counter.take('a', 100) === undefined) passed.push(now);
    assert.ok(passed.length <= 1_000, String(passed.length));
    assert.ok(passed.length >= 900, String(passed.length));
    for (let start = 0; start < 600_000; start += 1_000) {
      const inside = passed.filter((at) => at >= start && at < start + 60_000).length;
      assert.ok(inside <= 200, `${inside} in the minute from ${start}`);
    }
  });

  it('forgets the key that was counted longest ago when there are too many', () => {
    const counter = createSlidingCounter(() => 0, 2);
    counter.add('a');
    counter.add('b');
    counter.add('c');
    assert.equal(counter.wait('a', 1), undefined);
    assert.notEqual(counter.wait('b', 1), undefined);
    assert.notEqual(counter.wait('c', 1), undefined);
  });
});

describe('the source of a request', () => {
  it('is the IPv4 address, or the /64 of an IPv6 address', () => {
    assert.equal(sourceOf('192.0.2.7'), '192.0.2.7');
    assert.equal(sourceOf('::ffff:192.0.2.7'), '192.0.2.7');
    assert.equal(sourceOf('::FFFF:c000:207'), '192.0.2.7');
    assert.equal(sourceOf(undefined), 'local');
    assert.equal(sourceOf('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64');
    assert.equal(sourceOf('2001:DB8:1:2::6'), '2001:db8:1:2::/64');
    assert.equal(sourceOf('2001:db8::6'), '2001:db8:0:0::/64');
    assert.equal(sourceOf('fe80::1%eth0'), 'fe80:0:0:0::/64');
    assert.equal(sourceOf('::1'), '0:0:0:0::/64');
    assert.equal(sourceOf('64:ff9b::192.0.2.7'), '64:ff9b:0:0::/64');
  });
});

/** Lets in whoever sends a name as X-Auth-Token. */
const byName: Gatekeeper = {
  authenticate: async (request) => {
    const name = request.headers['x-auth-token'];
    if (typeof name !== 'string') throw new ApiError('APIGW.0301', ['nobody']);
    const principal: Principal = {
      userId: asId(name),
      userName: name,
      domainId: asId('d'),
      domainName: 'd',
      isRoot: true,
      isOperator: false,
      iamRevision: '1',
      grants: [],
      credential: { kind: 'token', scope: { kind: 'none' } },
    };
    return principal;
  },
  admitToProject: async (_, projectId) => asId(projectId),
  protectRoot: async () => undefined,
};

describe('limits of requests', () => {
  let app: Server;
  let now = 0;
  before(async () => {
    const limits = createRequestLimits(() => now);
    app = await createServer({
      logger: pino({ level: 'silent' }),
      gatekeeper: limits.limiting(byName),
      ambient: realAmbient,
      region: 'test-1',
      newRequestId: () => newHexId(realAmbient),
    });
    limits.addTo(app);
    const schema = { response: { 200: Type.Object({}) } };
    for (const operation of ['ShowLogHead', 'ShowLogConsistency'] as const) {
      const config = { declaration: { operation, family: 'workspace' } } as const;
      app.get(`/${operation}`, { config, schema }, async () => ({}));
      app.post(`/${operation}`, { config, schema }, async () => ({}));
    }
    const again = { declaration: { operation: 'ListSigningKeys', family: 'workspace' } } as const;
    app.get('/again', { config: again, schema }, async (request) => {
      for (let count = 0; count < 300; count += 1) await refreshCaller(request);
      return {};
    });
    const open = (operation: Operation) =>
      ({ declaration: { operation, anonymous: true, family: 'keystone' } }) as const;
    app.post('/open', { config: open('KeystoneListVersions'), schema }, async () => ({}));
    app.get('/healthz', { config: open('ShowHealth'), schema }, async () => ({}));
    addOpenApiRoute(app);
    await app.ready();
  });
  after(() => app.close());

  const ask = (method: 'GET' | 'POST', url: string, name?: string, remoteAddress = '192.0.2.1') =>
    app.inject({
      method,
      url,
      remoteAddress,
      ...(name === undefined ? {} : { headers: { 'x-auth-token': name } }),
    });
  async function exhaust(times: number, send: () => ReturnType<typeof ask>, status = 200): Promise<void> {
    for (let count = 0; count < times; count += 1) assert.equal((await send()).statusCode, status);
  }

  it('are 200 queries and 100 other requests a minute, of each user to each API', async () => {
    await exhaust(requestLimits.queries, () => ask('GET', '/ShowLogHead', 'alice'));
    const refused = await ask('GET', '/ShowLogHead', 'alice', '192.0.2.99');
    assert.equal(refused.statusCode, 429);
    const { error_code, request_id } = refused.json();
    assert.equal(error_code, 'APIGW.0308');
    assert.equal(request_id, refused.headers['x-request-id']);
    assert.ok(Number(refused.headers['retry-after']) >= 60);
    await exhaust(requestLimits.writes, () => ask('POST', '/ShowLogConsistency', 'alice'));
    assert.equal((await ask('POST', '/ShowLogConsistency', 'alice')).statusCode, 429);
    assert.equal((await ask('GET', '/ShowLogHead', 'bob')).statusCode, 200);
    now += Number(refused.headers['retry-after']) * 1_000;
    assert.equal((await ask('GET', '/ShowLogHead', 'alice')).statusCode, 200);
    now += 120_000;
  });

  it('do not count how often a request asks once more who its caller is', async () => {
    await exhaust(3, () => ask('GET', '/again', 'carol'));
  });

  it('count what is open to anyone by source, and probes not at all', async () => {
    await exhaust(requestLimits.writes, () => ask('POST', '/open'));
    const refused = await ask('POST', '/open');
    assert.equal(refused.statusCode, 429);
    assert.deepEqual(refused.json().error.title, 'Too Many Requests');
    assert.equal((await ask('POST', '/open', undefined, '192.0.2.2')).statusCode, 200);
    await exhaust(500, () => ask('GET', '/healthz'));
    await exhaust(requestLimits.queries, () => ask('GET', '/openapi.json', undefined, '192.0.2.3'));
    assert.equal((await ask('GET', '/openapi.json', undefined, '192.0.2.3')).statusCode, 429);
    await exhaust(500, () => ask('GET', '/nothing'), 404);
  });

  it('tell a source that guesses to wait, and let in what proves itself from there all the same', async () => {
    await exhaust(requestLimits.refusals, () => ask('GET', '/ShowLogHead', undefined, '2001:db8::1'), 401);
    const refused = await ask('GET', '/ShowLogHead', undefined, '2001:db8::2');
    assert.equal(refused.statusCode, 429);
    assert.ok(Number(refused.headers['retry-after']) >= 60);
    assert.equal((await ask('GET', '/ShowLogHead', 'carol', '2001:db8::2')).statusCode, 200);
    assert.equal((await ask('GET', '/ShowLogHead', undefined, '2001:db8:0:1::2')).statusCode, 401);
    now += 120_000;
    assert.equal((await ask('GET', '/ShowLogHead', undefined, '2001:db8::2')).statusCode, 401);
  });
});

describe('limits of size', () => {
  let app: Server;
  let port = 0;
  before(async () => {
    app = await createServer({
      logger: pino({ level: 'silent' }),
      gatekeeper: byName,
      ambient: realAmbient,
      region: 'test-1',
      newRequestId: () => newHexId(realAmbient),
    });
    const config = { declaration: { operation: 'ShowLogHead', family: 'workspace' } } as const;
    app.post('/one', { config }, async () => ({}));
    port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port);
  });
  after(() => app.close());

  const post = (path: string, headers: Record<string, string>, body = '') =>
    new Promise<{ status: number; code: unknown }>((resolve, reject) => {
      const given = { 'x-auth-token': 'alice', ...headers, 'content-length': String(body.length) };
      const options = { host: '127.0.0.1', port, path, method: 'POST', headers: given };
      const sent = httpRequest(options, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, code: JSON.parse(text).error_code }),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });

  it('are 413 for the body, 414 for the URI, 431 for headers, all of them APIGW.0201', async () => {
    const code = 'APIGW.0201';
    assert.equal((await post('/one', { 'x-a': 'x'.repeat(32_000) })).status, 200);
    assert.equal((await post('/one', { 'x-auth-token': 'x'.repeat(40_000) })).status, 200);
    assert.deepEqual(await post(`/one?a=${'x'.repeat(33_000)}`, {}), { status: 414, code });
    assert.deepEqual(await post('/one', { 'x-a': 'x'.repeat(33_000) }), { status: 431, code });
    const four = Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`x-${n}`, 'x'.repeat(30_000)]));
    assert.deepEqual(await post('/one', four), { status: 431, code });
    const huge = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((n) => [`x-${n}`, 'x'.repeat(30_000)]));
    assert.deepEqual(await post('/one', huge), { status: 431, code });
    const body = await post('/one', { 'content-type': 'application/json' }, `"${'x'.repeat(1_100_000)}"`);
    assert.deepEqual(body, { status: 413, code });
  });

  it('answer what is not HTTP in the same form', async () => {
    const text = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('\u0001 nonsense\r\n\r\n'));
      let received = '';
      socket.on('data', (chunk: Buffer) => {
        received += chunk.toString();
      });
      socket.on('close', () => resolve(received));
      socket.on('error', reject);
    });
    assert.match(text, /^HTTP\/1\.1 400 Bad Request\r\n/);
    assert.match(text, /"error_code":"APIGW\.0201"/);
  });
});
