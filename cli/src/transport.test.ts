import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { describe, it } from 'node:test';
import type { Line } from './api/line.js';
import { send } from './api/sendRequest.js';
import { requestId, runAgainst } from './testing/fakeService.js';
import { en } from './testing/words.js';

const id = 'a130ab3a-72bf-4b71-baa9-af4987c8e338';

const ours = (text: string): Response => new Response(text, { headers: { 'x-request-id': requestId } });

describe('an answer that takes its time', () => {
  const endpoint = 'http://127.0.0.1:9';
  it('is waited for with a word about it after two seconds', async () => {
    const told: number[] = [];
    let answer: (response: Response) => void = () => undefined;
    const line: Line = {
      endpoint,
      messages: en,
      stale: (refusal) => refusal,
      fetch: () => new Promise((resolve) => (answer = resolve)),
      onSlow: (seconds) => {
        told.push(seconds);
        answer(ours('{}'));
      },
    };
    assert.equal((await send(new URL(endpoint), {}, line)).status, 200);
    assert.ok((told[0] ?? 0) >= 2, String(told));
    const [quick, quiet] = [{ ...line, fetch: async () => ours('{}') }, { quiet: true }];
    for (const options of [{}, quiet]) await send(new URL(endpoint), {}, quick, options);
    assert.equal(told.length, 1);
  });
});

describe('an answer that no service of ours gives', () => {
  it('is not taken for one', async () => {
    const page = await runAgainst((_, response) => response.end('<html>'), 'desktop', 'list');
    assert.equal(page.code, 4);
    assert.match(page.stderr, /is not Deskplane \(HTTP 200 without JSON\)/);
    const cut = await runAgainst((request) => request.socket.destroy(), 'desktop', 'list');
    assert.equal(cut.code, 4);
    assert.match(cut.stderr, /cannot reach the service/);
  });

  it('to a change says that whether it was done is not known, and where nothing was sent it does not', async () => {
    const change = ['user', 'create', 'ann', '--email', 'ann@example.com', '--json'];
    const lost = await runAgainst((request) => request.socket.destroy(), ...change);
    const proxy = await runAgainst((_, response) => response.writeHead(504).end('<html>'), ...change);
    for (const { code, stdout, stderr } of [lost, proxy]) {
      assert.equal(code, 4, stdout + stderr);
      assert.match(
        stdout + stderr,
        /Whether the service did what was asked is not known.*"outcome":"unknown"/,
      );
    }
    const nobody = await runAgainst((request) => request.socket.destroy(), 'user', 'list', '--json');
    assert.equal(nobody.code, 4);
    assert.doesNotMatch(nobody.stdout + nobody.stderr, /not known|outcome/);
  });

  it('after others is no matter of TLS', async () => {
    const line: Line = {
      endpoint: 'http://127.0.0.1:9',
      messages: en,
      stale: (refusal) => refusal,
      fetch: async (_, { method }) => {
        if (method === undefined) return ours('{}');
        throw new TypeError('fetch failed', {
          cause: Object.assign(new Error('closed'), { code: 'UND_ERR_SOCKET' }),
        });
      },
    };
    const url = new URL(line.endpoint);
    await assert.rejects(send(url, { method: 'DELETE' }, line), /begins with https.*not known/);
    await send(url, {}, line);
    await assert.rejects(send(url, { method: 'DELETE' }, line), (error: Error) => {
      assert.match(error.message, /ended without an answer \(UND_ERR_SOCKET\)\. Whether/);
      assert.doesNotMatch(error.message, /https|cannot reach/);
      return true;
    });
    await assert.rejects(send(url, { method: 'HEAD' }, line), /^(?!.*not known)/);
  });

  it('cannot steer the terminal', async () => {
    const hostile = { desktops: [{ desktop_id: id, computer_name: '\u001b]0;owned\u0007' }], total_count: 1 };
    const list = await runAgainst((_, response) => response.end(JSON.stringify(hostile)), 'desktop', 'list');
    assert.equal(list.code, 0, list.stderr);
    assert.ok(!list.stdout.includes('\u001b'));
    const refuse: RequestListener = (_, response) => {
      response.statusCode = 400;
      response.end(JSON.stringify({ error_code: 'X', error_msg: '\u001b[2Jgone' }));
    };
    const refused = await runAgainst(refuse, 'desktop', 'list');
    assert.equal(refused.code, 1);
    assert.ok(!refused.stderr.includes('\u001b'));
  });
});

/** Of a desktop that nobody has and nothing is left of. */
const plan = { desktop_id: id, digest: 'd'.repeat(64), items: [], users: [] };

describe('a service that restarts while a deletion is followed', () => {
  it('is waited for, and the deletion followed to its end', async () => {
    let asked = 0;
    const listener: RequestListener = (request, response) => {
      const answer = (status: number, body?: object): void => {
        response.statusCode = status;
        response.setHeader('x-job-id', 'job');
        response.end(body === undefined ? '' : JSON.stringify(body));
      };
      const { method, url = '' } = request;
      if (method === 'DELETE') answer(204);
      else if (url.includes('/deletion-plan')) answer(200, plan);
      else if (url.includes('workspace-sub-jobs')) {
        asked += 1;
        const status = asked < 6 ? 'RUNNING' : 'SUCCESS';
        if (asked === 2) answer(503, { error_code: 'DPL.0503', error_msg: 'starting' });
        else if (asked === 3) response.writeHead(502).end('<html>');
        else if (asked === 4) request.socket.destroy();
        else answer(200, { jobs: [{ status, process: 50, entities: { desktop_id: id } }], total_count: 1 });
      } else if (url.includes('/networks')) answer(200, { network_infos: [] });
      else if (asked > 6) answer(404, { error_code: 'DPL.0404', error_msg: 'gone' });
      else {
        if (asked === 6) asked += 1;
        answer(200, { desktop: { desktop_id: id, computer_name: 'desk', status: 'ACTIVE' } });
      }
    };
    const result = await runAgainst(listener, 'desktop', 'delete', id, '--yes', '--wait');
    assert.equal(result.code, 0, result.stderr);
    assert.match(result.stdout, /desk is gone after/);
    assert.ok(asked > 6);
  });

  it('is given up on after --timeout, saying what the deletion fails on and that the service goes on', async () => {
    const item = { item_id: 'item-1', kind: 'volume', last_error: 'refused: the volume is locked' };
    const failing = {
      desktop_id: id,
      computer_name: 'desk',
      failed_since: '2026-01-01T00:00:00.000Z',
      waiting_for: [item, { ...item, item_id: 'item-2', last_error: null }],
    };
    const others = { ...failing, desktop_id: 'b130ab3a-72bf-4b71-baa9-af4987c8e338' };
    const running = {
      jobs: [{ status: 'RUNNING', process: 5, entities: { desktop_id: id } }],
      total_count: 1,
    };
    const listener: RequestListener = (request, response) => {
      const { method, url = '' } = request;
      response.setHeader('x-job-id', 'job');
      if (method === 'DELETE') response.writeHead(204).end();
      else if (url.includes('/deletion-plan')) response.end(JSON.stringify(plan));
      else if (url.includes('workspace-sub-jobs')) response.end(JSON.stringify(running));
      else if (url.includes('/deletions?'))
        response.end(JSON.stringify({ total_count: 2, deletions: [others, failing] }));
      else if (url.includes('/deletions/'))
        response.end(JSON.stringify({ items: [{ ...item, device: '/dev/vda' }] }));
      else response.end(JSON.stringify({ desktop: { desktop_id: id, computer_name: 'desk' } }));
    };
    const result = await runAgainst(listener, 'desktop', 'delete', id, '--yes', '--wait', '--timeout', '1');
    assert.equal(result.code, 1);
    const why = 'failed, retrying: disk /dev/vda (item-1): refused: the volume is locked';
    assert.equal(result.stderr.split('\n').filter((line) => line === why).length, 1, result.stderr);
    assert.match(result.stderr, /timed out after [^;]*; failed, retrying: .* The service continues the work/);
    assert.ok(result.stderr.includes(`; ${why}. The service continues`), result.stderr);
  });
});
