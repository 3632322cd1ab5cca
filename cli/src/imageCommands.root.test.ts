import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { askAuditEvents } from '@deskplane/server/testing/askAuditEvents.js';
import { callAs } from '@deskplane/server/testing/identityCalls.js';
import { type LocalService, startLocalService } from '@deskplane/server/testing/localService.js';
import { ociArchive, tarOf, tinyRoot } from '@deskplane/server/testing/ociArchive.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { type Deskplane, prepareDeskplane } from './testing/runDeskplane.js';

describe('deskplane image', () => {
  let local: LocalService;
  let host: LocalService['host'];
  let service: LocalService['service'];
  let deskplane: Deskplane;
  before(async () => {
    local = await startLocalService();
    ({ host, service } = local);
    deskplane = await prepareDeskplane(service.credentials);
  });
  after(async () => {
    await deskplane?.remove();
    await local?.remove();
  });

  async function writeArchive(name: string, bytes: Buffer): Promise<string> {
    const path = join(deskplane.directory, name);
    await writeFile(path, bytes);
    return path;
  }

  it('imports an archive of several pieces; the catalogue, orders and the list know it until it is deleted', async () => {
    const big = { name: 'usr/big', content: Buffer.alloc(3_000_000, 7) };
    const file = await writeArchive('desk.tar', ociArchive([tarOf([...tinyRoot, big])]));
    const made = await deskplane.run('image', 'import', 'desk', file, '--memory', '2048', '--disk', '20');
    assert.equal(made.code, 0, made.stderr);
    assert.match(made.stdout, /^The image desk is there\. Its ID is ([0-9a-f-]{36})\.\n$/);
    const listed = await deskplane.run('image', 'list');
    assert.match(listed.stdout, /^desk +Tiny Linux 1 +2048 MB +20 GB +4 MB /m);
    const images = await service.call('GET', '/images?image_type=private');
    const [image] = images.body.images;
    assert.match(image.digest, /^sha256:/);
    assert.equal(image.size_bytes, 3_000_031);
    const order = {
      desktop_type: 'DEDICATED',
      image_type: 'private',
      image_id: image.id,
      product_id: 'workspace.x86.large',
      size: 1,
      desktop_name: 'walk',
    };
    const small = await service.call('POST', '/desktops', {
      ...order,
      root_volume: { type: 'SAS', size: 10 },
    });
    assert.match(small.text, /root_volume\.size must be at least 20/);
    const ordered = await service.call('POST', '/desktops', {
      ...order,
      root_volume: { type: 'SAS', size: 80 },
    });
    assert.equal(ordered.status, 200, ordered.text);
    const rows = await askAuditEvents<{ count: number }>(
      service.database,
      "select count(*)::int as count from audit_events where trace_name = 'importImage'",
    );
    assert.deepEqual(rows, [{ count: 1 }]);
  });

  it('refuses to delete an image that a desktop uses, and deletes others', async () => {
    const file = await writeArchive('other.tar', ociArchive([tarOf(tinyRoot)], { gzip: true }));
    assert.equal((await deskplane.run('image', 'import', 'other', file)).code, 0);
    const asking = await deskplane.run('image', 'delete', 'other');
    assert.deepEqual([asking.code, /Pass --yes/.test(asking.stderr)], [2, true], 'nobody can be asked');
    const used = await waitUntil(async () => {
      const answer = await deskplane.run('image', 'delete', 'desk', '--yes', '--json');
      return answer.stderr.includes('in use by the desktop walk') && answer;
    }, 'the server of the desktop is known to the engine');
    assert.equal(used.code, 1);
    assert.match(used.stderr, /desk was not deleted: .*DPL\.0409/);
    assert.match(used.stderr, /Delete the desktops of the image first/);
    const inChinese = await deskplane.runInChinese('image', 'delete', 'desk', '--yes');
    assert.match(inChinese.stderr, /有桌面正在使用该镜像.*walk/);
    const done = await deskplane.run('image', 'delete', 'other', '--yes');
    assert.deepEqual([done.code, done.stdout], [0, 'other is deleted.\n']);
    assert.equal((await deskplane.run('image', 'delete', 'other', '--yes')).code, 3);
    const desktops = await service.call('GET', '/desktops');
    const desktopId = desktops.body.desktops[0].desktop_id;
    assert.equal((await service.call('DELETE', `/desktops/${desktopId}?is_force_delete=true`)).status, 204);
    await waitUntil(
      async () => (await deskplane.run('image', 'delete', 'desk', '--yes')).code === 0,
      'the image is free once the desktop is gone',
    );
  });

  it('says why an archive is refused, in Chinese too, and keeps nothing of it', async () => {
    const file = await writeArchive('evil.tar', ociArchive([tarOf([...tinyRoot, { name: '../evil' }])]));
    const refused = await deskplane.run('image', 'import', 'evil', file);
    assert.equal(refused.code, 1);
    assert.match(
      refused.stderr,
      /The image cannot be imported: .*"\.\.\/evil" leads out of the image.*DPL\.4001/,
    );
    assert.match((await deskplane.runInChinese('image', 'import', 'evil', file)).stderr, /无法导入镜像/);
    await waitUntil(
      async () => (await readdir(join(host.stateDir, 'images'), { recursive: true })).length === 2,
      'only the empty folders staging and uploads are left',
    );
  });

  it('says what a file is not, and what would be right, in both languages', async () => {
    for (const [name, bytes, english, chinese] of [
      ['notes.txt', Buffer.from('a list of things to do\n'), /it is no tar archive/, /文件不是tar归档/],
      ['long.txt', Buffer.alloc(5000, 'words '), /it is no tar archive/, /文件不是tar归档/],
      ['empty.tar', Buffer.alloc(10_240), /neither an OCI archive/, /既不是OCI归档，也不是docker归档/],
      ['files.tar', tarOf([{ name: 'readme' }]), /neither an OCI archive/, /既不是OCI归档，也不是docker归档/],
    ] as const) {
      const file = await writeArchive(name, bytes);
      const refused = await deskplane.run('image', 'import', 'x', file);
      assert.equal(refused.code, 1);
      assert.match(refused.stderr, english);
      assert.match(refused.stderr, /Send what "docker save".*DPL\.4001/);
      const inChinese = await deskplane.runInChinese('image', 'import', 'x', file);
      assert.match(inChinese.stderr, chinese);
      assert.match(inChinese.stderr, /请发送由“docker save”/);
    }
  });

  it('sends no file without a byte, and says so of an upload that never was', async () => {
    const file = await writeArchive('nothing.tar', Buffer.alloc(0));
    const refused = await deskplane.run('image', 'import', 'x', file);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /nothing\.tar is empty/);
    assert.match((await deskplane.runInChinese('image', 'import', 'x', file)).stderr, /nothing\.tar 为空/);
    const order = { upload_id: 'b'.repeat(32), name: 'x', min_disk: 1, min_ram: 512 };
    const missing = await service.call('POST', '/images/import', order);
    assert.deepEqual([missing.status, missing.body.error_code], [404, 'DPL.4041']);
    assert.match(missing.body.error_msg, /nothing was sent under this ID/);
  });

  it('refuses names and files that are none', async () => {
    const file = await writeArchive('fine.tar', ociArchive([tarOf(tinyRoot)]));
    for (const words of [
      ['../x', file],
      ['x', `${file}.missing`],
      ['x', deskplane.directory],
    ]) {
      const answer = await deskplane.run('image', 'import', ...words);
      assert.equal(answer.code, 2, answer.stderr);
    }
  });

  it('is for the account of the installation only', async () => {
    const made = await service.call('POST', '//v3/domains', {
      domain: { name: 'acme', root_user: { name: 'boss', password: 'correct horse 7' } },
    });
    const project = made.body.domain.project.id;
    const boss = {
      name: 'boss',
      password: 'correct horse 7',
      domain: 'acme',
      scope: { project: { id: project } },
    };
    const stranger = await callAs(service, boss);
    const order = { upload_id: 'a'.repeat(32), name: 'theirs' };
    const answers = [
      await stranger('POST', `/v2/${project}/images/import`, order),
      await stranger('PUT', `/v2/${project}/images/uploads/${order.upload_id}?offset=0`, {}),
      await stranger('DELETE', `/v2/${project}/images/6f1c1f0e-52b4-4a53-9d6e-7a5a3c0de001`),
    ];
    assert.deepEqual(
      answers.map(({ status, body }) => [status, body.error_code]),
      Array.from({ length: 3 }, () => [403, 'DPL.0403']),
    );
    assert.equal((await stranger('GET', `/v2/${project}/images`)).status, 200);
  });
});
