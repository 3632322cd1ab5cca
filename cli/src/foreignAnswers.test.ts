import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { describe, it } from 'node:test';
import { Failure } from './failure.js';
import { createProgram } from './program.js';
import { requestId, runAgainst, runAgainstStranger, withFake } from './testing/fakeService.js';
import { quietTerminal } from './testing/wholeProgram.js';

const id = 'a130ab3a-72bf-4b71-baa9-af4987c8e338';

/** Changes, work that is waited for, lists, downloads and events: each claims something. */
const commands: readonly (readonly string[])[] = [
  ['workspace', 'lock', 'why'],
  ['desktop', 'list'],
  ['desktop', 'stop', id, '--wait'],
  ['desktop', 'delete', id, '--yes'],
  ['user', 'create', 'ann', '--email', 'ann@example.com'],
  ['user', 'template'],
  ['reset', '--yes'],
  ['receipt', 'keys'],
  ['audit', 'export'],
  ['clock', 'move', '1h'],
  ['deletion', 'watch', id],
  ['status'],
];

const answers: readonly (readonly [what: string, listener: RequestListener, said: RegExp])[] = [
  [
    'leads elsewhere',
    (request, response) => response.writeHead(308, { location: `https://desk.example${request.url}` }).end(),
    /redirects to https:\/\/desk\.example and does not answer/,
  ],
  ['leads nowhere', (_, response) => response.writeHead(302).end(), /is not Deskplane: it redirects/],
  ['is empty', (_, response) => response.end(), /is not Deskplane \(HTTP 200/],
  ['is nothing', (_, response) => response.writeHead(204).end(), /is not Deskplane \(HTTP 204/],
  ['is any JSON', (_, response) => response.end('{}'), /is not Deskplane \(HTTP 200/],
  ['is any error', (_, response) => response.writeHead(404).end('{}'), /is not Deskplane \(HTTP 404/],
];

describe('an answer that is not of Deskplane', () => {
  for (const [what, listener, said] of answers)
    it(`and ${what} is no success of any command`, async () => {
      await withFake(listener, async ({ credentialsPath }) => {
        for (const words of commands) {
          const terminal = quietTerminal('en');
          const environment = { DESKPLANE_CREDENTIALS: credentialsPath };
          const { command } = createProgram({ terminal, environment, cwd: '/', version: '0' });
          const failure: unknown = await command.parseAsync(words, { from: 'user' }).then(
            () => undefined,
            (error: unknown) => error,
          );
          assert.ok(failure instanceof Failure, words.join(' '));
          assert.deepEqual([failure.exitCode, terminal.said], [4, []], words.join(' '));
          assert.match(failure.message, said, words.join(' '));
        }
      });
    });

  it('leaves the credentials file as it is', async () => {
    const redirect: RequestListener = (_, response) => response.writeHead(301, { location: '/' }).end();
    await withFake(redirect, async (deskplane) => {
      const before = await readFile(deskplane.credentialsPath, 'utf8');
      assert.equal((await deskplane.run('admin', 'password')).code, 4);
      assert.equal(await readFile(deskplane.credentialsPath, 'utf8'), before);
    });
  });

  it('is one of Deskplane also where a proxy adds an ID of its own, and is none without what was asked for', async () => {
    const list = JSON.stringify({ desktops: [], total_count: 0 });
    const proxied: RequestListener = (_, response) =>
      response.setHeader('x-request-id', ['edge-1', requestId]).end(list);
    assert.equal((await runAgainstStranger(proxied, 'desktop', 'list')).code, 0);
    for (const listener of [
      (_, response) => response.end(),
      (_, response) => response.writeHead(204).end(),
    ] satisfies RequestListener[]) {
      const { code, stderr } = await runAgainst(listener, 'desktop', 'list');
      assert.equal(code, 4);
      assert.match(stderr, /is not Deskplane \(HTTP 20[04] without JSON\)/);
    }
  });
});
