import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { createProgram } from '../program.js';
import { type Deskplane, deskplanePath, prepareDeskplane, run } from '../testing/runDeskplane.js';
import { allCommands, quietTerminal } from '../testing/wholeProgram.js';
import { shells, writeCompletion } from './writeCompletion.js';

/** Nobody waits at a key here, however busy the machine is. */
const patient = { DESKPLANE_COMPLETION_MS: '600000' };
/** Which credentials the shell has. */
let environment: Record<string, string> = patient;

/** What bash offers once a tab is pressed behind the last word. */
async function offered(...words: string[]): Promise<string[]> {
  const typed = ['deskplane', ...words].map((word) => `'${word}'`).join(' ');
  const script = [
    `source <('${process.execPath}' '${deskplanePath}' completion bash)`,
    `COMP_WORDS=(${typed}); COMP_CWORD=${words.length}; _deskplane`,
    'printf "%s\\n" "${COMPREPLY[@]}"',
  ].join('\n');
  const { stdout, stderr } = await run('bash', ['-c', script], { cwd: '/', environment });
  assert.equal(stderr, '');
  return stdout.split('\n').filter((word) => word !== '');
}

describe('deskplane completion', () => {
  it('offers commands and options in bash, where they belong', async () => {
    assert.deepEqual(await offered('desk'), ['desktop']);
    assert.deepEqual(await offered('desktop', 're'), ['reboot', 'rename', 'resize', 'rebuild']);
    assert.deepEqual(await offered('--profile', 'desktop', 'desktop', 'hib'), ['hibernate']);
    assert.deepEqual(await offered('desktop', 'create', '--na'), ['--name', '--name-policy']);
    assert.deepEqual(await offered('desktop', 'delete', 'list', '--fo'), ['--force']);
    assert.deepEqual(await offered('user', 'import', '--sk'), ['--skip-existing']);
    assert.ok((await offered('user', 'import', 'et')).includes('etc'), 'files, where nothing else fits');
    assert.ok((await offered('login', '--ca', 'et')).includes('etc'), 'files for the value of an option');
  });

  it('offers what an option or an argument is one of', async () => {
    assert.deepEqual(await offered('mail', 'list', '--state', ''), [
      'waiting',
      'sent',
      'kept',
      'undeliverable',
      'withdrawn',
    ]);
    assert.deepEqual(await offered('deletion', 'list', '--state', 'r'), ['running']);
    assert.deepEqual(await offered('completion', 'z'), ['zsh']);
  });

  it('is made of the whole program for each shell, in either language', () => {
    for (const language of ['en', 'zh'] as const) {
      const terminal = quietTerminal(language);
      const { command } = createProgram({ terminal, environment: {}, cwd: '/', version: '0' });
      for (const shell of shells) {
        const script = writeCompletion(command, shell);
        for (const { words, options } of allCommands(terminal)) {
          assert.ok(
            words.every((word) => script.includes(word)),
            words.join(' '),
          );
          for (const { long } of options) assert.ok(script.includes((long ?? '').slice(2)), long ?? '');
        }
      }
    }
  });

  it('refuses a shell that it does not know', async () => {
    const { code, stderr } = await run(process.execPath, [deskplanePath, 'completion', 'tcsh']);
    assert.equal(code, 2);
    assert.match(stderr, /bash, zsh, fish/);
    const chinese = await run(process.execPath, [deskplanePath, 'completion', 'tcsh'], {
      environment: { LANG: 'zh_CN.UTF-8' },
    });
    assert.match(chinese.stderr, /参数的值“tcsh”无效.*bash, zsh, fish/);
  });
});

describe('names of the service', () => {
  let service: TestService;
  let deskplane: Deskplane;
  before(async () => {
    service = await startTestService();
    deskplane = await prepareDeskplane(service.credentials);
    environment = { ...patient, DESKPLANE_CREDENTIALS: deskplane.credentialsPath };
    await createDesktops(service, {
      desktops: [
        { user_name: 'ann', user_email: 'ann@example.com', computer_name: 'ann-pc' },
        { user_name: 'ben', user_email: 'ben@example.com', computer_name: 'ben-pc' },
      ],
    });
  });
  after(async () => {
    await deskplane?.remove();
    await service?.remove();
  });

  it('are offered where they may stand, without files', async () => {
    assert.deepEqual(await offered('desktop', 'delete', ''), [
      ...(await offered('desktop', 'delete', '-')),
      'ann-pc',
      'ben-pc',
    ]);
    assert.deepEqual(await offered('desktop', 'delete', 'ann-pc', 'b'), ['ben-pc']);
    assert.deepEqual(await offered('report', 'a'), ['ann']);
    assert.deepEqual(await offered('desktop', 'create', '--user', 'b'), ['ben']);
    assert.deepEqual(await offered('desktop', 'create', '--product', 'workspace.x86.s'), [
      'workspace.x86.small',
    ]);
    assert.ok(
      (await offered('admin', 'add', 'eve', '--policy', 'Admin')).includes('AdministratorAccessPolicy'),
    );
    assert.deepEqual(await offered('desktop', 'move', 'ann-pc', '--enterprise-project', 'd'), ['default']);
    assert.deepEqual(await offered('can-i', '--as', 'adm'), ['admin']);
    assert.deepEqual(await offered('desktop', 'open', 'et'), [], 'no file');
  });

  it('are those of the credentials that were typed', async () => {
    const earlier = environment;
    environment = patient;
    const typed = ['--credentials', deskplane.credentialsPath, 'desktop', 'show', 'ann'];
    assert.deepEqual(await offered(...typed), ['ann-pc']);
    environment = earlier;
  });

  it('are none and say nothing where nobody answers, and are not waited for', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    assert.ok(address !== null && typeof address !== 'string');
    const endpoint = `http://127.0.0.1:${address.port}`;
    const stuck = await prepareDeskplane({ ...service.credentials, endpoint });
    const ask = (path: string) =>
      run(process.execPath, [deskplanePath, '__names', 'desktops'], {
        environment: { DESKPLANE_CREDENTIALS: path },
      });
    try {
      for (const path of [stuck.credentialsPath, '/nowhere'])
        assert.deepEqual(await ask(path), { code: 0, stdout: '', stderr: '' });
    } finally {
      silent.closeAllConnections();
      silent.close();
      await stuck.remove();
    }
  });

  it('are plain words only: nothing that a shell would run', async () => {
    const names = ['plain', '$(touch x)', '`id`', 'a b', ';ls', '云桌面', '-x'];
    const hostile = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.setHeader('x-request-id', '0123456789abcdef0123456789abcdef');
      response.end(JSON.stringify({ desktops: names.map((name) => ({ computer_name: name })) }));
    });
    await new Promise<void>((resolve) => hostile.listen(0, '127.0.0.1', resolve));
    const address = hostile.address();
    assert.ok(address !== null && typeof address !== 'string');
    const other = await prepareDeskplane({
      ...service.credentials,
      endpoint: `http://127.0.0.1:${address.port}`,
    });
    const earlier = environment;
    environment = { ...patient, DESKPLANE_CREDENTIALS: other.credentialsPath };
    try {
      const shown = await offered('desktop', 'show', '');
      assert.deepEqual(
        shown.filter((word) => !word.startsWith('--')),
        ['plain', '云桌面'],
      );
    } finally {
      environment = earlier;
      hostile.closeAllConnections();
      hostile.close();
      await other.remove();
    }
  });
});
