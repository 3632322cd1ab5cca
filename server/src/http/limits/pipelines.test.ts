import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { connectRaw, requestHead } from '../../testing/rawClient.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';
import { maxUnanswered } from './limitUnanswered.js';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

const answersIn = (text: string): number => text.match(/HTTP\/1\.1 200 /g)?.length ?? 0;
const request = requestHead('GET', '/healthz', {});

describe('requests that are sent before earlier ones are answered', () => {
  it('are answered, as many as anybody needs, again and again', async () => {
    const client = await connectRaw(service.endpoint);
    // The service may hear of the end of an answer after its reader does.
    const each = maxUnanswered / 2;
    for (let round = 1; round <= 5; round += 1) {
      client.write(request.repeat(each));
      await waitUntil(() => answersIn(client.answer()) === round * each, `round ${round}`);
    }
    assert.equal(client.isClosed(), false);
    client.end();
  });

  it('end the connection when there are more, and the service goes on', async () => {
    const client = await connectRaw(service.endpoint);
    client.write(requestHead('GET', '/openapi.json', {}).repeat(1_000));
    await waitUntil(() => client.isClosed(), 'the end of the connection');
    assert.equal((await service.call('GET', '//healthz')).status, 200);
  });
});
