import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { rebuildCallsOf } from '@deskplane/server/testing/rebuildCalls.js';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { exitCodes } from './failure.js';
import { type Circumstances, exitOf, runAtOwnTerminal, yes } from './testing/ownTerminal.js';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

const calls = rebuildCallsOf(() => service);
const deskplane = (words: readonly string[], circumstances?: Circumstances) =>
  runAtOwnTerminal(service, words, circumstances);
const diskOf = async (id: string): Promise<string> =>
  (await service.call('GET', `/desktops/${id}`)).body.desktop.root_volume.id;
const image = 'Simulated Linux desktop';
const rebuild = ['desktop', 'rebuild', 'anew-1', '--image', image];

describe('new system disks for desktops', () => {
  it('S1, S15: come as planned and agreed to, and what is said leads to the receipt of the former disk', async () => {
    const [id] = await createDesktops(service, { desktop_name: 'anew-1' });
    await calls.snapshot(id, 'SYSTEM_DISK');
    const former = await diskOf(id);
    const words = [...rebuild, '--wait'];
    assert.equal(exitOf((await deskplane(words)).failure), exitCodes.usage, 'nobody can be asked');
    const declined = await deskplane(words, { answer: async () => 'no' });
    assert.equal(exitOf(declined.failure), exitCodes.failed);
    assert.equal(await diskOf(id), former);
    const { said, failure } = await deskplane(words, { answer: yes });
    assert.equal(failure, undefined);
    const [plan = '', ...after_] = said;
    assert.match(plan, /The system disk of this desktop will be replaced[^]*SIMULATED/);
    assert.match(plan, new RegExp(`anew-1 +${id}`));
    assert.match(
      plan,
      new RegExp(`disk that goes +80 GB[^\\n]*system disk \\(${former}\\): encrypted, its key`),
    );
    assert.match(plan, /snapshots +snapshot "anew-1-vda" of \/dev\/vda \([^)]+\): encrypted/);
    assert.match(plan, /power +shut down now and started again[^]*plan +[0-9a-f]{64}/);
    const told = after_.join('\n');
    assert.match(told, /anew-1 has a new system disk after /);
    const [, deletion = ''] = /deletion watch (\S+)/.exec(told) ?? [];
    assert.equal(deletion, former);
    assert.match(told, new RegExp(`receipt get ${former}`));
    await calls.receiptOf(former);
    const watched = (await deskplane(['deletion', 'watch', former])).said.join('\n');
    assert.match(watched, /The disk is gone\./);
    const now = await diskOf(id);
    assert.notEqual(now, former);
    assert.deepEqual((await calls.serverOf(id))?.disks, [now]);
    const chinese = await deskplane(rebuild, { chinese: true, answer: async () => 'no' });
    assert.match(chinese.said[0] ?? '', /将重建此桌面的系统盘[^]*镜像[^]*将删除的磁盘[^]*立即关机/);
  });

  it('S15: do not come where the plan changed after it was shown, nor for a desktop that is protected', async () => {
    const [id] = await createDesktops(service, { desktop_name: 'anew-2' });
    const former = await diskOf(id);
    const words = ['desktop', 'rebuild', 'anew-2', '--image', image, '--yes'];
    const changed = await deskplane(words, { afterPlan: () => calls.snapshot(id, 'SYSTEM_DISK') });
    assert.equal(exitOf(changed.failure), exitCodes.planChanged);
    assert.equal(await diskOf(id), former);
    const asked = await deskplane(words);
    const told = asked.said.join('\n');
    const [, job] = /anew-2 gets a new system disk \(job ([^)]+)\)/.exec(told) ?? [];
    const { body } = await service.call('GET', `/workspace-sub-jobs?job_id=${job}`);
    assert.equal(body.jobs[0].entities.desktop_id, id, told);
    assert.match(told, new RegExp(`Only then the deletion.* begins.*deletion watch ${former}$`));
    assert.doesNotMatch(told, /receipt get/, 'there is none yet');
    const next = await waitUntil(async () => {
      const { root_volume, task_status } = (await service.call('GET', `/desktops/${id}`)).body.desktop;
      return task_status === '' && root_volume.id !== former && root_volume.id;
    }, 'the new system disk');
    const isProtected = { desktop: { deletion_protection: true } };
    assert.equal((await service.call('PUT', `/desktops/${id}`, isProtected)).status, 200);
    const refused = String((await deskplane(words)).failure);
    assert.match(refused, /Desktop anew-2 is protected.*deskplane desktop unprotect anew-2$/);
    assert.equal(await diskOf(id), next);
  });

  it('are told to programs with the disk that goes, and of images and desktops that are not there', async () => {
    const ids = await createDesktops(service, { desktop_name: 'anew-3', size: 2 });
    const former = await Promise.all(ids.map(diskOf));
    const words = ['desktop', 'rebuild', ...ids, '--image'];
    const wrong = await deskplane([...words, 'none', '--yes']);
    assert.equal(exitOf(wrong.failure), exitCodes.notFound);
    assert.match(String(wrong.failure), new RegExp(image));
    const nobody = ['desktop', 'rebuild', 'nobody', '--image', image, '--yes'];
    assert.equal(exitOf((await deskplane(nobody)).failure), exitCodes.notFound);
    const root_volume = { type: 'SAS', size: 20 };
    await createDesktops(service, { desktop_name: 'anew-4', root_volume });
    const large = ['desktop', 'rebuild', 'anew-4', '--image', 'Simulated Windows desktop', '--yes'];
    const fitting = /--image must be of an image that fits the system disk of anew-4, which has 20 GB/;
    assert.match(String((await deskplane(large)).failure), fitting);
    const chinese = String((await deskplane(large, { chinese: true })).failure);
    assert.match(chinese, /桌面anew-4的系统盘为20GB，--image须为/);
    const { said, noted, failure } = await deskplane([...words, image, '--yes', '--wait', '--json']);
    assert.equal(failure, undefined);
    assert.match(noted[0] ?? '', /The system disks of these 2 desktops will be replaced/);
    const { engine, jobs } = JSON.parse(said[0] ?? '');
    assert.equal(engine, 'simulated');
    assert.deepEqual(
      jobs.map(({ status, entities }: { status: string; entities: { volume_id: string } }) => [
        status,
        entities.volume_id,
      ]),
      former.map((disk) => ['SUCCESS', disk]),
    );
    for (const disk of former) await calls.receiptOf(disk);
  });
});
