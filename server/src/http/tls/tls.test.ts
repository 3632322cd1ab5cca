import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, type AgentOptions, request } from 'node:https';
import { after, before, describe, it } from 'node:test';
import { connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import type { TlsPair } from '../../system/tlsPair.js';
import { makeCertificate } from '../../testing/makeCertificate.js';
import { type ServiceProcess, startServiceProcess } from '../../testing/startServiceProcess.js';
import { waitUntil } from '../../testing/waitUntil.js';

const first = makeCertificate(['localhost', '127.0.0.1']);
const second = makeCertificate(['localhost', '127.0.0.1']);

let service: ServiceProcess;
before(async () => {
  service = await startServiceProcess({ DESKPLANE_CLIENT_CONNECTIONS: '10' }, first);
});
after(() => service.remove());

const get = (path: string, options: AgentOptions): Promise<string> =>
  new Promise((resolve, reject) => {
    const agent = new Agent(options);
    const sent = request(`${service.endpoint}${path}`, { agent }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        agent.destroy();
        resolve(text);
      });
    });
    sent.on('error', reject);
    sent.end();
  });

async function connectWith({ cert }: TlsPair): Promise<TLSSocket> {
  const socket = connect({ port: Number(new URL(service.endpoint).port), host: '127.0.0.1', ca: cert });
  await once(socket, 'secureConnect');
  return socket;
}

const isOf = (peer: DetailedPeerCertificate, { cert }: TlsPair): boolean =>
  `-----BEGIN CERTIFICATE-----\n${peer.raw.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n` ===
  cert;

describe('TLS without a proxy', () => {
  it('is in the address, in links and in the credentials', async () => {
    assert.match(service.endpoint, /^https:\/\/127\.0\.0\.1:\d+$/);
    assert.equal(service.credentials.endpoint, service.endpoint);
    const versions: unknown = JSON.parse(await get('/v3', { ca: first.cert }));
    assert.ok(JSON.stringify(versions).includes(`"href":"${service.endpoint}/v3/"`));
    await assert.rejects(get('/v3', {}), /self-signed certificate/);
    await assert.rejects(fetch(`${service.endpoint.replace('https', 'http')}/v3`), 'plain HTTP');
  });

  it('goes over to a new certificate, and open connections go on with the old one', async () => {
    const open = await connectWith(first);
    service.renew(second);
    await waitUntil(() => service.log().includes('the TLS certificate was renewed'), 'the line in the log');
    const later = await connectWith(second);
    assert.ok(isOf(later.getPeerCertificate(true), second));
    later.destroy();
    let answer = '';
    open.setEncoding('utf8').on('data', (text: string) => (answer += text));
    open.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await waitUntil(() => answer.startsWith('HTTP/1.1 200 '), 'an answer');
    open.destroy();
  });

  it('is for so many connections at once as are allowed', async () => {
    const connectWhenThereIsRoom = (): Promise<TLSSocket> =>
      waitUntil(() => connectWith(second), 'room for one');
    const open: TLSSocket[] = [];
    try {
      for (let count = 0; count < 10; count += 1) open.push(await connectWhenThereIsRoom());
      await assert.rejects(connectWith(second), 'one too many');
      await waitUntil(
        () => /as many as DESKPLANE_CLIENT_CONNECTIONS allows/.test(service.log()),
        'a line in the log',
      );
      open.pop()?.destroy();
      open.push(await connectWhenThereIsRoom());
    } finally {
      for (const socket of open) socket.destroy();
    }
  });
});
