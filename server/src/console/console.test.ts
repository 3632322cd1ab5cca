import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { startTestService, type TestService } from '../testing/startTestService.js';

const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
let service: TestService;
let top: string;
let folder: string;
before(async () => {
  top = await mkdtemp(join(tmpdir(), 'deskplane-console-'));
  folder = join(top, 'built');
  service = await startTestService({ edge: { consoleFolder: folder, limitRequests: true } });
});
after(async () => {
  await service.remove();
  await rm(top, { recursive: true });
});
beforeEach(() => rm(folder, { recursive: true, force: true }));

let built = 0;
/** A build is never changed: a name of its own for each. */
const next = (): string => `build-${(built += 1)}`;

/** Leaves a build as the console's own does; what is not listed lies beside. */
async function build(
  name: string,
  files: Record<string, string | Buffer>,
  listed = Object.keys(files),
): Promise<void> {
  for (const [path, content] of Object.entries({ ...files, 'files.json': JSON.stringify(listed) })) {
    await mkdir(dirname(join(folder, name, path)), { recursive: true });
    await writeFile(join(folder, name, path), content);
  }
  await symlink(name, join(folder, 'next'));
  await rename(join(folder, 'next'), join(folder, 'current'));
}

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly bytes: Buffer;
  readonly text: string;
}

/** As it stands: `fetch` would tidy the path up and unpack the answer. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  const { hostname, port } = new URL(service.endpoint);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () => {
        const bytes = Buffer.concat(pieces);
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          bytes,
          text: bytes.toString(),
        });
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}

const policy =
  "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

describe('browsers', () => {
  it('are sent from the address of the service to the console; programs get what they always got', async () => {
    const answer = await get('/', html);
    assert.equal(answer.status, 302);
    assert.equal(answer.headers.location, '/console');
    for (const accept of ['*/*', 'application/json', undefined]) {
      const programs = await get('/', accept === undefined ? {} : { accept });
      assert.equal(programs.status, 300);
      assert.match(programs.text, /"versions"/);
    }
  });

  it('get the page wherever in the console, the Explorer or the desk they go', async () => {
    await build(next(), { 'index.html': '<p>page</p>' });
    for (const path of [
      '/console',
      '/console/',
      '/console/desktops/1?x=y',
      '/explorer',
      '/explorer/DeleteDesktop',
      '/desk',
      '/desk/x',
    ]) {
      const answer = await get(path, html);
      assert.equal(answer.status, 200, path);
      assert.equal(answer.text, '<p>page</p>');
      assert.equal(answer.headers['cache-control'], 'no-cache');
      assert.equal(answer.headers['content-security-policy'], policy);
      assert.equal(answer.headers['x-content-type-options'], 'nosniff');
      const program = await get(path, { accept: '*/*' });
      assert.equal(program.status, 404, path);
      assert.match(program.text, /APIGW\.0101/);
      assert.equal(program.headers['content-security-policy'], policy);
    }
    assert.equal((await get('/console', html, 'HEAD')).status, 200);
    assert.equal((await get('/consoles', html)).status, 404);
  });

  it('keep what they have while it is still good', async () => {
    await build(next(), { 'index.html': '<p>page</p>', 'assets/x-1.js': 'x()', 'icon.svg': '<svg/>' });
    const asset = await get('/console/assets/x-1.js');
    assert.equal(asset.headers['cache-control'], 'public, max-age=31536000, immutable');
    assert.equal(asset.headers['content-type'], 'text/javascript; charset=utf-8');
    assert.equal((await get('/console/icon.svg')).headers['cache-control'], 'no-cache');
    for (const path of ['/console/assets/x-1.js', '/console', '/console/icon.svg']) {
      const { headers } = await get(path, html);
      const again = await get(path, { ...html, 'if-none-match': String(headers.etag) });
      assert.equal(again.status, 304, path);
      assert.equal(again.text, '');
    }
  });

  it('get files packed as they can unpack them', async () => {
    const script = 'x();'.repeat(1_000);
    await build(next(), {
      'index.html': '<p>page</p>',
      'assets/x.js': script,
      'assets/x.js.br': brotliCompressSync(script),
      'assets/x.js.gz': gzipSync(script),
      'assets/y.js': 'y()',
      'assets/y.js.gz': gzipSync('y()'),
    });
    const brotli = await get('/console/assets/x.js', { 'accept-encoding': 'gzip, deflate, br' });
    assert.equal(brotli.headers['content-encoding'], 'br');
    assert.equal(brotliDecompressSync(brotli.bytes).toString(), script);
    const gzip = await get('/console/assets/y.js', { 'accept-encoding': 'gzip, deflate, br' });
    assert.equal(gzip.headers['content-encoding'], 'gzip');
    assert.equal(gunzipSync(gzip.bytes).toString(), 'y()');
    const plain = await get('/console/assets/x.js');
    assert.equal(plain.headers['content-encoding'], undefined);
    assert.equal(plain.text, script);
    assert.equal(plain.headers.vary, 'accept-encoding');
  });

  it('may load all of it at once, again and again', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `assets/part-${index}.js`);
    await build(
      next(),
      Object.fromEntries([['index.html', '<p>page</p>'], ...names.map((name) => [name, name])]),
    );
    for (let time = 0; time < 10; time += 1) {
      const answers = await Promise.all(names.map((name) => get(`/console/${name}`)));
      assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    }
  });
});

describe('only what the build lists', () => {
  it('is served, however a path is written', async () => {
    await writeFile(join(top, 'secret.txt'), 'SECRET');
    await build(
      next(),
      {
        'index.html': '<p>page</p>',
        'assets/x.js': 'x()',
        'assets/x.js.map': 'SECRET',
        'notes.txt': 'SECRET',
      },
      [
        'index.html',
        'assets/x.js',
        '../secret.txt',
        '../../secret.txt',
        '/etc/passwd',
        'assets/../notes.txt',
        'assets/x.js.map',
      ],
    );
    const paths = [
      '/console/../secret.txt',
      '/console/assets/../../../secret.txt',
      '/console/..%2f..%2fsecret.txt',
      '/console/%2e%2e/%2e%2e/secret.txt',
      '/console/assets/..%5c..%5csecret.txt',
      '/console/assets/%2e%2e/%2e%2e/files.json',
      '/console//etc/passwd',
      '/console/%2fetc%2fpasswd',
      '/console/notes.txt',
      '/console/files.json',
      '/console/assets/../notes.txt',
      '/console/assets/x.js.map',
      '/console/assets/x.js%00.html',
      '/console/assets/',
      '/console/api/nothing',
      '/console/constructor',
      '/console/assets/__proto__',
    ];
    for (const path of paths) {
      for (const headers of [{}, html]) {
        const answer = await get(path, headers);
        assert.ok(
          answer.status === 404 || answer.status === 400 || answer.text === '<p>page</p>',
          `${path}: ${answer.status}`,
        );
        assert.doesNotMatch(answer.text, /SECRET|root:|index\.html/);
      }
    }
    for (const path of ['/console/assets/none.js', '/console/api/nothing'])
      assert.equal((await get(path, html)).headers['content-security-policy'], policy);
  });
});

describe('a build', () => {
  it('that is not there yet, or failed, says so in both languages', async () => {
    const early = await get('/console', html);
    assert.equal(early.status, 503);
    assert.equal(early.headers['retry-after'], '3');
    assert.equal(early.headers['cache-control'], 'no-store');
    assert.match(early.text, /being prepared[^]*正在准备/);
    assert.match(early.text, /http-equiv="refresh"/);
    await mkdir(folder, { recursive: true });
    const message = 'error in <script>alert("x")</script>';
    await writeFile(join(folder, 'state.json'), JSON.stringify({ state: 'failed', message }));
    const failed = await get('/console', html);
    assert.equal(failed.status, 503);
    assert.match(failed.text, /npm run build:console[^]*npm run build:console/);
    assert.match(failed.text, /could not be built[^]*error in &#60;script&#62;[^]*构建失败/);
    assert.doesNotMatch(failed.text, /<script/);
    await writeFile(join(folder, 'state.json'), '{"state":');
    assert.equal((await get('/desk', html)).status, 503);
  });

  it('takes the place of the one before at once, whose open pages go on', async () => {
    await build(next(), { 'index.html': 'one', 'assets/a.js': 'a()', 'icon.svg': '<svg/>' });
    assert.equal((await get('/console', html)).text, 'one');
    await build(next(), { 'index.html': 'two', 'assets/b.js': 'b()' });
    assert.equal((await get('/console', html)).text, 'two');
    assert.equal((await get('/console/assets/b.js')).text, 'b()');
    assert.equal((await get('/console/assets/a.js')).text, 'a()');
    assert.equal((await get('/console/icon.svg')).status, 404);
  });

  it('that cannot be read is trouble that passes', async () => {
    await build('c', { 'index.html': 'three' });
    await writeFile(join(folder, 'c', 'files.json'), '["index.html"');
    assert.equal((await get('/console', html)).status, 500);
    await writeFile(join(folder, 'c', 'files.json'), '["index.html"]');
    assert.equal((await get('/console', html)).text, 'three');
  });
});
