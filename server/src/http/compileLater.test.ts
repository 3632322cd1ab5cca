import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import selectSerializers from '@fastify/fast-json-stringify-compiler';
import type { RouteOptions } from 'fastify';
import { startTestService, type TestService } from '../testing/startTestService.js';
import { compileNow } from './validation.js';

describe('schemas that are compiled when they are first needed', () => {
  const routes: RouteOptions[] = [];
  let service: TestService;
  before(async () => {
    service = await startTestService({
      beforeRoutes: (server) => server.addHook('onRoute', (route) => void routes.push(route)),
    });
  });
  after(() => service.remove());

  it('can all be compiled', () => {
    const compile = selectSerializers()({}, {});
    let compiled = 0;
    for (const { schema = {}, url, method } of routes) {
      const asked = { body: schema.body, querystring: schema.querystring, params: schema.params };
      for (const [httpPart, part] of Object.entries(asked)) {
        if (typeof part !== 'object' || part === null) continue;
        assert.equal(typeof compileNow({ schema: part, httpPart, method: String(method), url }), 'function');
        compiled += 1;
      }
      for (const [httpStatus, answer] of Object.entries(schema.response ?? {})) {
        const write = compile({ schema: answer, method: String(method), url, httpStatus });
        assert.equal(typeof write, 'function');
        compiled += 1;
      }
    }
    assert.ok(routes.length > 100, String(routes.length));
    assert.ok(compiled > routes.length);
  });

  it('say what is wrong with the first request as with later ones, and forget it', async () => {
    for (const limit of ['none', 'nothing', '5', 'nil']) {
      const answer = await service.call('GET', `/desktops?limit=${limit}`);
      if (limit === '5') assert.equal(answer.status, 200, answer.text);
      else {
        assert.equal(answer.status, 400, answer.text);
        assert.match(answer.body.error_msg, /limit/);
      }
    }
  });
});
