import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type ContentLimits, type Contents, createLayerCheck } from './layerRules.js';
import { type ImageLayout, readLayout } from './ociLayout.js';
import { Refusal } from './refusal.js';
import { requireDesktop } from './rootFacts.js';
import { runTool } from './runTool.js';
import { readTarEntries } from './tarEntries.js';

export interface UnpackOrder extends ContentLimits {
  /** Path of the archive. */
  readonly archive: string;
  /** An empty directory; `root` in it becomes the root of the desktops. */
  readonly work: string;
  /** Of this machine, as OCI names it: `amd64`, `arm64`. */
  readonly architecture: string;
}

/** What an archive turned out to be. */
export interface Unpacked {
  /** Of the image's manifest, `sha256:…`. */
  readonly digest: string;
  /** Bytes of all files in all layers. */
  readonly bytes: number;
  readonly files: number;
  /** What the image calls its system (PRETTY_NAME of os-release), or `Linux`. */
  readonly system: string;
}

/**
 * Unpacks an OCI or docker archive, plain or gzipped, into `work/root`.
 * @throws {Refusal} saying what is wrong with it
 */
export async function unpackArchive(order: UnpackOrder): Promise<Unpacked> {
  const { work, architecture } = order;
  const archive = await plainArchive(order);
  const form = await formOf(archive, order);
  const source = form === 'oci' ? await unpackLayout(archive, work) : archive;
  const layout = join(work, 'oci');
  const scratch = join(work, 'tmp');
  await mkdir(scratch);
  const machine = ['--override-os', 'linux', '--override-arch', architecture];
  const exactly = form === 'oci' ? ['--preserve-digests'] : [];
  await runTool('skopeo', [
    '--insecure-policy',
    '--tmpdir',
    scratch,
    ...machine,
    'copy',
    '--quiet',
    ...exactly,
    `${form}:${source}`,
    `oci:${layout}:image`,
  ]);
  for (const name of ['tmp', 'archive.tar', 'source'])
    await rm(join(work, name), { recursive: true, force: true });
  const image = await readLayout(layout, architecture);
  const contents = await checkLayers(image, order);
  const root = join(work, 'root');
  await runTool('umoci', ['raw', 'unpack', '--rootless', '--image', `${layout}:image`, root]);
  const system = await requireDesktop(root);
  await rm(layout, { recursive: true });
  return { digest: image.digest, ...contents, system };
}

/** The archive itself, or what it is when gunzipped: skopeo takes gzipped docker archives only now and then. */
async function plainArchive({ archive, work, ...limits }: UnpackOrder): Promise<string> {
  if (!(await isGzip(archive))) return archive;
  const plain = join(work, 'archive.tar');
  await pipeline(await openArchive(archive, limits), createWriteStream(plain));
  return plain;
}

/**
 * Unpacks the outer archive of the OCI form; its entries were looked at before. skopeo could, but gives directories that have no
 * entry to root, which nobody here may.
 * @returns the layout
 */
async function unpackLayout(archive: string, work: string): Promise<string> {
  const source = join(work, 'source');
  await mkdir(source);
  await runTool('tar', ['--extract', '--no-same-owner', '--file', archive, '--directory', source]);
  return source;
}

/** Which of the two forms the archive has, by the names in it; those are held to the same rules as a layer's. */
async function formOf(archive: string, limits: ContentLimits): Promise<'oci' | 'docker-archive'> {
  const contents = { bytes: 0, files: 0 };
  const names = new Set<string>();
  const layer = createLayerCheck(limits, contents);
  for await (const entry of readTarEntries(await openArchive(archive, limits))) {
    layer.check(entry);
    names.add(entry.name.replace(/^(\.?\/)+/, ''));
  }
  if (names.has('index.json') && names.has('oci-layout')) return 'oci';
  if (names.has('manifest.json')) return 'docker-archive';
  throw new Refusal(
    'archive-form',
    'it is a tar archive, but neither an OCI archive (index.json) nor a docker archive (manifest.json)',
  );
}

async function checkLayers({ layers }: ImageLayout, limits: ContentLimits): Promise<Contents> {
  const contents = { bytes: 0, files: 0 };
  for (const path of layers) {
    const layer = createLayerCheck(limits, contents);
    // Its digest was checked when it was copied: what ends without an end mark was made so.
    const entries = readTarEntries(await openArchive(path, limits), { endsAnywhere: true });
    for await (const entry of entries) layer.check(entry);
  }
  return contents;
}

/** The bytes of a tar archive, gunzipped if need be, and no more of them than the limits can fill. */
async function openArchive(
  path: string,
  { maxBytes, maxFiles }: ContentLimits,
): Promise<AsyncIterable<Buffer>> {
  const file = createReadStream(path, { highWaterMark: 262_144 });
  const plain = (await isGzip(path)) ? file.pipe(createGunzip({ chunkSize: 262_144 })) : file;
  file.on('error', (error) => plain.destroy(error));
  return bounded(plain, maxBytes + maxFiles * 2048 + 1_048_576);
}

async function* bounded(source: AsyncIterable<Buffer>, max: number): AsyncGenerator<Buffer> {
  let total = 0;
  try {
    for await (const chunk of source) {
      total += chunk.length;
      if (total > max) throw new Refusal('image-size', `the archive unpacks to more than ${max} bytes`);
      yield chunk;
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!code.startsWith('Z_')) throw error;
    throw new Refusal('archive-damaged', 'the compressed archive is damaged or ends early', { cause: error });
  }
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.readUInt16BE() === 0x1f8b;
  } finally {
    await file.close();
  }
}
