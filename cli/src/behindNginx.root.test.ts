import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { signRequest } from '@deskplane/server/iam/signatures/signRequest.js';
import { freePort } from '@deskplane/server/testing/freePort.js';
import { makeCertificate } from '@deskplane/server/testing/makeCertificate.js';
import { type ServiceProcess, startServiceProcess } from '@deskplane/server/testing/startServiceProcess.js';
import {
  makeTemporaryDirectory,
  type TemporaryDirectory,
} from '@deskplane/server/testing/temporaryDirectory.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { deskplanePath, run } from './testing/runDeskplane.js';

/** The nginx sample of the documentation, as it is read there. */
async function readSample(language: 'en' | 'zh'): Promise<string> {
  const text = await readFile(new URL(`../../docs/${language}/proxy.md`, import.meta.url), 'utf8');
  const [, sample] = /```nginx\n([^]*?)```/.exec(text) ?? [];
  assert.ok(sample !== undefined, `docs/${language}/proxy.md has no sample`);
  return sample;
}

/** The sample with this machine's names in place of the example's; each must be there to be replaced. */
function replaceIn(sample: string, replacements: readonly (readonly [string, string])[]): string {
  return replacements.reduce((text, [from, to]) => {
    assert.ok(text.includes(from), `the sample has no ${from}`);
    return text.replaceAll(from, to);
  }, sample);
}

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

describe('behind nginx with the configuration of the documentation', () => {
  const pair = makeCertificate(['localhost']);
  let directory: TemporaryDirectory;
  let service: ServiceProcess;
  let publicUrl: string;
  let stopNginx: (() => Promise<void>) | undefined;

  before(async () => {
    directory = await makeTemporaryDirectory();
    const port = await freePort();
    publicUrl = `https://localhost:${port}`;
    service = await startServiceProcess({
      DESKPLANE_PUBLIC_URL: publicUrl,
      DESKPLANE_TRUSTED_PROXIES: '127.0.0.1',
    });
    stopNginx = await startNginx(port);
  });
  after(async () => {
    await stopNginx?.();
    await service?.remove();
    await directory?.remove();
  });

  async function startNginx(port: number): Promise<() => Promise<void>> {
    const place = (name: string): string => join(directory.path, name);
    await writeFile(place('chain.pem'), pair.cert);
    await writeFile(place('key.pem'), pair.key, { mode: 0o600 });
    const sample = replaceIn(await readSample('en'), [
      ['server 127.0.0.1:8080;', `server ${new URL(service.endpoint).host};`],
      ['listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`],
      ['server_name desktops.example.com;', 'server_name localhost;'],
      ['/etc/ssl/desktops.example.com/fullchain.pem', place('chain.pem')],
      ['/etc/ssl/desktops.example.com/key.pem', place('key.pem')],
    ]);
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
      .map((name) => `${name}_temp_path ${place(name)};`)
      .join('\n');
    const around = `daemon off;\npid ${place('pid')};\nerror_log ${place('error.log')};\nevents {}\n`;
    await writeFile(place('nginx.conf'), `${around}http {\naccess_log off;\n${temporary}\n${sample}\n}\n`);
    const nginx = spawn('/usr/sbin/nginx', ['-c', place('nginx.conf'), '-e', place('error.log')], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const exited = once(nginx, 'exit');
    await waitUntil(async () => (await ask(['GET', '/healthz'])).status === 200, 'nginx answers');
    return async () => {
      nginx.kill('SIGTERM');
      await exited;
    };
  }

  function ask(
    [method, path]: readonly [string, string],
    headers: Record<string, string> = {},
    body = '',
    localAddress = '127.0.0.1',
  ): Promise<Answer> {
    const { port } = new URL(publicUrl);
    const more = body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          host: '127.0.0.1',
          servername: 'localhost',
          port,
          method,
          path,
          localAddress,
          ca: pair.cert,
          headers: { host: `localhost:${port}`, ...headers, ...more },
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
          );
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }

  /** Signed with the Host, as the SDKs do. */
  function askSigned(method: string, path: string, body = '', more: Partial<Record<string, string>> = {}) {
    const { access_key: accessKey, secret_key: secretKey } = service.credentials;
    const headers = { 'content-type': 'application/json' };
    const url = new URL(publicUrl + path);
    const signed = signRequest({ method, url, headers, body, accessKey, secretKey, now: new Date() });
    assert.ok(Object.values(signed).some((value) => /SignedHeaders=[^,]*\bhost\b/.test(value)));
    const { forwardedFor, from } = more;
    return ask(
      [method, path],
      { ...signed, ...(forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor }) },
      body,
      from,
    );
  }

  const deskplane = (...words: string[]) =>
    run(process.execPath, [deskplanePath, ...words], {
      environment: {
        DESKPLANE_CREDENTIALS: service.credentialsPath,
        NODE_EXTRA_CA_CERTS: join(directory.path, 'chain.pem'),
      },
    });

  it('the command works by the public URL, from the first desktop to its receipt', async () => {
    for (const words of [
      ['status'],
      ['desktop', 'create', '--name', 'demo', '--user', 'ann', '--wait'],
      ['desktop', 'show', 'demo'],
      ['desktop', 'delete', 'demo', '--yes', '--wait'],
    ]) {
      const { code, stdout, stderr } = await deskplane(...words);
      assert.equal(code, 0, `${words.join(' ')}: ${stdout}${stderr}`);
    }
    const { stdout } = await deskplane('env');
    assert.ok(stdout.includes(`${publicUrl}/v3`), stdout);
    assert.doesNotMatch(stdout, /http:\/\//);
  });

  it('catalogue and versions say the public URL', async () => {
    const catalogue = await askSigned('GET', '/v3/auth/catalog');
    assert.equal(catalogue.status, 200, catalogue.text);
    const versions = await ask(['GET', '/v3']);
    for (const { text } of [catalogue, versions]) {
      const urls = text.match(/https?:\/\/[^"]+/g) ?? [];
      assert.ok(urls.length > 0);
      for (const url of urls) assert.equal(new URL(url).origin, publicUrl);
    }
  });

  it('an audit event records where the client is, not what it claims', async () => {
    const body = JSON.stringify({ group: { name: 'proxied' } });
    const from = { from: '127.0.0.3', forwardedFor: '192.0.2.1' };
    const made = await askSigned('POST', '/v3/groups', body, from);
    assert.equal(made.status, 201, made.text);
    const project = service.credentials.project_id;
    const events = await askSigned(
      'GET',
      `/v3/${project}/traces?request_id=${String(made.headers['x-request-id'])}&trace_type=system`,
    );
    assert.match(events.text, /"source_ip":"127\.0\.0\.3"/);
    await waitUntil(
      () => /"route":"\/v3\/groups".*"from":"127\.0\.0\.3"/.test(service.log()),
      'the address in the log',
    );
  });

  it('signatures hold for paths with percent signs, and for bodies of nearly 1 MiB', async () => {
    const strange = await askSigned('GET', '/v3.0/OS-CREDENTIAL/credentials/A%2FB%41');
    assert.equal(strange.status, 404, strange.text);
    const body = JSON.stringify({ desktop_ids: [], x: 'x'.repeat(1_000_000) });
    const large = await askSigned(
      'POST',
      `/v2/${service.credentials.project_id}/desktops/batch-delete`,
      body,
    );
    assert.equal(large.status, 400, large.text);
    assert.match(large.text, /desktop_ids/);
  });

  it('a token of 40 000 characters reaches the service', async () => {
    const answer = await ask(['GET', '/v3/projects'], { 'x-auth-token': 'x'.repeat(40_000) });
    assert.equal(answer.status, 401);
    assert.match(answer.text, /the token is not valid/);
  });

  it('the sample is the same in both languages', async () => {
    assert.equal(await readSample('zh'), await readSample('en'));
  });
});
