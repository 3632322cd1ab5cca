import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startTestService, type TestService } from '../testing/startTestService.js';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

describe('words in the place of an id', () => {
  // None of them will ever be an operation, so that the test stays true when more are built.
  const missing = [
    ['GET', '/desktops/no-such-operation'],
    ['PUT', '/desktops/nosuch'],
    ['DELETE', '/desktops/no_such_operation'],
    ['GET', '/desktops/no-such-operation/tags'],
    ['GET', '/users/no-such-operation'],
    ['PUT', '/users/nosuch'],
    ['POST', '/users/no-such-operation/actions'],
  ] as const;

  for (const [method, path] of missing)
    it(`${method} ${path} is an operation that there is none of`, async () => {
      const body = method === 'GET' || method === 'DELETE' ? undefined : {};
      const { status, body: answer } = await service.call(method, path, body);
      assert.equal(status, 404);
      assert.equal(answer.error_code, 'APIGW.0101');
      assert.equal(answer.error_msg, 'The API does not exist or is not published.');
      assert.match(answer.request_id, /^[0-9a-f]{32}$/);
    });

  it('are answered so before anyone is known', async () => {
    const { status, body } = await service.call('GET', '/desktops/no-such-operation', undefined, {
      'x-auth-token': '',
    });
    assert.deepEqual([status, body.error_code], [404, 'APIGW.0101']);
  });

  it('are not what merely is a malformed id, which is refused by name', async () => {
    for (const id of ['1', 'A130AB3A-72BF-4B71-BAA9-AF4987C8E338', 'a130ab3a-72bf-4b71-baa9']) {
      const { status, body } = await service.call('GET', `/desktops/${id}`);
      assert.deepEqual([status, body.error_code], [400, 'WKS.0001'], id);
      assert.match(body.error_msg, /desktop_id/);
    }
  });

  it('are not the id of a user who is not there', async () => {
    const { status, body } = await service.call('GET', `/users/${'0'.repeat(32)}`);
    assert.deepEqual([status, body.error_code], [404, 'WKS.00170312']);
  });
});
