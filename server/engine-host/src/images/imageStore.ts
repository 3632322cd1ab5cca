import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { removeTree } from '../disks/leftovers.js';
import { HostFault } from '../machine/fault.js';
import { readObject } from '../machine/fields.js';
import type { Places } from '../machine/places.js';
import { run } from '../machine/run.js';
import { createSerial } from '../machine/serial.js';
import { type Cgroups, groupPath } from '../sandbox/cgroups.js';
import { endConfined, runConfined, unpackedRoot } from './confinement.js';
import { imageLimits } from './imageLimits.js';
import { type ImageRecord, readImages, recordFile } from './imageRecords.js';
import { hostImageId } from './imageRoot.js';
import { refusalKinds } from './unpack/refusal.js';
import { createUploads, type Uploads } from './uploads.js';

/** What is to become an image. */
export interface ImportOrder {
  readonly upload: string;
  readonly name: string;
  readonly minimumDiskGiB: number;
  readonly minimumMemoryMiB: number;
}

/** The images of this host. */
export interface ImageStore {
  readonly uploads: Uploads;
  list(): ImageRecord[];
  /** Whether servers can start from it; `host` is always there. */
  has(id: string): boolean;
  /**
   * Makes an image of an upload, which then is gone. Asked for once more, the image that it made is the answer.
   * @throws {HostFault} `refused` saying what is wrong with the archive, `conflict` when the name is taken, `not-found`, `capacity`
   */
  import(order: ImportOrder): Promise<ImageRecord>;
  /** @param usedBy the name of a desktop that uses the image, if one does @throws {HostFault} `conflict`, `not-found` */
  remove(id: string, usedBy: string | undefined): Promise<void>;
  /** Ends an import that is under way; nothing comes of it. */
  close(): Promise<void>;
}

/**
 * Opens the store, without what an engine host that was killed left half done.
 * @param complain told of what cannot be removed; the next start tries again
 */
export async function openImages(
  places: Places,
  { limits }: Pick<Cgroups, 'limits'>,
  complain: (text: string) => void,
): Promise<ImageStore> {
  const container = `deskplane-${places.instance}-unpack`;
  const group = groupPath(places.instance, 'unpack');
  const runcDir = join(places.runtimeDir, 'unpack');
  for (const dir of [places.images, places.uploads, places.imageStaging])
    await mkdir(dir, { recursive: true, mode: 0o700 });
  await mkdir(runcDir, { recursive: true, mode: 0o700 });
  for (const id of await readdir(runcDir)) await endConfined(runcDir, id);
  for (const entry of await readdir(places.imageStaging)) await removeTree(join(places.imageStaging, entry));
  const uploads = createUploads(places);
  await uploads.sweep(0);
  const images = new Map((await readImages(places)).map((image) => [image.id, image]));
  const queues = createSerial();

  async function importNext(order: ImportOrder): Promise<ImageRecord> {
    const done = [...images.values()].find(
      (image) => image.upload === order.upload && image.name === order.name,
    );
    if (done !== undefined) {
      await uploads.drop(order.upload);
      return done;
    }
    const archive = await uploads.pathOf(order.upload);
    const id = randomUUID();
    const dir = join(places.imageStaging, id);
    await mkdir(dir, { mode: 0o700 });
    try {
      const facts = readOutcome(
        await runConfined({ id: container, groupPath: group, limits, stateDir: runcDir, dir, archive }, [
          '/archive',
          '/work',
          process.arch === 'arm64' ? 'arm64' : 'amd64',
          String(imageLimits.imageBytes),
          String(imageLimits.imageFiles),
        ]),
      );
      const holder = [...images.values()].find((image) => image.name === order.name);
      if (holder !== undefined && holder.digest !== facts.digest) throw nameTaken(order.name);
      const image = holder ?? { id, ...order, ...facts, createdAt: new Date().toISOString() };
      if (holder === undefined) await keep(dir, image);
      images.set(image.id, image);
      await uploads.drop(order.upload);
      return image;
    } catch (error) {
      // No further try would find anything else in it.
      if (error instanceof HostFault && error.reason === 'refused') await uploads.drop(order.upload);
      throw error;
    } finally {
      await removeTree(dir);
    }
  }

  /** Turns what was unpacked into an image: complete and durable before it has its name. */
  async function keep(dir: string, image: ImageRecord): Promise<void> {
    const root = unpackedRoot(dir);
    const ready = join(dir, 'image');
    // A change of owner also takes every setuid bit and file capability.
    await run('chown', ['-hR', '0:0', '--', root], { timeoutMs: imageLimits.unpackMs });
    await chmod(root, 0o755);
    await mkdir(ready, { mode: 0o700 });
    await rename(root, join(ready, 'root'));
    await writeFile(join(ready, recordFile), `${JSON.stringify(image)}\n`, { mode: 0o600 });
    await run('sync', ['--file-system', '--', ready], { timeoutMs: imageLimits.unpackMs });
    await rename(ready, join(places.images, image.id));
    await run('sync', ['--', places.images]);
  }

  return {
    uploads,
    list: () => [...images.values()],
    has: (id) => id === hostImageId || images.has(id),
    import: (order) => queues.run('import', () => importNext(order)),
    async remove(id, usedBy) {
      if (id === hostImageId)
        throw new HostFault('conflict', 'the image that is the machine itself cannot be deleted', {
          kind: 'image-machine',
        });
      const image = images.get(id);
      if (image === undefined) throw new HostFault('not-found', `there is no image ${id}`);
      if (usedBy !== undefined)
        throw new HostFault('conflict', `the image ${image.name} is in use by the desktop ${usedBy}`, {
          kind: 'image-in-use',
        });
      images.delete(id);
      const gone = join(places.imageStaging, id);
      await rename(join(places.images, id), gone);
      // A large root takes longer than a caller waits.
      removeTree(gone).catch((error: unknown) => complain(`image ${id}: ${String(error)}`));
    },
    close: () => endConfined(runcDir, container),
  };
}

function nameTaken(name: string): HostFault {
  return new HostFault(
    'conflict',
    `another image has the name ${name}; delete it first, or choose another name`,
    { kind: 'image-name' },
  );
}

type Facts = Pick<ImageRecord, 'digest' | 'bytes' | 'files' | 'system'>;

/** The unpacking program has seen hostile bytes; what it says is held to a form. */
function readOutcome(output: string): Facts {
  const text: unknown = JSON.parse(output);
  const fields = readObject(text, 'outcome', [
    'outcome',
    'kind',
    'message',
    'digest',
    'bytes',
    'files',
    'system',
  ]);
  if (fields.choice('outcome', ['refused', 'unpacked']) === 'refused') {
    const words = fields
      .text('message', /^/)
      .replace(/[^\x20-\x7e…]/g, '?')
      .slice(0, 1000);
    if (/no space left on device/i.test(words)) throw new HostFault('capacity', words);
    throw new HostFault('refused', `the archive is not taken: ${words}`, {
      kind: fields.choice('kind', refusalKinds),
    });
  }
  return {
    digest: fields.text('digest', /^sha256:[0-9a-f]{64}$/),
    bytes: fields.integer('bytes', 0, imageLimits.imageBytes),
    files: fields.integer('files', 0, imageLimits.imageFiles),
    system: fields.text('system', /^[\x20-\x7e]{1,128}$/),
  };
}
