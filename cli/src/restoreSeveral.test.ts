import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { verifyRestore } from '@deskplane/verify/verifyRestore.js';
import { exitCodes } from './failure.js';
import { type Circumstances, exitOf, runAtOwnTerminal } from './testing/ownTerminal.js';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

const deskplane = (words: readonly string[], circumstances?: Circumstances) =>
  runAtOwnTerminal(service, words, circumstances);

interface Snapshot {
  readonly snapshot_id: string;
  readonly volume_id: string;
  readonly is_system_disk: boolean;
}

/** A desktop with a data disk that is off. */
async function prepareDesktop(name: string): Promise<string> {
  const wish = { desktop_name: name, data_volumes: [{ type: 'SAS', size: 20 }] };
  const [id] = await createDesktops(service, wish);
  await service.call('POST', '/desktops/action', { desktop_ids: [id], op_type: 'os-stop', type: 'HARD' });
  await waitUntil(
    async () => (await service.call('GET', `/desktops/${id}`)).body.desktop.status === 'SHUTOFF',
    'the desktop to be off',
  );
  return id;
}

/** Makes snapshots of its disks. @returns all that it has */
async function makeSnapshots(id: string, name: string, of: string): Promise<Snapshot[]> {
  const made = await deskplane(['snapshot', 'create', id, '--of', of, '--name', name, '--wait']);
  assert.equal(made.failure, undefined);
  return (await service.call('GET', `/snapshots?desktop_id=${id}`)).body.desktop_snapshots;
}

describe('several disks that are put back to snapshots', () => {
  it('S15: lead to a receipt each, by the ID or the name of the snapshot', async () => {
    const id = await prepareDesktop('pair-1');
    await makeSnapshots(id, 'system-1', 'system');
    const snapshots = await makeSnapshots(id, 'data-1', 'data');
    const words = ['snapshot', 'restore', 'system-1', 'data-1', '--yes', '--wait'];
    const { said, failure } = await deskplane(words);
    assert.equal(failure, undefined);
    const told = [...said.join('\n').matchAll(/The receipt for "(\S+)": \S+ (snapshot receipt (\S+) .*)/g)];
    assert.deepEqual(
      told.map(([, name]) => name),
      ['system-1', 'data-1'],
    );
    const disks: string[] = [];
    for (const [, name = '', command = '', job = ''] of told) {
      const receipt = (await deskplane(command.split(' '))).said[0] ?? '';
      assert.ok(verifyRestore(Buffer.from(receipt)).valid);
      disks.push(command.split(' ').at(-1) ?? '');
      const byName = ['snapshot', 'receipt', job, '--snapshot', name];
      const parts = ({ receipt: { payload } }: { receipt: { payload: string } }) => payload;
      for (const more of [[], ['--desktop', id]]) {
        const got = await deskplane([...byName, ...more]);
        assert.equal(parts(JSON.parse(got.said[0] ?? '{}')), parts(JSON.parse(receipt)));
      }
    }
    assert.deepEqual(disks.toSorted(), snapshots.map((each) => each.snapshot_id).toSorted());
    const nothing = await deskplane(['snapshot', 'receipt', 'nosuch']);
    assert.equal(exitOf(nothing.failure), exitCodes.usage);
    assert.match(String(nothing.failure), /JOB must be the ID of the job.*"nosuch" is none/);
  });

  it('S15: may be named by the one name that one call gave them, and by no name that more have', async () => {
    const id = await prepareDesktop('pair-2');
    const both = await makeSnapshots(id, 'twice', 'all');
    const deletion = await deskplane(['snapshot', 'delete', 'twice', '--yes']);
    assert.equal(exitOf(deletion.failure), exitCodes.usage);
    for (const { snapshot_id: snapshot, is_system_disk: isSystem } of both)
      assert.match(
        String(deletion.failure),
        new RegExp(`\\n  ${snapshot}  /dev/vd${isSystem ? 'a' : 'b'} of pair-2, made \\d{4}`),
      );
    const { said, failure } = await deskplane(['snapshot', 'restore', 'twice', '--yes', '--wait']);
    assert.equal(failure, undefined);
    const plan = said[0] ?? '';
    assert.match(plan, /These 2 disks will be put back/);
    for (const { snapshot_id: snapshot, volume_id: disk, is_system_disk: isSystem } of both) {
      const device = isSystem ? '/dev/vda' : '/dev/vdb';
      const [, made = ''] = new RegExp(`"twice" \\(${snapshot}\\), made (.*)`).exec(plan) ?? [];
      assert.ok(plan.includes(`everything written to ${device} since ${made}. The snapshot`), plan);
      assert.match(plan, new RegExp(`${device}, \\d+ GB (?:system|data) disk \\(${disk}\\)`));
    }
    assert.doesNotMatch(plan, /\dT\d/, 'times are written in one way');
    for (const { snapshot_id: snapshot } of both)
      assert.match(said.join('\n'), new RegExp(`snapshot receipt \\S+ --snapshot ${snapshot}`));
    // Of one disk two: nothing says which is meant.
    const three = await makeSnapshots(id, 'twice', 'data');
    const refused = await deskplane(['snapshot', 'restore', 'twice', '--yes'], { chinese: true });
    assert.equal(exitOf(refused.failure), exitCodes.usage);
    for (const { snapshot_id: snapshot } of three)
      assert.match(String(refused.failure), new RegExp(`${snapshot}  pair-2 的 /dev/vd`));
  });
});
