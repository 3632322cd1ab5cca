import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type EngineHostProcess, startEngineHost } from '../../testing/engineHostProcess.js';
import { importArchive } from '../../testing/imageCalls.js';
import { failsWith, hasFault, leftIn } from '../../testing/imageOutcomes.js';
import { ociArchive, paxOf, type TarPart, tarOf, tinyRoot } from '../../testing/ociArchive.js';

describe('the local engine and hostile archives', () => {
  let host: EngineHostProcess;
  before(async () => {
    host = await startEngineHost();
  });
  after(() => host.dispose());

  const fine = tarOf(tinyRoot);
  const withParts = (...parts: TarPart[]) => ociArchive([tarOf([...tinyRoot, ...parts])]);
  const spoiled = (change: (part: TarPart) => TarPart) =>
    ociArchive([fine], { spoil: (parts) => parts.map(change) });
  const hostile: [name: string, archive: Buffer, message: RegExp][] = [
    ['with a name that leads out', withParts({ name: '../evil' }), /"\.\.\/evil" leads out/],
    ['with a name that leads out within', withParts({ name: 'etc/../../evil' }), /leads out/],
    [
      'with a long name that leads out',
      withParts(paxOf({ path: 'a/../../evil' }), { name: 'x' }),
      /leads out/,
    ],
    ['with an absolute name', withParts({ name: '/evil' }), /absolute name/],
    [
      'with a hard link to outside',
      withParts({ name: 'x', type: '1', linkName: '../../etc/shadow' }),
      /"x" leads out/,
    ],
    [
      'with an absolute hard link',
      withParts({ name: 'x', type: '1', linkName: '/etc/shadow' }),
      /absolute name/,
    ],
    [
      'that puts a file through a symbolic link',
      withParts({ name: 'x', type: '2', linkName: '/etc' }, { name: 'x/evil' }),
      /"x\/evil" would be put through the symbolic link "x"/,
    ],
    ['whose root is a file', withParts({ name: '/' }), /absolute name/],
    ['with a device', withParts({ name: 'dev/sda', type: '4' }), /"dev\/sda".*block device/],
    ['with another device', withParts({ name: 'dev/mem', type: '3' }), /character device/],
    ['with a pipe', withParts({ name: 'pipe', type: '6' }), /pipe/],
    ['with a sparse file', withParts({ name: 'hole', type: 'S' }), /sparse file/],
    [
      'with a sparse file of PAX',
      withParts(paxOf({ 'GNU.sparse.major': '1' }), { name: 'hole' }),
      /sparse file/,
    ],
    ['with a name twice', withParts({ name: 'usr/bin/sh' }), /"usr\/bin\/sh" is there twice/],
    [
      'with a file that is larger than all',
      withParts({ name: 'bomb', size: 0o77777777777 }),
      /early|more than/,
    ],
    [
      'with a size beyond all bounds',
      withParts(paxOf({ size: '999999999999999' }), { name: 'bomb' }),
      /more than/,
    ],
    [
      'with a PAX header of megabytes',
      withParts(paxOf({ comment: 'x'.repeat(2_000_000) }), { name: 'x' }),
      /names and attributes/,
    ],
    [
      'with a broken PAX header',
      withParts({ name: 'x', type: 'x', content: '999 path=x\n' }),
      /PAX header is damaged/,
    ],
    ['that ends in the middle', ociArchive([fine]).subarray(0, 6000), /ends early/],
    ['whose layer ends in the middle', ociArchive([fine.subarray(0, 1700)]), /ends early/],
    [
      'with a wrong layer',
      spoiled((part) =>
        (part.content?.length ?? 0) === fine.length ? { ...part, content: tarOf([{ name: 'other' }]) } : part,
      ),
      /digest/i,
    ],
    [
      'with a wrong configuration',
      spoiled((part) =>
        String(part.content).includes('"rootfs"')
          ? { ...part, content: String(part.content).replace('linux', 'minix') }
          : part,
      ),
      /digest/i,
    ],
    [
      'that names no digest',
      spoiled((part) => (part.name === 'index.json' ? { ...part, content: '{"manifests":[{}]}' } : part)),
      /does not take it|no digest/,
    ],
    ['that is no archive', Buffer.from('this is no archive'.repeat(100)), /no tar archive/],
    ['that is empty', Buffer.alloc(0), /no upload|ends early/],
    ['that is a tar archive of something else', tarOf([{ name: 'readme' }]), /neither an OCI archive/],
    ['that is a broken gzip', gzipSync(ociArchive([fine])).subarray(0, 500), /damaged or ends early/],
    [
      'for another architecture',
      ociArchive([fine], { architecture: 's390x' }),
      /this machine needs linux on|s390x/,
    ],
    ['without an X server', ociArchive([tarOf([{ name: 'bin/sh' }])]), /has no \/usr\/bin\/Xtigervnc/],
    [
      'whose X server is a link to outside',
      ociArchive([
        tarOf([{ name: 'bin/sh' }, { name: 'usr/bin/Xtigervnc', type: '2', linkName: '/opt/node' }]),
      ]),
      /has no \/usr\/bin\/Xtigervnc/,
    ],
  ];
  for (const [name, archive, message] of hostile) {
    it(`refuses an archive ${name}, by name, and keeps nothing of it`, async () => {
      await assert.rejects(
        importArchive(host.engine.images, 'hostile', archive),
        (error) => failsWith(undefined, message)(error) && hasFault(error),
      );
      assert.deepEqual(await leftIn(host), []);
    });
  }
});
