import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/**
 * Writes a root as an OCI archive (OCI image-spec 1.0) with one gzipped layer. The file is there once it is complete.
 * @param root the root as a tar archive
 * @param onBytes told how many bytes of the root went in
 */
export async function writeOciArchive(
  path: string,
  root: Readable,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const layerPath = `${path}.layer`;
  const plain = createHash('sha256');
  let bytes = 0;
  await pipeline(
    root,
    async function* (source: AsyncIterable<Buffer>) {
      for await (const chunk of source) {
        plain.update(chunk);
        bytes += chunk.length;
        onBytes(bytes);
        yield chunk;
      }
    },
    // Fast: it is read once, and nearby.
    createGzip({ level: 1 }),
    createWriteStream(layerPath, { mode: 0o600 }),
  );
  const layer = { path: layerPath, digest: await digestOf(layerPath), size: (await stat(layerPath)).size };
  await putTogether(`${path}.new`, layer, plain.digest('hex'));
  await rm(layerPath);
  await rename(`${path}.new`, path);
}

interface Layer {
  readonly path: string;
  /** SHA-256, hex. */
  readonly digest: string;
  readonly size: number;
}

async function putTogether(path: string, layer: Layer, diffId: string): Promise<void> {
  const config = document({
    architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
    os: 'linux',
    config: {},
    rootfs: { type: 'layers', diff_ids: [`sha256:${diffId}`] },
  });
  const oci = 'application/vnd.oci.image';
  const manifest = document({
    schemaVersion: 2,
    mediaType: `${oci}.manifest.v1+json`,
    config: { mediaType: `${oci}.config.v1+json`, ...config.descriptor },
    layers: [{ mediaType: `${oci}.layer.v1.tar+gzip`, digest: `sha256:${layer.digest}`, size: layer.size }],
  });
  const index = document({
    schemaVersion: 2,
    manifests: [{ mediaType: `${oci}.manifest.v1+json`, ...manifest.descriptor }],
  });
  const file = await open(path, 'w', 0o600);
  try {
    const put = async (name: string, content: Buffer) => {
      await file.appendFile(
        Buffer.concat([tarHeader(name, content.length), content, padding(content.length)]),
      );
    };
    await put('oci-layout', Buffer.from('{"imageLayoutVersion":"1.0.0"}'));
    await put('index.json', index.bytes);
    for (const each of [config, manifest]) await put(`blobs/sha256/${each.hex}`, each.bytes);
    await file.appendFile(tarHeader(`blobs/sha256/${layer.digest}`, layer.size));
    for await (const chunk of createReadStream(layer.path, { highWaterMark: 1_048_576 })) {
      await file.appendFile(chunk instanceof Buffer ? chunk : String(chunk));
    }
    await file.appendFile(Buffer.concat([padding(layer.size), Buffer.alloc(1024)]));
    await file.sync();
  } finally {
    await file.close();
  }
}

function document(value: object) {
  const bytes = Buffer.from(JSON.stringify(value));
  const hex = createHash('sha256').update(bytes).digest('hex');
  return { bytes, hex, descriptor: { digest: `sha256:${hex}`, size: bytes.length } };
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** The header of a file in a ustar archive (POSIX.1-1988); sizes up to 8 GiB, names up to 100 bytes. */
function tarHeader(name: string, size: number): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(`0000644\0${'0000000\0'.repeat(2)}`, 100);
  header.write(`${size.toString(8).padStart(11, '0')}\0${'0'.repeat(11)}\0        0`, 124);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

function padding(size: number): Buffer {
  return Buffer.alloc((512 - (size % 512)) % 512);
}
