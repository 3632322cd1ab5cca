import assert from 'node:assert/strict';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type EngineHostProcess, startEngineHost } from '../../testing/engineHostProcess.js';
import { createSurely, removeSurely, specsOfDesktop } from '../../testing/engineItems.js';
import { importArchive, uploadArchive } from '../../testing/imageCalls.js';
import { failsWith, leftIn } from '../../testing/imageOutcomes.js';
import { dockerArchive, ociArchive, tarOf, tinyRoot } from '../../testing/ociArchive.js';
import { waitUntil } from '../../testing/waitUntil.js';

/** The processes that unpack an image for this engine host: by their cgroup, as other engine hosts may be unpacking, too. */
async function unpackingFor({ instance }: EngineHostProcess): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      // It may have ended meanwhile.
      const read = (name: string) => readFile(join('/proc', pid, name), 'utf8').catch(() => '');
      const isOurs = (await read('cgroup')).includes(instance);
      return isOurs && (await read('cmdline')).includes('/opt/unpack/main.js') ? [pid] : [];
    }),
  );
  return found.flat();
}

describe('the local engine takes images from archives', () => {
  let host: EngineHostProcess;
  before(async () => {
    host = await startEngineHost();
  });
  after(() => host.dispose());
  afterEach(async () => {
    await host.engine.images.refresh();
    for (const image of host.engine.images.imported()) await host.engine.images.remove(image.id);
  });

  const rootOf = (id: string) => join(host.stateDir, 'images', id, 'root');

  it('an OCI archive becomes an image that is offered, and is gone once it is deleted', async () => {
    const { images, offer } = host.engine;
    const image = await importArchive(images, 'tiny', ociArchive([tarOf(tinyRoot)], { gzip: true }), 1000);
    assert.equal(image.osVersion, 'Tiny Linux 1');
    assert.match(image.imported?.digest ?? '', /^sha256:[0-9a-f]{64}$/);
    assert.deepEqual(offer.images[1], image);
    const root = rootOf(image.id);
    assert.equal(await readlink(join(root, 'bin')), 'usr/bin');
    const shell = await lstat(join(root, 'usr/bin/sh'));
    assert.deepEqual([shell.uid, shell.gid, shell.mode & 0o7777], [0, 0, 0o755]);
    assert.equal((await lstat(join(host.stateDir, 'images'))).mode & 0o777, 0o700);
    await images.remove(image.id);
    assert.equal(offer.images.length, 1);
    assert.deepEqual(await leftIn(host), []);
  });

  it('an OCI archive needs no entries for its directories', async () => {
    const { images } = host.engine;
    const archive = ociArchive([tarOf(tinyRoot)], {
      spoil: (parts) => parts.filter(({ type }) => type !== '5'),
    });
    assert.equal((await importArchive(images, 'flat', archive)).osVersion, 'Tiny Linux 1');
  });

  it('a docker archive becomes one too, gzipped or not', async () => {
    const { images } = host.engine;
    const archive = dockerArchive(tarOf(tinyRoot));
    const plain = await importArchive(images, 'plain', archive);
    const zipped = await importArchive(images, 'zipped', gzipSync(archive));
    assert.equal(plain.osVersion, 'Tiny Linux 1');
    assert.equal(plain.imported?.bytes, zipped.imported?.bytes);
    for (const image of [plain, zipped]) await images.remove(image.id);
    assert.deepEqual(await leftIn(host), []);
  });

  it('a layer of umoci insert is taken: it calls its root / and ends behind its last byte', async () => {
    const { images } = host.engine;
    const inserted = tarOf([
      { name: '/', type: '5', mode: 0o755 },
      { name: 'etc/note', content: 'inserted' },
    ]);
    const cut = inserted.subarray(0, inserted.lastIndexOf('inserted') + 'inserted'.length);
    const image = await importArchive(images, 'inserted', ociArchive([tarOf(tinyRoot), cut]));
    assert.equal(await readFile(join(rootOf(image.id), 'etc/note'), 'utf8'), 'inserted');
    await images.remove(image.id);
  });

  it('later layers replace and remove what earlier ones brought', async () => {
    const { images } = host.engine;
    const first = [...tinyRoot, { name: 'etc/old', content: 'old' }, { name: 'etc/kept', content: 'old' }];
    const second = [{ name: 'etc/.wh.old' }, { name: 'etc/kept', content: 'new' }];
    const image = await importArchive(images, 'layered', ociArchive([tarOf(first), tarOf(second)]));
    const etc = join(rootOf(image.id), 'etc');
    assert.deepEqual((await readdir(etc)).sort(), ['kept', 'os-release']);
    assert.equal(await readFile(join(etc, 'kept'), 'utf8'), 'new');
    await images.remove(image.id);
  });

  it('the same archive under the same name is the same image, another one needs another name', async () => {
    const { images } = host.engine;
    const archive = ociArchive([tarOf(tinyRoot)]);
    const image = await importArchive(images, 'twice', archive);
    assert.deepEqual(await importArchive(images, 'twice', archive), image);
    const other = ociArchive([tarOf([...tinyRoot, { name: 'etc/other' }])]);
    const upload = await uploadArchive(images, other);
    const order = { upload, name: 'twice', minimumDiskGiB: 1, minimumMemoryMiB: 512 };
    await assert.rejects(images.import(order), failsWith('conflict', /has the name twice/));
    await images.import({ ...order, name: 'once' });
    await images.remove(image.id);
  });

  it('an import whose answer was lost is answered with its image', async () => {
    const { images } = host.engine;
    const upload = await uploadArchive(images, ociArchive([tarOf(tinyRoot)]));
    const order = { upload, name: 'asked-twice', minimumDiskGiB: 1, minimumMemoryMiB: 512 };
    const [one, other] = await Promise.all([images.import(order), images.import(order)]);
    assert.deepEqual(one, other);
    assert.deepEqual(await images.import(order), one);
    await images.remove(one.id);
  });

  it('an upload goes on where it stands', async () => {
    const { images } = host.engine;
    const upload = 'a'.repeat(32);
    assert.equal(await images.addPiece(upload, 0, Buffer.alloc(10)), 10);
    assert.equal(await images.addPiece(upload, 0, Buffer.alloc(10)), 10, 'passed over');
    assert.equal(await images.addPiece(upload, 20, Buffer.alloc(10)), 10, 'passed over');
    assert.equal(await images.addPiece(upload, 10, Buffer.alloc(5)), 15);
    await assert.rejects(
      images.import({ upload, name: 'zeros', minimumDiskGiB: 1, minimumMemoryMiB: 512 }),
      failsWith('refused'),
    );
    assert.ok(!(await leftIn(host)).includes(upload), 'what no import would ever take is dropped');
  });

  it('files lose their setuid bits and every owner but root', async () => {
    const { images } = host.engine;
    const layer = tarOf([...tinyRoot, { name: 'usr/bin/su', content: '#!', mode: 0o6755 }]);
    const image = await importArchive(images, 'setuid', ociArchive([layer]));
    const su = await lstat(join(rootOf(image.id), 'usr/bin/su'));
    assert.deepEqual([su.uid, su.gid, su.mode & 0o7777], [0, 0, 0o755]);
    await images.remove(image.id);
  });

  it('symbolic links that lead out are kept, and never followed', async () => {
    const { images } = host.engine;
    const layer = tarOf([
      ...tinyRoot,
      { name: 'out', type: '2', linkName: '../../../../etc' },
      { name: 'absolute', type: '2', linkName: '/etc/shadow' },
    ]);
    const image = await importArchive(images, 'links', ociArchive([layer]));
    assert.equal(await readlink(join(rootOf(image.id), 'absolute')), '/etc/shadow');
    await images.remove(image.id);
  });

  it('knows its images again after a restart, and what was half done is gone', async () => {
    const { images, offer } = host.engine;
    const image = await importArchive(images, 'kept', ociArchive([tarOf(tinyRoot)]));
    const upload = await uploadArchive(
      images,
      ociArchive([tarOf([...tinyRoot, { name: 'big', content: Buffer.alloc(50_000_000) }])]),
    );
    const doomed = images
      .import({ upload, name: 'doomed', minimumDiskGiB: 1, minimumMemoryMiB: 512 })
      .catch((error: unknown) => error);
    await waitUntil(async () => (await unpackingFor(host)).length > 0, 'the unpacking has begun');
    await host.end('SIGKILL');
    assert.ok(failsWith('unreachable')(await doomed));
    await host.start();
    await images.refresh();
    assert.deepEqual(offer.images.slice(1), [image]);
    const left = await leftIn(host);
    assert.ok(
      left.every((path) => path.startsWith(image.id)),
      left.join(),
    );
    assert.deepEqual(await unpackingFor(host), []);
    await images.remove(image.id);
  });

  it('an image is not deleted while a server is of it', async () => {
    const { engine } = host;
    const image = await importArchive(engine.images, 'used', ociArchive([tarOf(tinyRoot)]));
    const specs = specsOfDesktop(engine);
    const volume = await createSurely(engine, specs.volume());
    const server = await createSurely(engine, { ...specs.server([], [volume]), imageId: image.id });
    await assert.rejects(engine.images.remove(image.id), failsWith('conflict', /in use by the desktop/));
    await removeSurely(engine, server, true);
    await removeSurely(engine, volume);
    await engine.images.remove(image.id);
    await assert.rejects(engine.images.remove(image.id), failsWith('not-found'));
    await assert.rejects(engine.images.remove(hostImage), failsWith('conflict', /machine itself/));
  });

  it('no server is made of an image that is not there', async () => {
    const { engine } = host;
    const specs = specsOfDesktop(engine);
    const volume = await createSurely(engine, specs.volume());
    const spec = { ...specs.server([], [volume]), imageId: '00000000-0000-4000-8000-000000000000' };
    await assert.rejects(engine.create(spec), failsWith('not-found', /no image/));
    await removeSurely(engine, volume);
  });
});

const hostImage = '6f1c1f0e-52b4-4a53-9d6e-7a5a3c0de001';
