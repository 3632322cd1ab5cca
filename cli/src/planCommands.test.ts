import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops, showUntilGone } from '@deskplane/server/testing/desktopCalls.js';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { exitCodes } from './failure.js';
import { type Circumstances, exitOf, runAtOwnTerminal, yes } from './testing/ownTerminal.js';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

const deskplane = (words: readonly string[], circumstances?: Circumstances) =>
  runAtOwnTerminal(service, words, circumstances);

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
    const planned = (kind: string) => plan.items.find((item: { kind: string }) => item.kind === kind);
    const [server, disk, port] = ['server', 'volume', 'port'].map(planned);
    const gone = `encrypted, its key ${disk.key_id} is destroyed`;
    assert.ok(said[0]?.includes(`/dev/vda, 80 GB system disk (${disk.id}): ${gone}`), said[0]);
    assert.match(
      said[0] ?? '',
      new RegExp(
        `server +1 vCPU, 1 GB, running \\(${server.id}\\)[^]*disks [^]*address +[0-9.]+ \\(port ${port.id}\\)[^]*plan +`,
      ),
    );
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
