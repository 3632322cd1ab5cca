import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from './refusal.js';

/** The one image of an OCI layout directory (OCI image-spec 1.0, image-layout.md). */
export interface ImageLayout {
  /** Of the manifest, `sha256:…`. */
  readonly digest: string;
  /** Paths of the layers' blobs, the lowest first. */
  readonly layers: readonly string[];
}

const maxDocument = 4_194_304;
const sha256 = /^sha256:([0-9a-f]{64})$/;

/** @throws {Refusal} when there is not exactly one image of this architecture */
export async function readLayout(dir: string, architecture: string): Promise<ImageLayout> {
  const index = await readJson(join(dir, 'index.json'));
  const [first, second] = listIn(index, 'manifests');
  if (first === undefined || second !== undefined)
    throw new Refusal('image-count', 'the archive does not hold exactly one image');
  const digest = textIn(first, 'digest');
  const manifest = await readJson(blobPath(dir, digest));
  const config = await readJson(blobPath(dir, textIn(valueIn(manifest, 'config'), 'digest')));
  const [system, made] = [textIn(config, 'os'), textIn(config, 'architecture')];
  if (system !== 'linux' || made !== architecture) {
    throw new Refusal(
      'image-platform',
      `the image is for ${system} on ${made}; this machine needs linux on ${architecture}`,
    );
  }
  const layers = listIn(manifest, 'layers').map((layer) => {
    const type = textIn(layer, 'mediaType');
    if (
      !/^application\/vnd\.(oci\.image\.layer\.v1|docker\.image\.rootfs\.diff)\.tar(\.gzip|\+gzip)?$/.test(
        type,
      )
    ) {
      throw new Refusal(
        'archive-content',
        `a layer of the image is ${JSON.stringify(type.slice(0, 100))}; a tar archive, plain or gzipped, is taken`,
      );
    }
    return blobPath(dir, textIn(layer, 'digest'));
  });
  return { digest, layers };
}

function blobPath(dir: string, digest: string): string {
  const hex = sha256.exec(digest)?.[1];
  if (hex === undefined)
    throw new Refusal(
      'archive-content',
      `the image names a digest that is not SHA-256: ${JSON.stringify(digest.slice(0, 100))}`,
    );
  return join(dir, 'blobs', 'sha256', hex);
}

async function readJson(path: string): Promise<unknown> {
  if ((await stat(path)).size > maxDocument)
    throw new Refusal('archive-content', 'a document of the image is larger than any should be');
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Refusal('archive-content', 'a document of the image is not JSON', { cause: error });
  }
}

function valueIn(value: unknown, key: string): unknown {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  if (found === undefined) throw new Refusal('archive-content', `a document of the image has no ${key}`);
  return found;
}

function textIn(value: unknown, key: string): string {
  const found = valueIn(value, key);
  if (typeof found !== 'string')
    throw new Refusal('archive-content', `in a document of the image, ${key} is no text`);
  return found;
}

function listIn(value: unknown, key: string): unknown[] {
  const found = valueIn(value, key);
  if (!Array.isArray(found))
    throw new Refusal('archive-content', `in a document of the image, ${key} is no list`);
  return found;
}
