import { Refusal } from './refusal.js';
import { quoted, type TarEntry } from './tarEntries.js';

/** What all layers of an image together may hold. */
export interface ContentLimits {
  /** Bytes of all files. */
  readonly maxBytes: number;
  /** Files, directories and links. */
  readonly maxFiles: number;
}

/** What an image's layers hold, as counted so far. */
export interface Contents {
  bytes: number;
  files: number;
}

/** Holds the entries of one layer to the rules, one after the other. */
export interface LayerCheck {
  /** @throws {Refusal} naming the entry and what is wrong with it */
  check(entry: TarEntry): void;
}

const maxNameLength = 4096;

/**
 * The rules for a layer: what it holds stays within the image's root, is a plain file, directory or link, is there once, and is not
 * too much. A symbolic link may point anywhere, as it means something inside the desktop only; nothing is put through one.
 * @param contents counts for all layers of the image
 */
export function createLayerCheck(limits: ContentLimits, contents: Contents): LayerCheck {
  const seen = new Map<string, TarEntry['kind']>();
  return {
    check(entry) {
      const parts = isRoot(entry) ? [] : partsOf(entry.name, entry.name);
      const path = parts.join('/');
      requireKind(entry);
      if (entry.kind === 'hard link') partsOf(entry.linkName, entry.name);
      const before = seen.get(path);
      if (before !== undefined && !(before === 'directory' && entry.kind === 'directory')) {
        throw new Refusal('entry-repeated', `the entry ${quoted(entry.name)} is there twice`);
      }
      for (let length = 1; length < parts.length; length += 1) {
        const above = parts.slice(0, length).join('/');
        if (seen.get(above) === 'symbolic link') {
          throw new Refusal(
            'entry-name',
            `the entry ${quoted(entry.name)} would be put through the symbolic link ${quoted(above)}`,
          );
        }
      }
      seen.set(path, entry.kind);
      count(entry, limits, contents);
    },
  };
}

/** `umoci insert` calls the image's root `/`, where others call it `./`. */
function isRoot({ name, kind }: TarEntry): boolean {
  return name === '/' && kind === 'directory';
}

function partsOf(name: string, owner: string): string[] {
  if (name === '' || name.includes('\0') || Buffer.byteLength(name) > maxNameLength) {
    throw new Refusal('entry-name', `the entry ${quoted(owner)} has a name that is empty or too long`);
  }
  if (name.startsWith('/'))
    throw new Refusal('entry-name', `the entry ${quoted(owner)} has an absolute name: ${quoted(name)}`);
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..'))
    throw new Refusal('entry-name', `the entry ${quoted(owner)} leads out of the image: ${quoted(name)}`);
  return parts;
}

function requireKind({ name, kind }: TarEntry): void {
  if (kind === 'file' || kind === 'directory' || kind === 'hard link' || kind === 'symbolic link') return;
  throw new Refusal('entry-kind', `the entry ${quoted(name)} is of a kind that no image needs (${kind})`);
}

function count(entry: TarEntry, limits: ContentLimits, contents: Contents): void {
  contents.bytes += entry.size;
  contents.files += 1;
  if (contents.bytes > limits.maxBytes) {
    throw new Refusal(
      'image-size',
      `the image unpacks to more than ${limits.maxBytes} bytes, at ${quoted(entry.name)}`,
    );
  }
  if (contents.files > limits.maxFiles) {
    throw new Refusal(
      'image-size',
      `the image has more than ${limits.maxFiles} files, at ${quoted(entry.name)}`,
    );
  }
}
