import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { lchown, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { HostFault } from '../machine/fault.js';
import { layOut, type Places } from '../machine/places.js';
import { prepareScreen, publishScreen } from './screens.js';

const uid = 1_879_999_991;
const short = 'abcdef';

describe('the publication of a screen', () => {
  let dir: string;
  let places: Places;
  let screen: string;
  const servers: Server[] = [];
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'dps-'));
    places = layOut({ stateDir: dir, runtimeDir: dir, instance: '00000000', clientUid: 1, clientGid: 1 });
    screen = join(places.bundle(short), 'screen');
    await mkdir(join(dir, 'screens'));
    await prepareScreen(places, short);
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) server.close();
    await rm(dir, { recursive: true, force: true });
  });

  /** Listens as somebody's program and greets with some text. @returns how many came */
  async function listenAt(path: string, owner: number, greeting: string): Promise<() => number> {
    let came = 0;
    const server = createServer((socket) => {
      came += 1;
      socket.on('error', () => undefined).end(greeting);
    }).listen(path);
    servers.push(server);
    await once(server, 'listening');
    await lchown(path, owner, owner);
    return () => came;
  }
  const publish = (deadlineMs = 5000) => publishScreen(places, { short, uid }, () => true, deadlineMs);
  const refusal = (words: RegExp) => (error: unknown) =>
    error instanceof HostFault && words.test(error.message);

  it('moves the socket of the desktop to where only the service may connect', async () => {
    await listenAt(join(screen, 'sock'), uid, 'RFB 003.008\n');
    await publish();
  });

  it('connects to no socket of the host, however fast the desktop swaps links for its own', async () => {
    const theirs = await listenAt(join(dir, 'of-the-host'), 0, 'RFB 003.008\n');
    const own = await listenAt(join(screen, 'own'), uid, 'something\n');
    const swap = `
      const { linkSync, renameSync, symlinkSync } = require('node:fs');
      for (;;) {
        linkSync('own', 'next'); renameSync('next', 'sock');
        symlinkSync(${JSON.stringify(join(dir, 'of-the-host'))}, 'next'); renameSync('next', 'sock');
      }`;
    const swapping: ChildProcess = spawn(process.execPath, ['-e', swap], { cwd: screen, stdio: 'inherit' });
    try {
      await assert.rejects(publish(3000), refusal(/no screen answered/));
      assert.ok(own() > 0, 'the desktop’s own socket was found in between');
      assert.equal(theirs(), 0);
    } finally {
      const ended = once(swapping, 'exit');
      swapping.kill('SIGKILL');
      await ended;
    }
  });

  it('takes no link, no file, and no socket of somebody else for a screen', async () => {
    const theirs = await listenAt(join(dir, 'of-the-host'), 0, 'RFB 003.008\n');
    await symlink(join(dir, 'of-the-host'), join(screen, 'sock'));
    await assert.rejects(publish(100), refusal(/no screen answered/));
    await rm(join(screen, 'sock'));
    await writeFile(join(screen, 'sock'), 'RFB 003.008\n');
    await lchown(join(screen, 'sock'), uid, uid);
    await assert.rejects(publish(100), refusal(/no screen answered/));
    await rm(join(screen, 'sock'));
    const another = await listenAt(join(screen, 'sock'), uid + 1, 'RFB 003.008\n');
    await assert.rejects(publish(100), refusal(/no screen answered/));
    assert.equal(theirs() + another(), 0);
  });

  it('fails where the desktop keeps a way to write into the memory that all desktops share', async () => {
    await listenAt(join(screen, 'sock'), uid, 'RFB 003.008\n');
    await mkdir(join(screen, 'mine'));
    await lchown(join(screen, 'mine'), uid, uid);
    await assert.rejects(publish(), refusal(/beside or in place/));
  });
});
