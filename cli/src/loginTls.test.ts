import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer, type Server } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { makeCertificate } from '@deskplane/server/testing/makeCertificate.js';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { deskplanePath, type Run, run } from './testing/runDeskplane.js';

let service: TestService;
let front: Server;
let home: string;
let endpoint: string;
before(async () => {
  service = await startTestService();
  home = await mkdtemp(join(tmpdir(), 'deskplane-home-'));
  const { cert, key } = makeCertificate(['127.0.0.1']);
  await writeFile(join(home, 'ca.pem'), cert);
  await writeFile(join(home, 'cert.pem'), cert);
  await writeFile(join(home, 'key.pem'), key);
  // As a proxy in front of the service does, which hands the name on that was asked for.
  front = createServer({ cert, key }, (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const on = request(service.endpoint + url, { method: method ?? 'GET', headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(on);
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  const address = front.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  endpoint = `https://127.0.0.1:${address.port}`;
});
after(async () => {
  front?.closeAllConnections();
  front?.close();
  await rm(home, { recursive: true, force: true });
  await service?.remove();
});

const deskplane = (...words: string[]): Promise<Run> =>
  run(process.execPath, [deskplanePath, ...words], {
    environment: { XDG_CONFIG_HOME: home, DESKPLANE_PASSWORD: service.credentials.password },
  });
const logIn = (...words: string[]): Promise<Run> => {
  const { domain_name: account, user_name: user } = service.credentials;
  return deskplane('login', '--url', endpoint, '--account', account, '--user', user, ...words);
};

describe('a log-in over https with a certificate of one’s own', () => {
  it('fails without --ca, and with it the certificate is kept for every later call', async () => {
    const distrusted = await logIn();
    assert.equal(distrusted.code, 4);
    assert.match(distrusted.stderr, /cannot reach the service at https:.*--ca/s);
    const trusted = await logIn('--ca', join(home, 'ca.pem'));
    assert.equal(trusted.code, 0, trusted.stderr);
    await rm(join(home, 'ca.pem'));
    const created = await deskplane('desktop', 'create', '--name', 'safe', '--wait');
    assert.equal(created.code, 0, created.stderr);
    assert.equal((await deskplane('desktop', 'delete', 'safe', '--yes', '--wait')).code, 0);
    const watched = await deskplane('deletion', 'watch', 'safe');
    assert.deepEqual([watched.code, /The desktop is gone/.test(watched.stdout)], [0, true], watched.stderr);
    assert.equal((await deskplane('logout')).code, 0);
  });

  it('says what is wrong with the address: its name, http for https, https for http', async () => {
    const elsewhere = (url: string) => {
      const { domain_name: account, user_name: user } = service.credentials;
      const who = ['--account', account, '--user', user, '--ca', join(home, 'cert.pem')];
      return deskplane('login', '--url', url, ...who);
    };
    const named = await elsewhere(endpoint.replace('127.0.0.1', 'localhost'));
    assert.equal(named.code, 4);
    assert.match(named.stderr, /its certificate is for other names \(IP Address:127\.0\.0\.1\)/);
    assert.doesNotMatch(named.stderr, /--ca|not trusted/);
    const plain = await elsewhere(endpoint.replace('https:', 'http:'));
    assert.equal(plain.code, 4);
    assert.match(plain.stderr, /ended without an answer .*its address begins with https/);
    const secure = await elsewhere(service.endpoint.replace('http:', 'https:'));
    assert.equal(secure.code, 4);
    assert.match(secure.stderr, /does not speak TLS\. Is its address http instead of https\?/);
  });

  it('refuses a file that holds no certificate', async () => {
    const path = join(home, 'key.pem');
    assert.match(await readFile(path, 'utf8'), /PRIVATE KEY/);
    const refused = await logIn('--ca', path);
    assert.deepEqual([refused.code, /it holds no certificate in PEM/.test(refused.stderr)], [2, true]);
  });
});
