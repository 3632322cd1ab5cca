import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { verifyRestore } from '@deskplane/verify/verifyRestore.js';
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
    assert.match(text, /what the disk holds now.* the disk still has the key [0-9a-f]{32}/);
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
      assert.ok(whole.includes(`snapshot "${name}" of /dev/vdb (${snapshot}): encrypted`), whole);
      assert.match(lone, new RegExp(`${snapshot} +snapshot "${name}" of /dev/vdb: encrypted`));
      assert.match(lone, new RegExp(`${volume} +/dev/vdb, 20 GB: encrypted`));
      for (const each of [snapshot, volume]) assert.equal(shownIn(lone, each), 1, lone);
    }
    const chinese = await deskplane(['desktop', 'delete-disk', 'layers-1', '/dev/vdb'], {
      answer: no,
      chinese: true,
    });
    assert.match(chinese.said[0] ?? '', /\/dev\/vdb 的快照“monday”/);
  });

  it('are made, listed and deleted as shown, by their names', async () => {
    const [id] = await createDesktops(service, { desktop_name: 'frozen-1' });
    const made = await deskplane([
      'snapshot',
      'create',
      'frozen-1',
      '--of',
      'system',
      '--description',
      'before the update',
      '--wait',
    ]);
    assert.equal(made.failure, undefined);
    assert.match(made.said.join(''), /were made after .*: "frozen-1-vda" of \/dev\/vda \(80 GB\)\.$/);
    const long = ['snapshot', 'create', 'frozen-1', '--name', 'n'.repeat(65)];
    assert.match(String((await deskplane(long)).failure), /^[^(]*--name must /);
    const listed = await deskplane(['snapshot', 'list', '--desktop', 'frozen-1']);
    assert.match(
      listed.said.join('\n'),
      /frozen-1-vda +frozen-1 +\/dev\/vda +available +\d{4}-\d\d-\d\d \d\d:\d\d\S* +before the update +[0-9a-f-]{36}/,
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
    assert.match(said[0] ?? '', /snapshot "frozen-1-vda" of \/dev\/vda: encrypted/);
    assert.match(said.join('\n'), /The snapshot "frozen-1-vda" is gone after/);
    assert.equal((await service.call('GET', `/snapshots?desktop_id=${id}`)).body.total_count, 0);
    const watched = await deskplane(['deletion', 'watch', snapshot]);
    const told = watched.said.join('\n').replace(/\s+/g, ' ');
    assert.ok(told.includes(`snapshot "frozen-1-vda" of /dev/vda (${snapshot}): gone`), told);
    assert.match(told, /The snapshot is gone\./);
  });

  it('stay where the desktop was protected after the plan was shown', async () => {
    const [id] = await createDesktops(service, { desktop_name: 'frozen-2' });
    await deskplane(['snapshot', 'create', 'frozen-2', '--name', 'kept', '--wait']);
    const protectIt = () =>
      service.call('PUT', `/desktops/${id}`, { desktop: { deletion_protection: true } });
    const { failure } = await deskplane(['snapshot', 'delete', 'kept', '--yes'], { afterPlan: protectIt });
    assert.match(String(failure), /Desktop frozen-2 is protected.*deskplane desktop unprotect frozen-2$/);
    assert.equal((await service.call('GET', `/snapshots?desktop_id=${id}`)).body.total_count, 1);
  });

  it('S15: are what disks are put back to, as planned and confirmed, once their desktop is off', async () => {
    const [id] = await createDesktops(service, { desktop_name: 'frozen-3' });
    await deskplane(['snapshot', 'create', 'frozen-3', '--name', 'before', '--wait']);
    const words = ['snapshot', 'restore', 'before', '--wait'];
    const running = await deskplane(words, { answer: yes });
    assert.match(String(running.failure), /Desktop frozen-3 is in the state "running": it must be off/);
    const chinese = await deskplane(words, { answer: yes, chinese: true });
    assert.match(String(chinese.failure), /桌面frozen-3当前状态为“运行中”/);
    await service.call('POST', '/desktops/action', { desktop_ids: [id], op_type: 'os-stop', type: 'HARD' });
    await waitUntil(async () => (await statusOf(id)) === 'SHUTOFF', 'the desktop to be off');
    const declined = await deskplane(words, { answer: async () => 'no' });
    assert.equal(exitOf(declined.failure), exitCodes.failed);
    const { said, failure } = await deskplane(words, { answer: yes });
    assert.equal(failure, undefined);
    assert.match(said[0] ?? '', /This disk will be put back to a snapshot/);
    assert.match(
      said[0] ?? '',
      /disk +\/dev\/vda, 80 GB system disk \([0-9a-f-]{36}\)[^]*desktop +frozen-3[^]*plan +[0-9a-f]{64}/,
    );
    assert.match(said.join('\n'), /The disk holds what the snapshot "before" holds, after/);
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
