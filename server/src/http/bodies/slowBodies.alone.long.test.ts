import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { signRequest } from '../../iam/signatures/signRequest.js';
import { passwordRequest } from '../../testing/iamFixture.js';
import { connectRaw, type RawClient, requestHead } from '../../testing/rawClient.js';
import { type ServiceProcess, startServiceProcess } from '../../testing/startServiceProcess.js';
import { callService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

const connections = 200;
const sent = 1_000_000;
/** Megabytes. */
const maxAdded = 30;

let service: ServiceProcess;
let desktops: string;

/** Resident memory of the service in bytes. */
async function memory(): Promise<number> {
  const status = await readFile(`/proc/${service.pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}

/** A request that never ends, with all of its body but a little, as much of it as is taken. */
interface Slow {
  readonly method?: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes?: number;
  /** Sent byte by byte, each a piece of its own, of which many are read at once. */
  readonly inChunks?: true;
}

async function sendSlow(slow: Slow): Promise<RawClient> {
  const { method = 'POST', path, headers, bytes = sent } = slow;
  const client = await connectRaw(service.endpoint);
  if (slow.inChunks === true) {
    client.write(
      requestHead(method, path, {
        'Content-Type': 'application/json',
        'Transfer-Encoding': 'chunked',
        ...headers,
      }),
    );
    client.write('1\r\nx\r\n'.repeat(bytes / 50));
    return client;
  }
  const more = { 'Content-Type': 'application/json', 'Content-Length': String(bytes + 10) };
  client.write(requestHead(method, path, { ...more, ...headers }));
  client.write(`{"a":"${'x'.repeat(bytes - 6)}`);
  return client;
}

/** As many as it takes to have made what is made once, whoever comes. */
async function warmUp(slow: () => Slow): Promise<void> {
  const clients = await Promise.all(Array.from({ length: 20 }, () => sendSlow(slow())));
  await logInAndList();
  for (const client of clients) client.end();
}

/**
 * The most that the service's memory grew while they were there, from the first byte to the last word on all of them.
 */
async function grownBy(slow: () => Slow): Promise<number> {
  const start = await memory();
  let max = start;
  const clients: RawClient[] = [];
  try {
    for (let index = 0; index < connections; index += 1) {
      clients.push(await sendSlow(slow()));
      max = Math.max(max, await memory());
    }
    await logInAndList();
    await waitUntil(async () => {
      max = Math.max(max, await memory());
      return clients.every((client) => client.isClosed() || client.status() !== undefined);
    }, 'a word on each slow request');
    for (const client of clients) assert.ok((client.status() ?? 400) >= 400, client.answer());
    return max - start;
  } finally {
    for (const client of clients) client.end();
  }
}

function signed(): Slow {
  const url = new URL(`${service.endpoint}${desktops}`);
  const { access_key: accessKey } = service.credentials;
  const parts = { method: 'POST', url, accessKey, secretKey: 'x'.repeat(40), now: new Date() };
  return { path: url.pathname, headers: signRequest({ ...parts, signHost: false }) };
}

function inPieces(): Slow {
  return { ...signed(), inChunks: true };
}

/** Honest ones are answered as ever. */
async function logInAndList(): Promise<void> {
  const { credentials, endpoint } = service;
  const scope = { project: { id: credentials.project_id } };
  const logIn = await callService(
    endpoint,
    'POST',
    '/v3/auth/tokens',
    passwordRequest(credentials, scope),
    {},
  );
  assert.equal(logIn.status, 201, logIn.text);
  const url = new URL(`${endpoint}/v2/${credentials.project_id}/desktops/batch-delete`);
  const body = JSON.stringify({ desktop_ids: [] });
  const { access_key: accessKey, secret_key: secretKey } = credentials;
  const headers = { 'content-type': 'application/json' };
  const parts = { method: 'POST', url, headers, body, accessKey, secretKey, now: new Date() };
  const call = await callService(endpoint, 'POST', url.pathname, body, signRequest(parts));
  assert.equal(call.status, 400, `let in, read and found wanting: ${call.text}`);
}

describe('200 slow connections', () => {
  before(async () => {
    service = await startServiceProcess();
    desktops = `/v2/${service.credentials.project_id}/desktops`;
  });
  after(() => service.remove());

  const kinds: readonly (readonly [string, () => Slow])[] = [
    ['without credentials', () => ({ path: desktops, headers: {} })],
    ['with an invented token', () => ({ path: desktops, headers: { 'X-Auth-Token': 'invented' } })],
    ['that log in with a large body', () => ({ path: '/v3/auth/tokens', headers: {} })],
    ['that log in with a body of 64 KiB', () => ({ path: '/v3/auth/tokens', headers: {}, bytes: 65_500 })],
    ['with a body on GET', () => ({ method: 'GET', path: '/v3', headers: {}, bytes: 65_500 })],
    ['to where nothing is', () => ({ path: '/nothing', headers: {} })],
    ['with a wrong signature of a known key', signed],
    ['with such a signature, byte by byte in chunks', inPieces],
  ];
  for (const [name, slow] of kinds) {
    it(`${name} take less than ${maxAdded} MB, are all refused, and keep nobody out`, async () => {
      await warmUp(slow);
      const grown = (await grownBy(slow)) / 1024 / 1024;
      assert.ok(grown < maxAdded, `${name}: ${grown.toFixed(1)} MB`);
    });
  }
});
