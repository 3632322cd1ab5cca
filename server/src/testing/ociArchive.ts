import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** An entry of a tar archive, hostile ones included: nothing is checked. */
export interface TarPart {
  readonly name: string;
  /** The type flag; default: `0`, a file. */
  readonly type?: string;
  readonly content?: string | Buffer;
  readonly linkName?: string;
  readonly mode?: number;
  /** What the header says instead of the length of the content. */
  readonly size?: number;
}

/** A tar archive (ustar) of these entries, with its end mark. */
export function tarOf(parts: readonly TarPart[]): Buffer {
  return Buffer.concat([...parts.map(tarEntry), Buffer.alloc(1024)]);
}

function tarEntry({ name, type = '0', content = '', linkName = '', mode = 0o644, size }: TarPart): Buffer {
  const bytes = Buffer.from(content);
  const header = Buffer.alloc(512);
  header.write(name, 0, 100);
  header.write(`${mode.toString(8).padStart(7, '0')}\0${'0000000\0'.repeat(2)}`, 100);
  header.write(`${(size ?? bytes.length).toString(8).padStart(11, '0')}\0${'0'.repeat(11)}\0`, 124);
  header.write(`        ${type}`, 148);
  header.write(linkName, 157, 100);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}

/** A PAX header for the entry that follows it. */
export function paxOf(records: Readonly<Record<string, string>>): TarPart {
  const content = Object.entries(records).map(([key, value]) => {
    const rest = Buffer.byteLength(` ${key}=${value}\n`);
    let length = rest + String(rest).length;
    if (rest + String(length).length !== length) length = rest + String(length).length;
    return `${length} ${key}=${value}\n`;
  });
  return { name: 'PaxHeaders/x', type: 'x', content: content.join('') };
}

export interface ArchiveOptions {
  /** As OCI names it; default: this machine's. */
  readonly architecture?: string;
  readonly gzip?: boolean;
  /** Changes what goes into the archive, after all digests were made. */
  readonly spoil?: (parts: TarPart[]) => TarPart[];
}

const hostArchitecture = process.arch === 'arm64' ? 'arm64' : 'amd64';

/** An OCI archive whose layers are these tar archives. */
export function ociArchive(layers: readonly Buffer[], options: ArchiveOptions = {}): Buffer {
  const { architecture = hostArchitecture, gzip = false, spoil = (parts) => parts } = options;
  const blobs = new Map<string, Buffer>();
  const put = (bytes: Buffer, mediaType: string) => {
    const hex = createHash('sha256').update(bytes).digest('hex');
    blobs.set(hex, bytes);
    return { mediaType, digest: `sha256:${hex}`, size: bytes.length };
  };
  const json = (value: object, mediaType: string) => put(Buffer.from(JSON.stringify(value)), mediaType);
  const config = json(
    {
      architecture,
      os: 'linux',
      rootfs: {
        type: 'layers',
        diff_ids: layers.map((layer) => `sha256:${createHash('sha256').update(layer).digest('hex')}`),
      },
    },
    'application/vnd.oci.image.config.v1+json',
  );
  const manifest = json(
    {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config,
      layers: layers.map((layer) =>
        put(gzip ? gzipSync(layer) : layer, `application/vnd.oci.image.layer.v1.tar${gzip ? '+gzip' : ''}`),
      ),
    },
    'application/vnd.oci.image.manifest.v1+json',
  );
  const parts: TarPart[] = [
    { name: 'oci-layout', content: '{"imageLayoutVersion":"1.0.0"}' },
    { name: 'index.json', content: JSON.stringify({ schemaVersion: 2, manifests: [manifest] }) },
    { name: 'blobs/', type: '5', mode: 0o755 },
    { name: 'blobs/sha256/', type: '5', mode: 0o755 },
    ...[...blobs].map(([hex, content]) => ({ name: `blobs/sha256/${hex}`, content })),
  ];
  return tarOf(spoil(parts));
}

/** A docker archive (as `docker save` makes it) with one layer. */
export function dockerArchive(layer: Buffer, architecture = hostArchitecture): Buffer {
  const hex = createHash('sha256').update(layer).digest('hex');
  const config = {
    architecture,
    os: 'linux',
    config: {},
    history: [],
    rootfs: { type: 'layers', diff_ids: [`sha256:${hex}`] },
  };
  const text = JSON.stringify(config);
  const name = `${createHash('sha256').update(text).digest('hex')}.json`;
  const manifest = [{ Config: name, RepoTags: ['tiny:latest'], Layers: [`${hex}/layer.tar`] }];
  return tarOf([
    { name, content: text },
    { name: `${hex}/`, type: '5', mode: 0o755 },
    { name: `${hex}/layer.tar`, content: layer },
    { name: 'manifest.json', content: JSON.stringify(manifest) },
  ]);
}

/** What a desktop cannot start without, as far as an import looks: it would not run. */
export const tinyRoot: readonly TarPart[] = [
  { name: 'bin', type: '2', linkName: 'usr/bin' },
  { name: 'etc/', type: '5', mode: 0o755 },
  { name: 'etc/os-release', type: '2', linkName: '/usr/lib/os-release' },
  { name: 'usr/', type: '5', mode: 0o755 },
  { name: 'usr/bin/', type: '5', mode: 0o755 },
  { name: 'usr/bin/sh', content: '#!', mode: 0o755 },
  { name: 'usr/bin/Xtigervnc', content: '#!', mode: 0o755 },
  { name: 'usr/lib/', type: '5', mode: 0o755 },
  { name: 'usr/lib/os-release', content: 'PRETTY_NAME="Tiny Linux 1"\n' },
];
