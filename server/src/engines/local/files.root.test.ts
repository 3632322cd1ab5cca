import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type EngineHostProcess, startEngineHost } from '../../testing/engineHostProcess.js';
import { type MadeDesktop, makeDesktop, removeSurely } from '../../testing/engineItems.js';
import { inside } from '../../testing/localDesktop.js';
import { waitUntil } from '../../testing/waitUntil.js';
import { EngineError, type EngineErrorReason } from '../contract.js';
import type { EngineFiles } from '../files.js';

const home = '/home/desktop';
const folder = `${home}/Transfer`;

describe('files of a desktop of the local engine', () => {
  let host: EngineHostProcess;
  let desktop: MadeDesktop;
  let files: EngineFiles;
  before(async () => {
    host = await startEngineHost();
    desktop = await makeDesktop(host.engine);
    assert.ok(host.engine.files);
    files = host.engine.files;
  });
  after(() => host.dispose());

  const run = (...command: string[]) => inside(host, desktop, ...command);
  const newUpload = () => randomBytes(16).toString('hex');
  const write = async (name: string, bytes: Buffer) => {
    const upload = newUpload();
    await files.write(desktop.server, { upload, offset: 0, bytes });
    try {
      await files.finish(desktop.server, { upload, name, size: bytes.length });
    } finally {
      await files.drop(desktop.server, upload);
    }
  };
  const read = (name: string) => files.read(desktop.server, { name, offset: 0, length: 1000 });
  const names = async () => (await files.list(desktop.server)).map(({ name }) => name);
  const content = async () => (await run('ls', '-A', folder)).trim();

  it('a file that goes up is the user’s, seen inside under its name', async () => {
    await write('报告.bin', Buffer.from('bytes'));
    assert.equal(await run('stat', '-c', '%s %U', `${folder}/报告.bin`), '5 desktop\n');
    await run('sh', '-c', `printf changed >> ${folder}/报告.bin`);
    assert.equal(Buffer.from((await read('报告.bin')).bytes).toString(), 'byteschanged');
    await run('rm', `${folder}/报告.bin`);
    assert.equal(await content(), '');
  });

  it('links, pipes, sockets and folders of the user are no files, and none of them holds a call up', async () => {
    await run('ln', '-s', '/etc/passwd', `${folder}/link`);
    await run('mkfifo', `${folder}/pipe`);
    await run('mkdir', `${folder}/inner`);
    await run(
      'perl',
      '-MIO::Socket::UNIX',
      '-e',
      `IO::Socket::UNIX->new(Local=>"${folder}/socket",Listen=>1)`,
    );
    assert.deepEqual(await names(), []);
    for (const name of ['link', 'pipe', 'inner', 'socket']) {
      await assert.rejects(read(name), because('not-found'), name);
      await assert.rejects(write(name, Buffer.from('x')), because('conflict'), name);
    }
    await run('rm', '-r', folder);
  });

  it('an upload whose place the user takes with a link or a pipe goes nowhere else', async () => {
    await run('mkdir', '-p', folder);
    for (const plant of [
      ['mkfifo', '--'],
      ['ln', '-s', `${home}/elsewhere`],
    ]) {
      const upload = newUpload();
      await run(...plant, `${folder}/.deskplane-part-${upload}`);
      const piece = { upload, offset: 0, bytes: Buffer.from('x') };
      await assert.rejects(files.write(desktop.server, piece), EngineError);
      await files.drop(desktop.server, upload);
    }
    assert.equal((await run('ls', home)).includes('elsewhere'), false);
    assert.equal(await content(), '');
  });

  it('a folder that the user made a link to another of his is followed, and nothing that is no folder', async () => {
    await run('rm', '-r', folder);
    await run('mkdir', `${home}/other`);
    await run('ln', '-s', `${home}/other`, folder);
    await write('linked', Buffer.from('x'));
    assert.equal(await run('ls', `${home}/other`), 'linked\n');
    assert.deepEqual(await names(), ['linked']);
    for (const plant of [
      ['touch', folder],
      ['ln', '-s', '/nowhere', folder],
    ]) {
      await run('rm', '-f', folder);
      await run(...plant);
      await assert.rejects(write('file', Buffer.from('x')), because('conflict'));
      await assert.rejects(files.list(desktop.server), because('conflict'));
    }
    await run('rm', '-f', folder);
  });

  it('a folder of a great many files, and names that no text can hold, do not break the list', async () => {
    await run('mkdir', folder);
    await run('sh', '-c', `cd ${folder} && seq -f %0200g 1 6000 | xargs touch`);
    assert.equal((await names()).length, 1000);
    await run(
      'sh',
      '-c',
      `cd ${folder} && find . -type f -delete && touch "$(printf 'a\\377b')" "$(printf 'a\\nb')" good`,
    );
    assert.deepEqual(await names(), ['good']);
    await run('rm', '-r', folder);
  });

  it('a full disk is told in plain words', async () => {
    const free = await run('df', '--output=avail', '-B1', home);
    await run('fallocate', '-l', String(Number(free.trim().split('\n')[1]) - 100_000), `${home}/fill`);
    const upload = newUpload();
    const piece = { upload, offset: 0, bytes: randomBytes(1_000_000) };
    await assert.rejects(files.write(desktop.server, piece), /disk is full/);
    await files.drop(desktop.server, upload);
    await run('rm', `${home}/fill`);
    assert.equal(await content(), '');
  });

  it('a call that is broken off ends at once', async () => {
    const broken = new AbortController();
    const reading = files.list(desktop.server, broken.signal);
    broken.abort();
    await assert.rejects(reading, EngineError);
    assert.deepEqual(await names(), []);
  });

  it('a desktop that is deleted in the middle of a transfer ends it and is gone for good', async () => {
    const going = await makeDesktop(host.engine);
    let over = false;
    const transfer = (async () => {
      for (let offset = 0; ; offset += 1_048_576) {
        const piece = { upload: 'a'.repeat(32), offset, bytes: Buffer.alloc(1_048_576) };
        await files.write(going.server, piece);
      }
    })();
    transfer.catch(() => (over = true));
    await waitUntil(async () => (await inside(host, going, 'ls', '-A', folder)) !== '', 'it has begun');
    await removeSurely(host.engine, going.server, true);
    await waitUntil(() => over, 'the transfer ends');
    await assert.rejects(transfer, EngineError);
    for (const ref of [going.volume, going.port]) await removeSurely(host.engine, ref, true);
  });
});

const because = (reason: EngineErrorReason) => (error: unknown) => {
  assert.ok(error instanceof EngineError, String(error));
  assert.equal(error.reason, reason, error.message);
  return true;
};
