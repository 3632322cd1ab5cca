import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, it } from 'node:test';
import { type Engine, EngineError, type EngineErrorReason } from '../../engines/contract.js';
import type { EngineFiles } from '../../engines/files.js';
import { type MadeDesktop, makeDesktop, removeSurely, untilStatus } from '../engineItems.js';
import { waitUntil } from '../waitUntil.js';
import type { EngineUnderTest } from './engineUnderTest.js';

/** Registers the test cases about files that every engine with files has to pass, within a suite of it. */
export function describeFiles(subject: EngineUnderTest): void {
  const engine = (): Engine => subject.engine;
  let desktop: MadeDesktop;
  let files: EngineFiles;
  before(async () => {
    const found = engine().files;
    assert.ok(found);
    files = found;
    desktop = await makeDesktop(engine());
  });
  after(async () => {
    for (const ref of [desktop.server, desktop.volume, desktop.port]) await removeSurely(engine(), ref, true);
  });
  const newUpload = () => randomBytes(16).toString('hex');
  const names = async () => (await files.list(desktop.server)).map(({ name }) => name);
  const put = async (name: string, bytes: Buffer) => {
    const upload = newUpload();
    await files.write(desktop.server, { upload, offset: 0, bytes });
    await files.finish(desktop.server, { upload, name, size: bytes.length });
  };
  const fails = (reason: EngineErrorReason) => (error: unknown) => {
    assert.ok(error instanceof EngineError, String(error));
    assert.equal(error.reason, reason, error.message);
    return true;
  };

  it('a file goes up in pieces, is listed once it is whole, and comes down in pieces, byte by byte', async () => {
    const bytes = Buffer.alloc(2_500_001, 'aé\0\n');
    const name = 'Bericht – 报告 (1).bin';
    const upload = newUpload();
    for (let offset = 0; offset < bytes.length; offset += 1_048_576) {
      const piece = { upload, offset, bytes: bytes.subarray(offset, offset + 1_048_576) };
      await files.write(desktop.server, piece);
      // An answer that was lost has a piece come twice.
      if (offset > 0) await files.write(desktop.server, piece);
    }
    assert.ok(!(await names()).includes(name));
    await files.finish(desktop.server, { upload, name, size: bytes.length });
    const listed = (await files.list(desktop.server)).find((file) => file.name === name);
    assert.equal(listed?.bytes, bytes.length);
    assert.ok(Math.abs(listed.modified.getTime() - Date.now()) < 600_000);
    const parts: Uint8Array[] = [];
    const revisions = new Set<string>();
    for (let offset = 0; offset < bytes.length; offset += 2_000_000) {
      const piece = await files.read(desktop.server, { name, offset, length: 2_000_000 });
      assert.equal(piece.size, bytes.length);
      revisions.add(piece.revision);
      parts.push(piece.bytes);
    }
    assert.ok(Buffer.concat(parts).equals(bytes));
    assert.equal(revisions.size, 1);
    const end = await files.read(desktop.server, { name, offset: bytes.length, length: 1 });
    assert.equal(end.bytes.length, 0);
  });

  it('an empty file is one', async () => {
    await put('empty', Buffer.alloc(0));
    const { size } = await files.read(desktop.server, { name: 'empty', offset: 0, length: 10 });
    assert.equal(size, 0);
  });

  it('no upload takes the place of another file, and none has its name before it is whole', async () => {
    await put('taken', Buffer.from('first'));
    await assert.rejects(put('taken', Buffer.from('second')), fails('conflict'));
    const { bytes } = await files.read(desktop.server, { name: 'taken', offset: 0, length: 10 });
    assert.equal(Buffer.from(bytes).toString(), 'first');
    const upload = newUpload();
    await files.write(desktop.server, { upload, offset: 0, bytes: Buffer.from('half') });
    const short = files.finish(desktop.server, { upload, name: 'whole', size: 8 });
    await assert.rejects(short, fails('refused'));
    await files.drop(desktop.server, upload);
    const dropped = files.finish(desktop.server, { upload, name: 'whole', size: 4 });
    await assert.rejects(dropped, fails('not-found'));
    assert.ok(!(await names()).includes('whole'));
  });

  it('names that lead elsewhere are refused', async () => {
    for (const name of ['', '.', '..', '../x', 'a/b', 'a\nb', 'a\u001bb', 'é'.repeat(128)]) {
      await assert.rejects(put(name, Buffer.from('x')), fails('refused'), JSON.stringify(name));
      const read = files.read(desktop.server, { name, offset: 0, length: 1 });
      await assert.rejects(read, fails('refused'), JSON.stringify(name));
    }
  });

  it('names of any script, with spaces, dashes and odd marks, of 255 bytes, are kept as they are', async () => {
    for (const name of ['-rf', ' a  b ', '%s\\n', '$(id)', '\u202egpj.exe', '报'.repeat(85)]) {
      await put(name, Buffer.from('x'));
      assert.ok((await names()).includes(name), name);
    }
  });

  it('what is not there is not found', async () => {
    const read = files.read(desktop.server, { name: 'nothing', offset: 0, length: 1 });
    await assert.rejects(read, fails('not-found'));
  });

  it('a desktop that hibernates or is off is a conflict, one that is gone is not found', async () => {
    for (const [action, status] of [
      ['hibernate', 'hibernated'],
      ['stop', 'shutoff'],
    ] as const) {
      await waitUntil(async () => {
        await engine().power(desktop.server, action, 'hard');
        return true;
      }, action);
      await untilStatus(engine(), desktop.server, status);
      await assert.rejects(files.list(desktop.server), fails('conflict'));
    }
    await removeSurely(engine(), desktop.server, true);
    await assert.rejects(files.list(desktop.server), fails('not-found'));
  });
}
