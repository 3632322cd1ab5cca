import assert from 'node:assert/strict';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { type Deskplane, deskplanePath, prepareDeskplane, run } from './testing/runDeskplane.js';

let service: TestService;
let deskplane: Deskplane;

before(async () => {
  service = await startTestService();
  deskplane = await prepareDeskplane(service.credentials);
});
after(async () => {
  await deskplane?.remove();
  await service?.remove();
});

/** Runs with another credentials file. */
async function runWith(credentials: string | object, ...words: string[]) {
  const other = await prepareDeskplane(credentials);
  const result = await other.run(...words);
  await other.remove();
  return result;
}

/** An address that nothing listens on any more. */
async function freeEndpoint(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('The server had no port.');
  return `http://127.0.0.1:${address.port}`;
}

describe('deskplane status', () => {
  it('tells whether the service is ready, its engine, and what it is doing', async () => {
    const result = await deskplane.run('status');
    assert.equal(result.code, 0, result.stderr);
    assert.ok(result.stdout.startsWith(`Deskplane is running at ${service.endpoint}.\n`));
    assert.match(
      result.stdout,
      /Ready +yes[^]*Engine +simulated, working[^]*Desktops +0[^]*Deletions running +0/,
    );
    const { enterprise_id } = (await service.call('GET', '/workspaces')).body;
    assert.match(result.stdout, new RegExp(`Enterprise ID +${enterprise_id}`));
    assert.match(result.stdout, /Desk +the page \/desk of the service[^]*DESKPLANE_PUBLIC_URL[^]*SMTP_URL/);
    const json = JSON.parse((await deskplane.run('status', '--json')).stdout);
    assert.deepEqual([json.enterprise_id, json.desk_url, json.keeps_mails], [enterprise_id, null, true]);
    assert.deepEqual([json.running, json.ready, json.desktops, json.deletions_running], [true, true, 0, 0]);
  });

  it('says so and ends with 4 when nothing runs', async () => {
    const endpoint = await freeEndpoint();
    const nowhere = { ...service.credentials, endpoint };
    const result = await runWith(nowhere, 'status');
    assert.equal(result.code, 4);
    assert.ok(result.stderr.includes(`does not answer at ${endpoint}: nothing listens there.`));
    assert.match(result.stderr, /Start it with: npm (--prefix \S+ )?start\n$/);
    const json = await runWith(nowhere, 'status', '--json');
    assert.equal(json.code, 4);
    const told = JSON.parse(json.stdout);
    assert.deepEqual([told.running, told.error.kind, told.error.exit_code], [false, 'unreachable', 4]);
  });

  it('says so when the credentials are not valid any more', async () => {
    const result = await runWith({ ...service.credentials, secret_key: 'x'.repeat(40) }, 'status');
    assert.equal(result.code, 4);
    assert.match(result.stderr, /are no longer valid/);
  });
});

describe('deskplane env', () => {
  it('gives a shell every variable, whatever the secrets look like', async () => {
    const password = `a'b"c $HOME \\ \`id\``;
    const other = await prepareDeskplane({ ...service.credentials, password });
    const script = `eval "$('${process.execPath}' '${deskplanePath}' env)" && '${process.execPath}' -p 'JSON.stringify(process.env)'`;
    const result = await run('/bin/sh', ['-c', script], {
      environment: { DESKPLANE_CREDENTIALS: other.credentialsPath },
    });
    assert.equal(result.code, 0, result.stderr);
    const variables: Record<string, string> = JSON.parse(result.stdout);
    const { credentials, endpoint } = service;
    assert.equal(variables['OS_PASSWORD'], password);
    assert.equal(variables['OS_AUTH_URL'], `${endpoint}/v3`);
    assert.equal(variables['HUAWEICLOUD_SDK_AK'], credentials.access_key);
    assert.equal(variables['HUAWEICLOUD_SDK_REGION_WORKSPACE_TEST_1'], endpoint);
    assert.equal(variables['HW_SECRET_KEY'], credentials.secret_key);
    const json = JSON.parse((await other.run('env', '--json')).stdout);
    for (const [name, value] of Object.entries(json)) assert.equal(variables[name], value, name);
    await other.remove();
  });

  it("prints Terraform's provider block, without secrets", async () => {
    const { stdout } = await deskplane.run('env', '--terraform');
    assert.match(stdout, /required_providers \{\s+huaweicloud = \{\s+source = "huaweicloud\/huaweicloud"/);
    assert.ok(stdout.includes(`workspace = "${service.endpoint}/"`));
    assert.ok(!stdout.includes(service.credentials.secret_key));
  });
});

describe('the credentials file', () => {
  it('may be named by an option, before or behind the command', async () => {
    const { credentialsPath, directory } = deskplane;
    for (const words of [
      ['--credentials', credentialsPath, 'status'],
      ['status', '--credentials', credentialsPath],
    ]) {
      const result = await run(process.execPath, [deskplanePath, ...words], { cwd: directory });
      assert.equal(result.code, 0, result.stderr);
    }
  });

  it('is found in the data directory', async () => {
    const environment = { DESKPLANE_DATA_DIR: deskplane.directory };
    const result = await run(process.execPath, [deskplanePath, 'status'], { environment });
    assert.equal(result.code, 0, result.stderr);
  });

  it('is named with what is wrong with it, never with what is in it', async () => {
    const missing = await deskplane.run('status', '--credentials', '/nowhere/credentials.json');
    assert.equal(missing.code, 4);
    assert.match(missing.stderr, /\/nowhere\/credentials\.json does not exist/);
    const directory = await deskplane.run('status', '--credentials', deskplane.directory);
    assert.equal(directory.code, 4);
    const text = await runWith('secret, not JSON', 'status');
    assert.equal(text.code, 4);
    assert.match(text.stderr, /is not a credentials file of Deskplane: it is not JSON/);
    assert.ok(!text.stderr.includes('secret,'));
    const partly = await runWith({ ...service.credentials, access_key: '' }, 'status');
    assert.match(partly.stderr, /it has no "access_key"/);
    const elsewhere = await runWith({ ...service.credentials, endpoint: 'file:///etc' }, 'status');
    assert.match(elsewhere.stderr, /its "endpoint" is not an HTTP address/);
  });
});

describe('a wrong command line', () => {
  it('ends with 2 and says what is wrong', async () => {
    const wrong: [string[], RegExp][] = [
      [['frob'], /unknown command 'frob'/],
      [['status', '--frob'], /unknown option '--frob'/],
      [['desktop', 'delete'], /missing required argument 'desktops'/],
      [['desktop', 'create', '--disk', 'big'], /--disk: "big" is not a size in GB/],
      [['desktop', 'create', '--count', '101'], /--count: "101" is not a whole number from 1 to 100/],
      [['desktop', 'create', '--email', 'a@example.com'], /--email needs --user/],
    ];
    for (const [words, expected] of wrong) {
      const result = await deskplane.run(...words);
      assert.equal(result.code, 2, words.join(' '));
      assert.match(result.stderr, expected);
      assert.equal(result.stdout, '');
    }
    assert.match((await deskplane.runInChinese('status', '--frob')).stderr, /未知选项“--frob”/);
  });

  it('is prevented by help in both languages, with the exit codes', async () => {
    const help = await deskplane.run('--help');
    assert.equal(help.code, 0);
    assert.match(help.stdout, /Usage: deskplane[^]*Exit codes:/);
    const chinese = await deskplane.runInChinese('desktop', 'delete', '--help');
    assert.equal(chinese.code, 0);
    assert.match(chinese.stdout, /用法[^]*--delete-users +同时删除/);
  });
});

describe('a clone that is not built', () => {
  it('is told how to build it, from where the user is', async () => {
    const copy = join(deskplane.directory, 'clone', 'bin', 'deskplane.mjs');
    await mkdir(dirname(copy), { recursive: true });
    await cp(deskplanePath, copy);
    await writeFile(join(deskplane.directory, 'package.json'), '{"type":"module"}');
    const result = await run(process.execPath, [copy, 'status']);
    assert.equal(result.code, 1);
    assert.match(result.stderr, /not built yet\. Build it .*: npm --prefix \S+ start\n$/);
  });
});
