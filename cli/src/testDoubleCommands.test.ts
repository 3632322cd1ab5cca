import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { testDoubleEn, testDoubleZh } from './messages/testDouble.js';
import { type Deskplane, prepareDeskplane, saidBesideWaiting } from './testing/runDeskplane.js';

describe('deskplane fault and call', () => {
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

  it('put a fault in, list it with how often it struck, and remove it', async () => {
    await createDesktops(service, { desktop_name: 'struck' });
    const added = await deskplane.run(
      'fault',
      'add',
      'error',
      '--operation',
      'ShowDesktopDetail',
      '--status',
      '503',
      '--desktop',
      'struck',
    );
    assert.deepEqual([added.code, saidBesideWaiting(added)], [0, '']);
    const id = /[0-9a-f-]{36}/.exec(added.stdout)?.[0] ?? '';
    const { body } = await service.call('GET', '/desktops?computer_name=struck');
    assert.equal((await service.call('GET', `/desktops/${body.desktops[0].desktop_id}`)).status, 503);
    assert.match(
      (await deskplane.run('call', 'list', '--status', '503')).stdout,
      new RegExp(`FAULT\\s[^]*${id}`),
    );
    const listed = await deskplane.run('fault', 'list');
    assert.match(listed.stdout, /STRUCK\/CALLS/);
    assert.match(listed.stdout, new RegExp(`${id}[^]*ShowDesktopDetail[^]*503[^]*once[^]*1/1`));
    assert.match((await deskplane.run('fault', 'clear', id)).stdout, /1 fault removed/);
    assert.equal((await deskplane.run('fault', 'clear', id)).code, 3);
    assert.match((await deskplane.runInChinese('fault', 'list')).stderr, /没有故障/);
  });

  it('say in words what is wrong with a fault', async () => {
    const wrong = await deskplane.run('fault', 'add', 'cut', '--engine', 'remove');
    assert.equal(wrong.code, 1);
    assert.match(wrong.stderr, /<effect> must not be cut for an --engine, .*: use lost-answer/);
    const effect = await deskplane.run('fault', 'add', 'boom');
    assert.equal(effect.code, 2);
    assert.match(effect.stderr, /delete-failed/);
  });

  it('name what is missing or too much by their own options', async () => {
    for (const [words, option] of [
      ['error', '--operation'],
      ['stuck', '--desktop'],
      ['delete-failed', '--desktop'],
      ['delay --operation ListUsers', '--delay'],
      ['error --operation ListUsers', '--status'],
      ['error --operation ListUsrs --status 500', '--operation'],
      ['error --operation ListUsers --status 599', '--status'],
      ['error --operation ListUsers --code DPL.503', '--code'],
      ['error --operation ListUsers --engine find', '--engine'],
      ['error --engine find --status 500', '--status'],
      ['no-effect --engine find', '<effect>'],
      ['error --engine connect --kind volume', '--kind'],
      ['error --engine list --item some', '--item'],
      ['cut --operation ListUsers --reason timeout', '--reason'],
      ['error --engine find --times 2 --rate 1', '--rate'],
      ['error --engine find --seed 2', '--seed'],
    ] as const)
      for (const run of ['run', 'runInChinese'] as const) {
        const { code, stderr } = await deskplane[run]('fault', 'add', ...words.split(' '));
        assert.equal(code, 1, words);
        const sentence = stderr.split(/ \(body|（body/)[0] ?? '';
        assert.ok(sentence.includes(option), stderr);
        assert.doesNotMatch(
          sentence,
          /[a-z]_[a-z]|(?<!-)\b(?:status|rate|times|seed|reason)\b(?! and)/,
          words,
        );
      }
  });

  it('list what was asked, and clear the list', async () => {
    assert.equal((await deskplane.run('call', 'clear')).code, 0);
    await service.call('GET', '/desktops');
    const { stdout, code } = await deskplane.run('call', 'list', '--operation', 'ListDesktops', '--json');
    assert.equal(code, 0);
    assert.deepEqual(
      JSON.parse(stdout).calls.map((call: { status: number }) => call.status),
      [200],
    );
    assert.match((await deskplane.run('call', 'list')).stdout, /ListDesktops/);
    const misspelt = await deskplane.run('call', 'list', '--operation', 'ListDesktps');
    assert.equal(misspelt.code, 1);
    assert.match(misspelt.stderr, /--operation is none .*did you mean ListDesktops\?/);
  });

  it('show the clock, move it by a while or to a time, and set it back', async () => {
    assert.match((await deskplane.run('clock', 'show')).stdout, /: the real time\./);
    assert.match((await deskplane.run('clock', 'move', '25h')).stdout, /: 1 day 1 h ahead of/);
    const longer = await deskplane.run('clock', 'move', '2h30m', '--json');
    assert.equal(JSON.parse(longer.stdout).ahead_seconds, 27 * 3_600 + 30 * 60);
    assert.match((await deskplane.run('clock', 'show')).stdout, /: 1 day 3 h 30 min ahead of/);
    const to = new Date(Date.now() + 30 * 86_400_000).toISOString();
    const moved = await deskplane.run('clock', 'move', to, '--json');
    assert.ok(JSON.parse(moved.stdout).now >= to, moved.stdout);
    assert.match((await deskplane.runInChinese('clock', 'show')).stdout, /比真实时间快/);
    for (const way of ['9999999d', '2999-01-01T00:00:00Z']) {
      const far = await deskplane.run('clock', 'move', way);
      assert.equal(far.code, 1);
      assert.match(far.stderr, new RegExp(`^deskplane: [^(]*"${way}" `, 'm'));
      assert.doesNotMatch(far.stderr.split('(body')[0] ?? '', /move_by_seconds|set_to/);
    }
    for (const way of ['0h', '30m2h', '2h2h', '2', ''])
      assert.equal((await deskplane.run('clock', 'move', way)).code, 2, way);
    const back = await deskplane.run('clock', 'move', '-5m');
    assert.deepEqual(
      [back.code, /"-5m": the clock moves ahead only/.test(back.stderr)],
      [2, true],
      back.stderr,
    );
    assert.match((await deskplane.run('clock', 'move', '--jsno')).stderr, /unknown option '--jsno'/);
    const soon = await deskplane.run('clock', 'move', 'soon');
    assert.equal(soon.code, 2);
    assert.match(soon.stderr, /neither so long .* nor a time/);
    assert.match((await deskplane.run('clock', 'move', '2020-01-01T00:00:00Z')).stderr, /must be later than/);
    const status = (await deskplane.run('status')).stdout.replaceAll(/\s+/g, ' ');
    assert.match(status, /Clock moved (?:30 days|29 days 23 h).* ahead by tests: .* clock reset/);
    assert.match((await deskplane.runInChinese('status')).stdout, /时钟 +被测试拨快了/);
    const { clock_ahead_seconds: ahead } = JSON.parse((await deskplane.run('status', '--json')).stdout);
    assert.equal(ahead, JSON.parse((await deskplane.run('clock', 'show', '--json')).stdout).ahead_seconds);
    assert.match((await deskplane.run('clock', 'reset')).stdout, /: the real time\./);
    assert.doesNotMatch((await deskplane.run('status')).stdout, /Clock/);
    assert.equal(JSON.parse((await deskplane.run('status', '--json')).stdout).clock_ahead_seconds, 0);
  });

  it('take each way of moving the clock that help and pages show', async () => {
    const ways = (text: string): readonly string[] => text.match(/\b(?:\d+[dhms])+\b/g) ?? [];
    const words = [testDoubleEn, testDoubleZh].flatMap(({ help, clock }) => [help.way, clock.badWay('soon')]);
    const pages = await Promise.all(
      ['en', 'zh'].map((language) =>
        readFile(new URL(`../../docs/${language}/test-double.md`, import.meta.url), 'utf8'),
      ),
    );
    const lines = pages.flatMap((page) => page.match(/^\.\/deskplane clock move .*$/gm) ?? []);
    assert.equal(lines.length, 4);
    const shown = lines.map((line) => {
      const [, argument = ''] = /clock move ("[^"]*"|\S+)/.exec(line) ?? [];
      return execFileSync('sh', ['-c', `printf %s ${argument}`], { encoding: 'utf8' });
    });
    const all = new Set([
      ...shown,
      ...[...words, ...lines.map((line) => line.split('#')[1] ?? '')].flatMap(ways),
    ]);
    assert.ok(all.size >= 6, [...all].join(' '));
    for (const way of all) {
      const moved = await deskplane.run('clock', 'move', way);
      assert.equal(moved.code, 0, `${way}: ${moved.stderr}`);
      assert.equal((await deskplane.run('clock', 'reset')).code, 0);
    }
    // A day of the calendar would be past some time, or is too far ahead now.
    for (const text of [...words, ...lines]) assert.doesNotMatch(text, /\d{4}-\d\d-\d\d/);
  });

  it('ask before a reset, and say where there is no database of its own to put back', async () => {
    const asked = await deskplane.run('reset');
    assert.notEqual(asked.code, 0);
    assert.match(asked.stderr, /--yes/);
    const refused = await deskplane.run('reset', '--yes');
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /only a test double with its own database can be reset/);
  });

  it('name the setting where a service has no control interface', async () => {
    const plain = await startTestService({ control: false });
    const other = await prepareDeskplane(plain.credentials);
    try {
      const refused = await other.run('fault', 'list');
      assert.equal(refused.code, 1);
      assert.match(refused.stderr, /DESKPLANE_SIMULATED_CONTROL=loopback/);
      assert.equal(JSON.parse((await other.run('status', '--json')).stdout).clock_ahead_seconds, null);
    } finally {
      await other.remove();
      await plain.remove();
    }
  });
});
