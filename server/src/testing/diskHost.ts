import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { VolumeSpec } from '../engines/contract.js';
import { type EngineHostProcess, startEngineHost } from './engineHostProcess.js';
import { specsOfDesktop } from './engineItems.js';
import {
  type DiskCalls,
  diskCalls,
  diskFilesOf,
  fileContains,
  type HostRef,
  loopDevices,
  mountsOf,
} from './localDisks.js';

const run = promisify(execFile);

/** What a desktop writes, to be looked for where nobody may find it again. */
export const secret = 'the plain text of a desktop, which nobody may find again';

/** An engine host for tests of disks, and where the parts of a disk are. */
export interface DiskHost {
  readonly host: EngineHostProcess;
  readonly calls: DiskCalls;
  /** @param sizeGiB left out: 1 */
  volumeSpec(sizeGiB?: number): VolumeSpec;
  /** The file of a disk. */
  imageOf(ref: HostRef): string;
  /** The file of a snapshot. */
  snapshotOf(ref: HostRef): string;
  mountOf(ref: HostRef): string;
  /** Whether a disk is open, in whichever namespace. */
  isMounted(ref: HostRef): Promise<boolean>;
  /** That the file system of an open disk has a size, in GiB. */
  assertSize(ref: HostRef, sizeGiB: number): Promise<void>;
  /** What the desktop sees of a disk. */
  filesOf(ref: HostRef): string;
  /** The stored key of a disk. */
  keyOf(ref: HostRef): string;
  /** Whether the file of a mounted disk holds a text. */
  contains(ref: HostRef, text: string): Promise<boolean>;
  assertNothingLeft(): Promise<void>;
  close(): Promise<void>;
}

/** Starts one. */
export async function startDiskHost(): Promise<DiskHost> {
  const host = await startEngineHost();
  const calls = diskCalls(host);
  const fileOf = (place: string, ref: HostRef) => join(host.stateDir, place, `${shortOf(ref)}.img`);
  const imageOf = (ref: HostRef) => fileOf('volumes', ref);
  const mountOf = (ref: HostRef) => join(host.runtimeDir, 'disks', shortOf(ref));
  return {
    host,
    calls,
    volumeSpec: (sizeGiB = 1) => ({ ...specsOfDesktop(host.engine).volume(), sizeGiB }),
    imageOf,
    snapshotOf: (ref) => fileOf('snapshots', ref),
    mountOf,
    isMounted: async (ref) => (await mountsOf(host)).some((line) => line.includes(mountOf(ref))),
    async assertSize(ref, sizeGiB) {
      const { stdout } = await run('df', ['--output=size', '-B1M', join(mountOf(ref), 'files')]);
      // Its own books take a little.
      const seen = Number(stdout.split('\n')[1]) / 1024;
      assert.ok(seen <= sizeGiB && seen > sizeGiB - 0.2 - sizeGiB / 50, `${seen} instead of ${sizeGiB} GiB`);
    },
    filesOf: (ref) => join(mountOf(ref), 'files'),
    keyOf: (ref) => join(host.stateDir, 'keys', `${ref.id}.json`),
    async contains(ref, text) {
      await run('sync', ['-f', mountOf(ref)]);
      return fileContains(imageOf(ref), text);
    },
    async assertNothingLeft() {
      assert.deepEqual(await diskFilesOf(host), []);
      assert.deepEqual(await loopDevices(host), []);
      assert.deepEqual(await mountsOf(host), []);
    },
    async close() {
      await calls.close();
      await host.dispose();
    },
  };
}

function shortOf(ref: HostRef): string {
  return ref.id.slice(0, 6);
}
