import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { connectRaw, requestHead } from '../../testing/rawClient.js';
import { startTroubledService, type TroubledService } from '../../testing/troubledService.js';
import { waitUntil } from '../../testing/waitUntil.js';

describe('a request that does not end', () => {
  let troubled: TroubledService;
  before(async () => {
    troubled = await startTroubledService();
  });
  after(() => troubled.service.remove());

  it('is given up, wherever it stops, and an event stream that was there before goes on', async () => {
    const { service } = troubled;
    const { endpoint, credentials } = service;
    const stuck = await troubled.addStuck({});
    const project = `/v2/${credentials.project_id}`;
    const token = service.token;
    const stream = await connectRaw(endpoint);
    stream.write(
      requestHead('GET', `${project}/deletions/${stuck}/events`, {
        'X-Auth-Token': token,
        Accept: 'text/event-stream',
      }),
    );
    assert.equal(await stream.answered(), 200);

    const beginnings = [
      '',
      'POST /v3/auth/tokens HTTP/1.1\r\nHost: localhost\r\nX-A: ',
      `${requestHead('POST', '/v3/auth/tokens', { 'Content-Type': 'application/json', 'Content-Length': '100' })}{`,
      `${requestHead('POST', `${project}/desktops`, { 'X-Auth-Token': token, 'Content-Length': '100' })}{`,
    ];
    const clients = await Promise.all(beginnings.map(() => connectRaw(endpoint)));
    for (const [index, client] of clients.entries()) client.write(beginnings[index] ?? '');
    // A byte now and then is no end either.
    const dripping = setInterval(() => {
      for (const client of clients.slice(1)) if (!client.isClosed()) client.write('a');
    }, 1_000);
    try {
      await waitUntil(() => clients.every((client) => client.isClosed()), 'all of them closed');
    } finally {
      clearInterval(dripping);
    }
    for (const client of clients) assert.match(client.answer(), /^HTTP\/1\.1 408 [^]*APIGW\.0201/);
    assert.equal(stream.isClosed(), false);
    const told = stream.answer().length;
    await waitUntil(() => stream.answer().length > told, 'something more on the stream');
    stream.end();
  });
});
