import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createDesktops, showUntilGone } from '@deskplane/server/testing/desktopCalls.js';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { verifyRestore } from '@deskplane/verify/verifyRestore.js';
import { Command } from 'commander';
import { connectApi } from './api/connectApi.js';
import { addDeletionCommands } from './deletionProgram.js';
import { addDesktopCommands } from './desktopProgram.js';
import { exitCodes, Failure } from './failure.js';
import { addReceiptCommands } from './receiptProgram.js';
import type { Session } from './session.js';
import { addSnapshotCommands } from './snapshotProgram.js';
import type { Terminal } from './terminal.js';
import { en, zh } from './testing/words.js';
import { addUserCommands } from './userProgram.js';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

interface Told {
  readonly said: string[];
  readonly noted: string[];
}

interface Circumstances {
  readonly chinese?: boolean;
  /** What is typed when asked, after whatever happens meanwhile; none: nobody can be asked. */
  readonly answer?: () => Promise<string>;
  /** Happens after each plan was read. */
  readonly afterPlan?: () => Promise<unknown>;
}

/** A command on a terminal of the test's own. @returns also the failure that it ended with */
async function deskplane(
  words: readonly string[],
  { chinese = false, answer, afterPlan }: Circumstances = {},
): Promise<Told & { readonly failure: unknown }> {
  const said: string[] = [];
  const noted: string[] = [];
  const messages = chinese ? zh : en;
  const terminal: Terminal = {
    language: chinese ? 'zh' : 'en',
    messages,
    say: (text) => said.push(text),
    print: (text) => said.push(text),
    note: (text) => noted.push(text),
    progress: () => undefined,
    endProgress: () => undefined,
    written: async () => undefined,
    columns: Number.POSITIVE_INFINITY,
    interactive: answer !== undefined,
    isGraphical: false,
    askSecretly: async () => '',
    ask: async () => (await answer?.()) ?? '',
  };
  const { credentials } = service;
  const now = (): Date => new Date();
  const program = new Command().exitOverride().configureOutput({ outputError: () => undefined });
  const run: Parameters<typeof addDesktopCommands>[2] = async (options, command) => {
    const real = connectApi({ credentials, language: terminal.language, messages, now });
    const api: Session['api'] = {
      ...real,
      get: async (path, query) => {
        const got = await real.get(path, query);
        if (/\/(?:deletion|restore)-plan$/.test(path)) await afterPlan?.();
        return got;
      },
    };
    await command({ terminal, credentials, api, json: options.json === true, now });
  };
  addDeletionCommands(program, messages, run);
  addDesktopCommands(program, messages, run);
  addSnapshotCommands(program, messages, run);
  addUserCommands(program, messages, run);
  addReceiptCommands(program, terminal, run, () => undefined);
  const failure: unknown = await program.parseAsync([...words], { from: 'user' }).then(
    () => undefined,
    (error: unknown) => error,
  );
  return { said, noted, failure };
}

const exitOf = (failure: unknown): number | undefined =>
  failure instanceof Failure ? failure.exitCode : undefined;
const yes = async (): Promise<string> => 'yes';
const statusOf = async (id: string): Promise<string> =>
  (await service.call('GET', `/desktops/${id}`)).body.desktop.status;

async function attach(desktopId: string, name: string): Promise<void> {
  const desktops = [{ desktop_id: desktopId, user_name: name, user_email: `${name}@example.org` }];
  const answer = await service.call('POST', '/desktops/attach', { desktops });
  assert.equal(answer.status, 200, answer.text);
}

describe('the plan of a deletion at the command line', () => {
  it("S15: is the service's own, with its digest, and carried out when confirmed", async () => {
    const [id] = await createDesktops(service, { desktop_name: 'plain-1' });
    const { body: plan } = await service.call('GET', `/desktops/${id}/deletion-plan`);
    const { said, failure } = await deskplane(['desktop', 'delete', 'plain-1'], { answer: yes });
    assert.equal(failure, undefined);
    assert.ok(said[0]?.includes(plan.digest), said[0]);
    const { key_id: key } = plan.items.find((item: { kind: string }) => item.kind === 'volume');
    assert.ok(said[0]?.includes(`system disk: encrypted, its key ${key} is destroyed`), said[0]);
    assert.match(said[0] ?? '', /server +1 vCPU[^]*disks +80 GB system disk[^]*address +\d+\.\d+[^]*plan +/);
    await showUntilGone(service, id);
    const { body } = await service.call('GET', `/deletions/${id}`);
    assert.equal(body.plan_digest, plan.digest);
  });

  for (const [how, words, circumstances] of [
    ['after it was shown and before it was confirmed', [], 'answer'],
    ['with --yes', ['--yes'], 'afterPlan'],
  ] as const)
    it(`S15: that changed ${how} is not carried out: the new one is shown, with an exit code of its own`, async () => {
      const name = `moved-${circumstances}`;
      const [id] = await createDesktops(service, { desktop_name: name });
      let changed = false;
      const change = async (): Promise<string> => {
        if (!changed) await attach(id, `late-${circumstances}`);
        changed = true;
        return 'yes';
      };
      const command = ['desktop', 'delete', name, ...words];
      const told = await deskplane(command, { [circumstances]: change });
      assert.equal(exitOf(told.failure), exitCodes.planChanged);
      assert.equal(exitCodes.planChanged, 5);
      assert.match(String(told.failure), /the plan has changed\. Nothing was deleted/);
      assert.match(told.noted.join('\n'), new RegExp(`It is now:[^]*late-${circumstances} stays`));
      assert.ok(!told.said.join('\n').includes('late-'));
      assert.equal(await statusOf(id), 'ACTIVE');
      const again = await deskplane(command, { answer: yes });
      assert.equal(again.failure, undefined);
      await showUntilGone(service, id);
    });

  it('S15: is not carried out for a desktop, or several, of which one is called otherwise by then', async () => {
    const ids = await createDesktops(service, { size: 2, desktop_name: 'named' });
    const rename = async (name: string): Promise<string> => {
      const answer = await service.call('PUT', `/desktops/${ids[0]}`, { desktop: { computer_name: name } });
      assert.ok(answer.status < 300, answer.text);
      return 'yes';
    };
    for (const [words, name] of [
      [[ids[0]], 'other-name'],
      [ids, 'third-name'],
    ] as const) {
      const told = await deskplane(['desktop', 'delete', ...words], { answer: () => rename(name) });
      assert.equal(exitOf(told.failure), exitCodes.planChanged);
      assert.ok(told.noted.join('\n').includes(name), told.noted.join('\n'));
      for (const id of ids) assert.equal(await statusOf(id), 'ACTIVE');
    }
    const done = await deskplane(['desktop', 'delete', ...ids], { answer: yes });
    assert.equal(done.failure, undefined);
    for (const id of ids) await showUntilGone(service, id);
  });

  it('of several is looked at again right before the one call for all, and told in Chinese', async () => {
    const ids = await createDesktops(service, { size: 2, desktop_name: 'many' });
    let asked = false;
    const told = await deskplane(['desktop', 'delete', ...ids, '--delete-users'], {
      chinese: true,
      answer: async () => {
        asked = true;
        await attach(ids[1] ?? '', 'quick');
        return 'yes';
      },
    });
    assert.ok(asked);
    assert.equal(exitOf(told.failure), exitCodes.planChanged);
    assert.match(String(told.failure), /删除计划已发生变化，未删除任何内容/);
    for (const id of ids) assert.equal(await statusOf(id), 'ACTIVE');
    const done = await deskplane(['desktop', 'delete', ...ids, '--yes']);
    assert.equal(done.failure, undefined);
    for (const id of ids) await showUntilGone(service, id);
  });

  it('tells of several which cannot go, and lets the others', async () => {
    const ids = await createDesktops(service, { size: 2, desktop_name: 'mixed' });
    await deskplane(['desktop', 'protect', ids[0]]);
    const { said } = await deskplane(['desktop', 'delete', ...ids, '--yes']);
    assert.match(said[0] ?? '', /not possible +Desktop .* is protected/);
    await showUntilGone(service, ids[1] ?? '');
    assert.equal(await statusOf(ids[0]), 'ACTIVE');
    const alone = await deskplane(['desktop', 'delete', ids[0], '--yes']);
    assert.equal(exitOf(alone.failure), exitCodes.failed);
    assert.match(String(alone.failure), /protected/);
  });
});

describe('a user at the command line', () => {
  it('is erased by name or ID once deleted, after a yes', async () => {
    const [id] = await createDesktops(service, {
      desktops: [{ user_name: 'olga', user_email: 'olga@example.org' }],
    });
    const { body } = await service.call('GET', '/users?user_name=olga');
    const userId: string = body.users[0].id;
    const living = await deskplane(['user', 'erase', 'olga', '--yes']);
    assert.equal(exitOf(living.failure), exitCodes.failed);
    assert.match(String(living.failure), /delete the user first/);
    await service.call('DELETE', `/desktops/${id}?delete_users=true&email_notification=false`);
    await showUntilGone(service, id);
    assert.equal(exitOf((await deskplane(['user', 'erase', 'olga'])).failure), exitCodes.usage);
    const no = await deskplane(['user', 'erase', 'olga'], { answer: async () => 'no' });
    assert.equal(exitOf(no.failure), exitCodes.failed);
    const done = await deskplane(['user', 'erase', 'Olga'], { answer: yes });
    assert.deepEqual(done.said, [`Erased. Only the ID ${userId} is left of the user.`]);
    const again = await deskplane(['user', 'erase', userId, '--yes'], { chinese: true });
    assert.deepEqual(again.said, [`用户 ${userId} 没有可抹除的内容。`]);
    const unknown = await deskplane(['user', 'erase', 'olga', '--yes']);
    assert.equal(exitOf(unknown.failure), exitCodes.notFound);
  });
});

describe('the signing key at the command line', () => {
  it('is changed after a yes', async () => {
    assert.equal(exitOf((await deskplane(['receipt', 'rotate-key'])).failure), exitCodes.usage);
    const { said } = await deskplane(['receipt', 'rotate-key', '--yes', '--json']);
    const { kid, retired_kid: retired } = JSON.parse(said.join(''));
    const keys = JSON.parse((await deskplane(['receipt', 'keys'])).said.join(''));
    assert.deepEqual(
      keys.keys.map((key: { kid: string }) => key.kid),
      [kid, retired],
    );
    const asked = await deskplane(['receipt', 'rotate-key'], { answer: yes });
    assert.match(asked.said.join(''), new RegExp(`signs from now on. The key ${kid} is retired`));
  });
});

describe('data disks at the command line', () => {
  it('go by their devices or IDs once that is confirmed; the system disk never does', async () => {
    const [id] = await createDesktops(service, {
      desktop_name: 'sheds-1',
      data_volumes: [
        { type: 'SAS', size: 20 },
        { type: 'SSD', size: 30 },
      ],
    });
    const { body } = await service.call('GET', `/desktops/${id}`);
    const [first, second] = body.desktop.data_volumes;
    const system = body.desktop.root_volume.volume_id;
    const command = ['desktop', 'delete-disk', 'sheds-1'];
    const words = [...command, first.device, second.volume_id, '--wait'];
    assert.equal(exitOf((await deskplane(words)).failure), exitCodes.usage);
    assert.equal(exitOf((await deskplane(words, { answer: async () => 'no' })).failure), exitCodes.failed);
    assert.equal(exitOf((await deskplane([...command, '/dev/vdz', '--yes'])).failure), exitCodes.notFound);
    assert.match(String((await deskplane([...command, system, '--yes'])).failure), /system disk/);
    const { said, failure } = await deskplane(words, { answer: yes });
    assert.equal(failure, undefined);
    assert.match(said[0] ?? '', /These 2 disks of sheds-1 will be deleted/);
    assert.ok(said[0]?.includes(first.volume_id) && said[0].includes('20 GB'), said[0]);
    assert.match(said.join('\n'), /30 GB is gone after/);
    const left = (await service.call('GET', `/desktops/${id}`)).body.desktop;
    assert.deepEqual(left.data_volumes, []);
    assert.equal(left.root_volume.volume_id, system);
  });

  it('stay where the desktop was protected after the plan was shown', async () => {
    const [id] = await createDesktops(service, {
      desktop_name: 'keeps-2',
      data_volumes: [{ type: 'SAS', size: 20 }],
    });
    const protectIt = () =>
      service.call('PUT', `/desktops/${id}`, { desktop: { deletion_protection: true } });
    const { failure } = await deskplane(['desktop', 'delete-disk', 'keeps-2', '/dev/vdb', '--yes'], {
      afterPlan: protectIt,
    });
    assert.match(String(failure), /protect/);
    const { desktop } = (await service.call('GET', `/desktops/${id}`)).body;
    assert.equal(desktop.data_volumes.length, 1);
  });
});

/** Of a job that put one disk back: it is written for its owner alone, never over another file, and is valid. */
async function receiptIsValid(job: string): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'restore-'));
  try {
    const file = join(directory, 'restore.json');
    const get = ['snapshot', 'receipt', job, '--output', file];
    assert.equal((await deskplane(get)).failure, undefined);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.match(String((await deskplane(get)).failure), /exists already/);
    const printed = await deskplane(['snapshot', 'receipt', job]);
    assert.ok(verifyRestore(Buffer.from(printed.said[0] ?? '')).valid, String(printed.failure));
    const told = await deskplane(['receipt', 'verify', file]);
    assert.equal(told.failure, undefined);
    const text = told.said.join('\n').replace(/\s+/g, ' ');
    assert.match(
      text,
      /SIMULATED.* is valid\. .*Proven the engine answered that .*Not proven that the answer/,
    );
    assert.match(text, /what the disk holds now.* the disk has still the key [0-9a-f]{32}/);
    const chinese = await deskplane(['receipt', 'verify', file], { chinese: true });
    assert.match(chinese.said.join('\n'), /未证明[^]*磁盘现在的内容/);
    const unknown = await deskplane(['snapshot', 'receipt', job, '--snapshot', 'another']);
    assert.equal(exitOf(unknown.failure), exitCodes.notFound);
  } finally {
    await rm(directory, { recursive: true });
  }
}

describe('snapshots', () => {
  it('S1: stand in the plan of their desktop and of their disk, each once, by name, disk and ID', async () => {
    const [id] = await createDesktops(service, {
      desktop_name: 'layers-1',
      data_volumes: [{ type: 'SAS', size: 20 }],
    });
    for (const name of ['monday', 'tuesday'])
      await deskplane(['snapshot', 'create', 'layers-1', '--of', 'data', '--name', name, '--wait']);
    const { body } = await service.call('GET', `/snapshots?desktop_id=${id}`);
    const made: { snapshot_id: string; snapshot_name: string; volume_id: string }[] = body.desktop_snapshots;
    assert.equal(made.length, 2);
    const shownIn = (text: string, part: string): number => text.split(part).length - 1;
    const no = async (): Promise<string> => 'no';
    const whole = (await deskplane(['desktop', 'delete', 'layers-1'], { answer: no })).said[0] ?? '';
    const disk = await deskplane(['desktop', 'delete-disk', 'layers-1', '/dev/vdb'], { answer: no });
    const lone = disk.said[0] ?? '';
    for (const { snapshot_id: snapshot, snapshot_name: name, volume_id: volume } of made) {
      assert.ok(whole.includes(`snapshot ${name} of /dev/vdb (${snapshot}): encrypted`), whole);
      assert.match(lone, new RegExp(`${snapshot} +snapshot ${name} of /dev/vdb: encrypted`));
      assert.match(lone, new RegExp(`${volume} +/dev/vdb, 20 GB: encrypted`));
      for (const each of [snapshot, volume]) assert.equal(shownIn(lone, each), 1, lone);
    }
    const chinese = await deskplane(['desktop', 'delete-disk', 'layers-1', '/dev/vdb'], {
      answer: no,
      chinese: true,
    });
    assert.match(chinese.said[0] ?? '', /\/dev\/vdb 的快照 monday/);
  });

  it('are made, listed and deleted as shown, by their names', async () => {
    const [id] = await createDesktops(service, { desktop_name: 'frozen-1' });
    const made = await deskplane(['snapshot', 'create', 'frozen-1', '--of', 'system', '--wait']);
    assert.equal(made.failure, undefined);
    assert.match(made.said.join(''), /were made after .*: frozen-1-vda of \/dev\/vda \(80 GB\)\.$/);
    const long = ['snapshot', 'create', 'frozen-1', '--name', 'n'.repeat(65)];
    assert.match(String((await deskplane(long)).failure), /^[^(]*--name must /);
    const listed = await deskplane(['snapshot', 'list', '--desktop', 'frozen-1']);
    assert.match(
      listed.said.join('\n'),
      /frozen-1-vda +frozen-1 +\/dev\/vda +available +\d{4}-\d\d-\d\d \d\d:\d\d/,
    );
    const chinese = await deskplane(['snapshot', 'list'], { chinese: true });
    assert.match(chinese.said.join('\n'), /frozen-1-vda +frozen-1 +\/dev\/vda +可用/);
    const { body } = await service.call('GET', `/snapshots?desktop_id=${id}`);
    const snapshot: string = body.desktop_snapshots[0].snapshot_id;
    const words = ['snapshot', 'delete', 'frozen-1-vda', '--wait'];
    assert.equal(exitOf((await deskplane(words)).failure), exitCodes.usage);
    assert.equal(
      exitOf((await deskplane(['snapshot', 'delete', 'none', '--yes'])).failure),
      exitCodes.notFound,
    );
    const { said, failure } = await deskplane(words, { answer: yes });
    assert.equal(failure, undefined);
    assert.match(said[0] ?? '', /This snapshot will be deleted/);
    assert.match(said[0] ?? '', /snapshot frozen-1-vda of \/dev\/vda: encrypted/);
    assert.match(said.join('\n'), /The snapshot frozen-1-vda is gone after/);
    assert.equal((await service.call('GET', `/snapshots?desktop_id=${id}`)).body.total_count, 0);
    const watched = await deskplane(['deletion', 'watch', snapshot]);
    const told = watched.said.join('\n').replace(/\s+/g, ' ');
    assert.ok(told.includes(`snapshot frozen-1-vda of /dev/vda (${snapshot}): gone`), told);
    assert.match(told, /The snapshot is gone\./);
  });

  it('stay where the desktop was protected after the plan was shown', async () => {
    const [id] = await createDesktops(service, { desktop_name: 'frozen-2' });
    await deskplane(['snapshot', 'create', 'frozen-2', '--name', 'kept', '--wait']);
    const protectIt = () =>
      service.call('PUT', `/desktops/${id}`, { desktop: { deletion_protection: true } });
    const { failure } = await deskplane(['snapshot', 'delete', 'kept', '--yes'], { afterPlan: protectIt });
    assert.match(String(failure), /protect/);
    assert.equal((await service.call('GET', `/snapshots?desktop_id=${id}`)).body.total_count, 1);
  });

  it('S15: are what disks are put back to, as planned and confirmed, once their desktop is off', async () => {
    const [id] = await createDesktops(service, { desktop_name: 'frozen-3' });
    await deskplane(['snapshot', 'create', 'frozen-3', '--name', 'before', '--wait']);
    const words = ['snapshot', 'restore', 'before', '--wait'];
    const running = await deskplane(words, { answer: yes });
    assert.match(String(running.failure), /it must be off/);
    await service.call('POST', '/desktops/action', { desktop_ids: [id], op_type: 'os-stop', type: 'HARD' });
    await waitUntil(async () => (await statusOf(id)) === 'SHUTOFF', 'the desktop to be off');
    const declined = await deskplane(words, { answer: async () => 'no' });
    assert.equal(exitOf(declined.failure), exitCodes.failed);
    const { said, failure } = await deskplane(words, { answer: yes });
    assert.equal(failure, undefined);
    assert.match(said[0] ?? '', /This disk will be put back to a snapshot/);
    assert.match(
      said[0] ?? '',
      /disk +\/dev\/vda, 80 GB system disk[^]*desktop +frozen-3[^]*plan +[0-9a-f]{64}/,
    );
    assert.match(said.join('\n'), /The disk holds what the snapshot before holds, after/);
    const [, job = ''] = /The receipt: \S+ snapshot receipt (\S+)/.exec(said.join('\n')) ?? [];
    await receiptIsValid(job);
    const useIt = async (): Promise<void> => {
      for (const [action, status] of [
        ['os-start', 'ACTIVE'],
        ['os-stop', 'SHUTOFF'],
      ]) {
        await service.call('POST', '/desktops/action', { desktop_ids: [id], op_type: action, type: 'HARD' });
        await waitUntil(async () => (await statusOf(id)) === status, `the desktop to be ${status}`);
      }
    };
    const overtaken = await deskplane(['snapshot', 'restore', 'before', '--yes'], { afterPlan: useIt });
    assert.equal(exitOf(overtaken.failure), exitCodes.planChanged);
  });
});
