import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { RequestListener, ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import { runAgainst, signed, withFake } from './testing/fakeService.js';
import { deskplanePath } from './testing/runDeskplane.js';

const id = 'a130ab3a-72bf-4b71-baa9-af4987c8e338';

const away = (response: ServerResponse, status: 429 | 503): void => {
  response.writeHead(status, { 'retry-after': '1' });
  response.end(JSON.stringify({ error_code: 'DPL.0503', error_msg: 'starting' }));
};

describe('deletion watch, with a service that restarts or has too much to do', () => {
  it('waits for the events and for the deletion itself', async () => {
    let streams = 0;
    let reads = 0;
    const listener: RequestListener = ({ url = '' }, response) => {
      if (!url.endsWith('/events')) {
        reads += 1;
        if (reads === 1) away(response, 503);
        else response.end(JSON.stringify({ desktop_id: id, items: [] }));
        return;
      }
      streams += 1;
      if (streams === 1) return away(response, 503);
      if (streams === 3) return away(response, 429);
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
      const [name, data] = streams === 2 ? ['accepted', { items_total: 1 }] : ['done', { released: 0 }];
      response.end(`id: ${streams}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    };
    const { code, stdout, stderr } = await runAgainst(listener, 'deletion', 'watch', id);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /accepted: 1 item[^]*The desktop is gone\.\n$/);
    assert.match(stderr, /The service does not answer; retrying/);
    assert.deepEqual([streams, reads], [4, 2]);
  });
});

describe('Ctrl-C while the answer to a change is awaited', () => {
  /** Presses it once the service has the request. */
  const cut = (words: readonly string[]) => {
    let arrived = (): void => undefined;
    const asked = new Promise<void>((resolve) => (arrived = resolve));
    return withFake(
      signed(() => arrived()),
      async ({ credentialsPath }) => {
        const child = spawn(process.execPath, [deskplanePath, ...words], {
          env: { DESKPLANE_CREDENTIALS: credentialsPath, LANG: 'C.UTF-8', PATH: process.env['PATH'] },
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        let said = '';
        for (const stream of [child.stdout, child.stderr])
          stream.setEncoding('utf8').on('data', (text: string) => (said += text));
        const ended = once(child, 'close');
        await asked;
        child.kill('SIGINT');
        const [code, signal] = await ended;
        return { code, signal, said };
      },
    );
  };

  it('says that whether it was done is not known', async () => {
    const { code, said } = await cut(['reset', '--yes']);
    assert.equal(code, 130, said);
    assert.match(said, /interrupted before the service answered\. Whether the service did .* is not known/);
    const json = await cut(['user', 'create', 'ann', '--email', 'ann@example.com', '--json']);
    const { error } = JSON.parse(json.said);
    assert.deepEqual([json.code, error.kind, error.outcome], [130, 'interrupted', 'unknown']);
  });

  it('is nothing to speak of where nothing is changed', async () => {
    assert.deepEqual(await cut(['desktop', 'list']), { code: null, signal: 'SIGINT', said: '' });
  });
});
