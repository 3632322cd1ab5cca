import { type JsonValue, parseCanonical } from './canonicalJson.js';
import { type Envelope, type EnvelopeFault, openEnvelope } from './envelope.js';
import type { TreeState } from './merkle.js';

/** The payload type of a signed tree head. */
export const treeHeadType = 'application/vnd.deskplane.tree-head+json';

/** The state of a log at one time. */
export interface TreeHead extends TreeState {
  /** The id of the log. */
  readonly log: string;
  /** RFC 3339. */
  readonly time: string;
}

/** The content of a head, to be signed. */
export function describeTreeHead(head: TreeHead): JsonValue {
  return { log: head.log, root: head.root.toString('hex'), size: head.size, time: head.time };
}

/**
 * Checks and reads a signed head.
 * @param keys 32-byte Ed25519 public keys by id
 */
export function openTreeHead(
  envelope: Envelope,
  keys: ReadonlyMap<string, Buffer>,
): { readonly head: TreeHead } | { readonly fault: EnvelopeFault | 'not-a-head' } {
  const opened = openEnvelope(envelope, treeHeadType, keys);
  if ('fault' in opened) return opened;
  const head = readTreeHead(parseCanonical(opened.payload));
  return head === undefined ? { fault: 'not-a-head' } : { head };
}

function readTreeHead(value: JsonValue | undefined): TreeHead | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const [log, root, size, time] = ['log', 'root', 'size', 'time'].map((name): unknown =>
    Reflect.get(value, name),
  );
  if (typeof log !== 'string' || typeof time !== 'string' || typeof size !== 'number') return undefined;
  const hash = readHash(root);
  if (hash === undefined || !Number.isSafeInteger(size) || size < 0) return undefined;
  return { log, root: hash, size, time };
}

/** Reads a SHA-256 hash in lower-case hexadecimal digits. */
export function readHash(value: unknown): Buffer | undefined {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value) ? Buffer.from(value, 'hex') : undefined;
}
