import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { EngineError } from '@deskplane/server/engines/contract.js';
import { createDesktops, showUntilGone } from '@deskplane/server/testing/desktopCalls.js';
import { compactAll, deleteAndSettle, moveBack } from '@deskplane/server/testing/oldDeletions.js';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { Command } from 'commander';
import { connectApi } from './api/connectApi.js';
import { addDeletionCommands, addProtectionCommands } from './deletionProgram.js';
import { exitCodes, Failure } from './failure.js';
import type { Session } from './session.js';
import { en, zh } from './testing/words.js';

let service: TestService;
let locked = false;
before(async () => {
  service = await startTestService({
    engine: (simulated) => ({
      ...simulated,
      remove: async (ref, how) => {
        if (locked && ref.kind === 'volume') throw new EngineError('refused', 'the volume is locked');
        return simulated.remove(ref, how);
      },
    }),
  });
});
after(() => service.remove());

interface Said {
  readonly said: string[];
  readonly noted: string[];
}

/** The commands on a terminal of the test's own. @param answers what is typed when asked; none: nobody can be asked */
async function deskplane(words: readonly string[], chinese = false, answers: string[] = []): Promise<Said> {
  const said: string[] = [];
  const noted: string[] = [];
  const language = chinese ? 'zh' : 'en';
  const messages = chinese ? zh : en;
  const terminal: Session['terminal'] = {
    language,
    messages,
    say: (text) => said.push(text),
    print: (text) => said.push(text),
    note: (text) => noted.push(text),
    progress: () => undefined,
    endProgress: () => undefined,
    written: async () => undefined,
    columns: Number.POSITIVE_INFINITY,
    interactive: answers.length > 0,
    isGraphical: false,
    askSecretly: async () => '',
    ask: async () => answers.shift() ?? '',
  };
  const { credentials } = service;
  const now = (): Date => new Date();
  const program = new Command().exitOverride().configureOutput({ outputError: () => undefined });
  const run: Parameters<typeof addDeletionCommands>[2] = async (options, command) => {
    const api = connectApi({ credentials, language, messages, now });
    await command({ terminal, credentials, api, json: options.json === true, now });
  };
  addDeletionCommands(program, messages, run);
  addProtectionCommands(program.command('desktop'), messages, run);
  await program.parseAsync([...words], { from: 'user' });
  return { said, noted };
}

const failsWith = (exitCode: number) => (error: unknown) =>
  error instanceof Failure && error.exitCode === exitCode;

describe('deletions at the command line', () => {
  it('are followed to the end, by ID or by name, and listed', async () => {
    const none = await deskplane(['deletion', 'list', '--state', 'done']);
    assert.deepEqual(none, { said: [], noted: [en.deletion.none] });
    const [id] = await createDesktops(service, { desktop_name: 'follow-1' });
    await service.call('DELETE', `/desktops/${id}`);
    const { said } = await deskplane(['deletion', 'watch', 'FOLLOW-1']);
    assert.match(said[0] ?? '', /SIMULATED: nothing real will be deleted\. accepted: 3 items to delete$/);
    assert.match(said.at(-1) ?? '', /SIMULATED: nothing real was deleted\. The desktop is gone\.$/);
    assert.ok(
      said.some((line) => / server follow-1 \([0-9a-f-]{36}\): gone$/.test(line)),
      said.join('\n'),
    );
    assert.ok(
      said.some((line) => / port [0-9.]+ \([0-9a-f-]{36}\): gone$/.test(line)),
      said.join('\n'),
    );
    assert.equal(
      said.filter((line) =>
        / disk \/dev\/vda, 80 GB \([0-9a-f-]{36}\): gone, and its key [0-9a-f]{32} is destroyed$/.test(line),
      ).length,
      1,
    );
    const json = await deskplane(['deletion', 'watch', id, '--json']);
    assert.deepEqual([json.said.length, JSON.parse(json.said.at(-1) ?? '').event], [8, 'done']);
    const listed = await deskplane(['deletion', 'list', '--state', 'done', 'failed']);
    const [titles = '', row = ''] = (listed.said[0] ?? '').split('\n');
    assert.match(titles, /^DESKTOP +STATE +GONE +TOOK +ACCEPTED +WAITS FOR +ID$/);
    assert.match(row, new RegExp(`^follow-1 +done +3/3 .* - +${id}$`));
    const { body } = await service.call('GET', `/deletions?state=done`);
    const [{ accepted_at: from, completed_at: to }] = body.deletions;
    const took = ((Date.parse(to) - Date.parse(from)) / 1000).toFixed(1);
    assert.ok(row.includes(` ${took} s `), `${row} took ${took}`);
    const chinese = await deskplane(['deletion', 'list'], true);
    assert.ok(chinese.said[0]?.includes('已完成'));
  });

  it('say of a data disk alone that it is one', async () => {
    const [id] = await createDesktops(service, {
      desktop_name: 'keeps-1',
      data_volumes: [{ type: 'SAS', size: 20 }],
    });
    const { body } = await service.call('GET', `/desktops/${id}`);
    const disk: string = body.desktop.data_volumes[0].volume_id;
    await service.call('POST', `/desktops/${id}/volumes/batch-delete`, { volume_ids: [disk] });
    const { said } = await deskplane(['deletion', 'watch', disk]);
    assert.match(said.at(-1) ?? '', /The disk is gone\.$/);
    assert.match((await deskplane(['deletion', 'list'])).said[0] ?? '', /^disk of keeps-1 +done/m);
  });

  it('show what holds them up, until it is released with a reason', async () => {
    locked = true;
    const [id] = await createDesktops(service, { desktop_name: 'held-1' });
    await service.call('DELETE', `/desktops/${id}`);
    const item = await waitUntil(async () => {
      const { said } = await deskplane(['deletion', 'list', '--json']);
      const { deletions } = JSON.parse(said.join(''));
      const mine = deletions.find((each: { desktop_id: string }) => each.desktop_id === id);
      const [open] = mine.waiting_for;
      return typeof open?.last_error === 'string' ? String(open.item_id) : undefined;
    }, 'the lock to show');
    const listed = await deskplane(['deletion', 'list', '--state', 'running']);
    assert.match(listed.said[0] ?? '', /disk: refused: the volume is locked/);
    assert.match(listed.said[0] ?? '', / \d+ s so far /, 'whole seconds, as they are known');
    const words = ['deletion', 'release', 'held-1', item, '--reason', 'locked by legal hold'];
    await assert.rejects(deskplane(words), failsWith(exitCodes.usage));
    await assert.rejects(deskplane(words, false, ['no']), failsWith(exitCodes.failed));
    assert.equal((await service.call('GET', `/desktops/${id}`)).status, 200);
    const released = await deskplane(words, false, ['yes']);
    assert.deepEqual(released.said, [`Released ${item}.`]);
    await showUntilGone(service, id);
    const watched = await deskplane(['deletion', 'watch', 'held-1']);
    assert.match(watched.said.at(-1) ?? '', /gone, except 1 released item\.$/);
    await assert.rejects(deskplane([...words, '--yes']), failsWith(exitCodes.failed));
    locked = false;
  });

  it('are refused for a protected desktop, until its protection is removed', async () => {
    const [id] = await createDesktops(service, { desktop_name: 'safe-1' });
    const on = await deskplane(['desktop', 'protect', 'safe-1']);
    assert.deepEqual(on.said, ['safe-1 is protected from deletion.']);
    assert.equal((await service.call('DELETE', `/desktops/${id}?is_force_delete=true`)).status, 409);
    const off = await deskplane(['desktop', 'unprotect', id, '--json']);
    assert.deepEqual(JSON.parse(off.said.join('')), {
      desktops: [{ desktop_id: id, deletion_protection: false }],
    });
    assert.equal((await service.call('DELETE', `/desktops/${id}`)).status, 204);
    await showUntilGone(service, id);
  });

  it('of an erased user say so where the name was', async () => {
    const [id] = await createDesktops(service, {
      desktop_name: undefined,
      desktops: [{ user_name: 'forgotten', computer_name: 'forgotten-1' }],
    });
    await service.call('DELETE', `/desktops/${id}?delete_users=true`);
    await showUntilGone(service, id);
    assert.equal((await service.call('POST', '/erasures', { user_name: 'forgotten' })).status, 200);
    for (const chinese of [false, true]) {
      const { said } = await deskplane(['deletion', 'list'], chinese);
      const row = (said[0] ?? '').split('\n').find((line) => line.includes(id));
      assert.ok(row?.startsWith((chinese ? zh : en).deletion.erased), said[0]);
    }
  });

  it('of which only the receipt is left have nothing to follow, and say so', async () => {
    const [id] = await createDesktops(service, { desktop_name: 'long-ago' });
    await deleteAndSettle(service, id);
    await moveBack(service, [id]);
    assert.equal(await compactAll(service), 1);
    assert.deepEqual(await deskplane(['deletion', 'watch', id]), { said: [], noted: [en.deletion.longAgo] });
    await assert.rejects(deskplane(['deletion', 'watch', 'long-ago']), failsWith(exitCodes.notFound));
  });

  it('that are not there end with "not found"', async () => {
    for (const word of ['no-such-desktop', 'a130ab3a-72bf-4b71-baa9-af4987c8e338']) {
      await assert.rejects(deskplane(['deletion', 'watch', word]), failsWith(exitCodes.notFound));
      const named = new RegExp(`"${word}", nor of a disk or snapshot with that ID\\..*deletion list$`);
      await assert.rejects(deskplane(['deletion', 'watch', word]), named);
    }
    await assert.rejects(deskplane(['deletion', 'list', '--state', 'gone']));
    await assert.rejects(deskplane(['deletion', 'list', '--limit', '0']));
  });
});
