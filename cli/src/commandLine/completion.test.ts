import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createProgram } from '../program.js';
import { deskplanePath, run } from '../testing/runDeskplane.js';
import { allCommands, quietTerminal } from '../testing/wholeProgram.js';
import { shells, writeCompletion } from './completion.js';

/** What bash offers once a tab is pressed behind the last word. */
async function offered(...words: string[]): Promise<string[]> {
  const typed = ['deskplane', ...words].map((word) => `'${word}'`).join(' ');
  const script = [
    `source <('${process.execPath}' '${deskplanePath}' completion bash)`,
    `COMP_WORDS=(${typed}); COMP_CWORD=${words.length}; _deskplane`,
    'printf "%s\\n" "${COMPREPLY[@]}"',
  ].join('\n');
  const { stdout, stderr } = await run('bash', ['-c', script], { cwd: '/' });
  assert.equal(stderr, '');
  return stdout.split('\n').filter((word) => word !== '');
}

describe('deskplane completion', () => {
  it('offers commands and options in bash, where they belong', async () => {
    assert.deepEqual(await offered('desk'), ['desktop']);
    assert.deepEqual(await offered('desktop', 're'), ['reboot', 'rename']);
    assert.deepEqual(await offered('--profile', 'desktop', 'desktop', 'hib'), ['hibernate']);
    assert.deepEqual(await offered('desktop', 'create', '--na'), ['--name']);
    assert.deepEqual(await offered('desktop', 'delete', 'list', '--fo'), ['--force']);
    assert.deepEqual(await offered('user', 'import', '--sk'), ['--skip-existing']);
    assert.ok((await offered('user', 'import', 'et')).includes('etc'), 'files, where nothing else fits');
    assert.ok((await offered('login', '--ca', 'et')).includes('etc'), 'files for the value of an option');
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
