import { canonicalBytes, type JsonObject, type JsonValue } from '@deskplane/verify/canonicalJson.js';
import { itemsOf, toFields, toList, toText } from '@deskplane/verify/fields.js';
import { toJwk } from '@deskplane/verify/publicKeys.js';
import { storyKeys, tellStory } from './receiptStories.js';
import { type Fields, parse, receiptOf, seal, toPlain, vectorKey } from './sealReceipt.js';

/** A file for verifiers, and what they have to say of it. */
interface ReceiptVector {
  readonly name: string;
  readonly file: Buffer;
  readonly expected: Expected;
}

type Expected =
  | { readonly valid: true; readonly engine: string; readonly simulated: boolean }
  /** The check that fails, and a text that its reason has to contain. */
  | { readonly valid: false; readonly failed: string; readonly reason: string };

/**
 * Every vector, the same bytes each time.
 * @param real the file of a receipt that a service with the local engine wrote, and the changed ones are made from
 */
function makeReceiptVectors(real: Buffer): readonly ReceiptVector[] {
  return [
    valid('local', real, 'local'),
    valid('simulated', seal(tellStory('simulated'))),
    valid('every-end', seal(tellStory('local')), 'local'),
    valid('disk-keys', seal(tellStory('local', 'keys')), 'local'),
    valid('version-1', seal(tellStory('simulated'), { version: 1, engine: undefined })),
    valid('moved-clock', seal(tellStory('simulated'), { clock: { ahead_seconds: 90_000 } })),
    ...changedVectors(real),
    ...dishonestVectors(),
    ...wrongKeyVectors(),
  ];
}

/** The files of the vectors by name: each receipt, their keys, and `index.json`, which says what is expected of which. */
export function writeVectors(real: Buffer): ReadonlyMap<string, Buffer> {
  const vectors = makeReceiptVectors(real);
  const index = vectors.map(({ name, expected }) => ({ file: `${name}.json`, ...expected }));
  const text = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
  return new Map([
    ['index.json', text({ keys: 'keys.json', vectors: index })],
    ['keys.json', text(vectorKeys(real))],
    ...vectors.map(({ name, file }) => [`${name}.json`, file] as const),
  ]);
}

/** The public keys that sign the vectors, as a published key set. */
function vectorKeys(real: Buffer): JsonValue {
  return { keys: [toPlain(toJwk(vectorKey)), ...toList(parse(real)['keys'], 'keys')] };
}

function valid(name: string, file: Buffer, engine = 'simulated'): ReceiptVector {
  return { name, file, expected: { valid: true, engine, simulated: engine === 'simulated' } };
}

function refused(name: string, file: Buffer, failed: string, reason: string): ReceiptVector {
  return { name, file, expected: { valid: false, failed, reason } };
}

/** Somebody without the key changed a real one. */
function changedVectors(real: Buffer): readonly ReceiptVector[] {
  const change = (edit: (bundle: Record<string, JsonValue>) => void): Buffer => {
    const bundle: Record<string, JsonValue> = { ...parse(real) };
    edit(bundle);
    return canonicalBytes(bundle);
  };
  const bundle = parse(real);
  const receipt = toFields(bundle['receipt'], 'receipt');
  const envelope = toFields(receipt['envelope'], 'envelope');
  const payload = Buffer.from(toText(envelope['payload']), 'base64').toString('utf8');
  const withPayload = (text: string) => ({
    ...receipt,
    envelope: { ...envelope, payload: Buffer.from(text).toString('base64') },
  });
  const head = toFields(bundle['head'], 'head');
  const headPayload = Buffer.from(toText(head['payload']), 'base64').toString('utf8');
  const acceptance = toFields(bundle['acceptance'], 'acceptance');
  const accepted = Buffer.from(toText(acceptance['payload']), 'base64').toString('utf8');
  const [opening] = toList(bundle['openings'], 'openings');
  const pretty = Buffer.from(JSON.stringify(bundle, null, 1));
  return [
    refused('changed-spaces', pretty, 'form', 'canonical form'),
    refused('changed-cut', real.subarray(0, real.length / 2), 'form', 'canonical form'),
    refused(
      'changed-format',
      change((file) => (file['format'] = 'deskplane-receipt-9')),
      'form',
      'the format "deskplane-receipt-9" is unknown',
    ),
    refused(
      'changed-field',
      change((file) => (file['note'] = 'believe me')),
      'form',
      'unknown field "note"',
    ),
    refused(
      'changed-key',
      change((file) => (file['keys'] = [toPlain(toJwk(vectorKey))])),
      'keys',
      'not the ones that signed it',
    ),
    refused(
      'changed-head',
      change((file) => {
        const payloadText = headPayload.replace(/"size":\d+/, '"size":99');
        file['head'] = { ...head, payload: Buffer.from(payloadText).toString('base64') };
      }),
      'head',
      'bad-signature',
    ),
    refused(
      'changed-receipt',
      change((file) => {
        const flag = /"delete_users":(true|false)/;
        const other = (_: string, given: string) => `"delete_users":${given === 'false'}`;
        file['receipt'] = withPayload(payload.replace(flag, other));
      }),
      'signature',
      'bad-signature',
    ),
    refused(
      'changed-place',
      change((file) => (file['receipt'] = { ...receipt, index: 0 })),
      'inclusion',
      'does not lead to the root',
    ),
    refused(
      'changed-acceptance',
      change((file) => {
        const payloadText = accepted.replace('"revision":', '"revision":1');
        file['acceptance'] = { ...acceptance, payload: Buffer.from(payloadText).toString('base64') };
      }),
      'acceptance',
      'does not lead to the root',
    ),
    refused(
      'changed-opening',
      change((file) => (file['openings'] = [{ ...toFields(opening, 'an opening'), value: 'someone else' }])),
      'content',
      'does not match its commitment',
    ),
    refused(
      'changed-twice',
      change((file) => (file['openings'] = [opening ?? null, opening ?? null])),
      'content',
      'is opened twice',
    ),
  ];
}

/** A service that has the key wrote what cannot be, or what nobody knows how to check. */
function dishonestVectors(): readonly ReceiptVector[] {
  const story = tellStory('simulated');
  const [server, ...others] = itemsOf(receiptOf(story));
  const real = { name: 'local', simulated: false };
  const seenByLocal = itemsOf(receiptOf(story)).map((item) => ({ ...item, observed_by: 'local' }));
  const withServer = (change: Fields) =>
    seal(story, { items: [toPlain({ ...server, ...change }), ...others] });
  const early = '2026-01-01T07:59:59.000Z';
  const late = '2026-01-01T09:00:00.000Z';
  const content = (name: string, file: Buffer, reason: string) => refused(name, file, 'content', reason);
  return [
    content('unknown-version', seal(story, { version: 5 }), 'version 5 of receipts is unknown'),
    content('unknown-grade', withServer({ absence_grade: 'hearsay' }), 'the grade "hearsay" is unknown'),
    content('unknown-end', withServer({ ended: 'lost' }), 'the end "lost" is unknown'),
    content('not-ended', withServer({ ended: null, ended_at: null }), 'has not ended'),
    content('left-out', seal(story, { items: others }), 'of the accepted plan is missing'),
    content('completed-before-accepted', seal(story, { completed_at: early }), 'completed_at'),
    content('seen-before-accepted', withServer({ first_absent_at: early }), 'first_absent_at'),
    content('ended-after-completed', withServer({ ended_at: late }), 'ended_at'),
    content('no-such-day', withServer({ ended_at: '2026-02-30T08:00:05.000Z' }), 'ended_at'),
    content('not-told-when', withServer({ first_absent_at: undefined }), 'first_absent_at'),
    content('claims-to-be-real', seal(story, { engine: real }), 'engine claims to be real'),
    content(
      'accepted-as-simulated',
      seal(story, { engine: real, items: seenByLocal }),
      'engine claims to be real',
    ),
    content(
      'clock-of-a-real-engine',
      seal(tellStory('local'), { clock: { ahead_seconds: 60 } }),
      'cannot be moved',
    ),
    content('clock-not-ahead', seal(story, { clock: { ahead_seconds: 0 } }), 'by how many seconds'),
    content('clock-not-told', seal(story, { clock: {} }), 'by how many seconds'),
    refused('mail-before-the-end', seal(story, {}, { sent_at: early }), 'addenda', 'sent_at of an addendum'),
    refused(
      'mail-of-another',
      seal(story, {}, { desktop_id: 'another' }),
      'addenda',
      'about another desktop',
    ),
  ];
}

/** A service that has the key wrote of the key of a disk what cannot be. */
function wrongKeyVectors(): readonly ReceiptVector[] {
  const story = tellStory('local', 'keys');
  const items = itemsOf(receiptOf(story));
  const isErased = (item: JsonObject) => item['absence_grade'] === 'crypto-erased';
  const isPort = (item: JsonObject) => item['kind'] === 'port';
  const changing = (which: (item: JsonObject) => boolean, change: Fields) =>
    seal(story, { items: items.map((item) => toPlain(which(item) ? { ...item, ...change } : item)) });
  const key = (change: object = {}): JsonValue =>
    toPlain({ id: storyKeys.disk, destroyed_at: '2026-01-01T08:00:04.000Z', ...change });
  const content = (name: string, file: Buffer, reason: string) => refused(name, file, 'content', reason);
  return [
    content('erased-without-key', changing(isErased, { key: null }), 'without a key'),
    content('erased-not-told', changing(isErased, { key: undefined }), 'without a key'),
    content(
      'erased-but-not-seen',
      changing(isErased, { key: key({ destroyed_at: null }) }),
      'not seen destroyed',
    ),
    content(
      'key-without-grade',
      changing(isErased, { absence_grade: 'host-confirmed' }),
      'its key was destroyed',
    ),
    content(
      'key-before-accepted',
      changing(isErased, { key: key({ destroyed_at: '2026-01-01T07:59:59.000Z' }) }),
      'key.destroyed_at',
    ),
    content(
      'key-after-end',
      changing(isErased, { key: key({ destroyed_at: '2026-01-01T08:00:05.001Z' }) }),
      'ended_at',
    ),
    content('key-of-another', changing(isErased, { key: key({ id: storyKeys.other }) }), 'its key differs'),
    content(
      'key-left-out',
      changing((item) => item['kind'] === 'snapshot', { key: null }),
      'its key differs',
    ),
    content('key-malformed', changing(isErased, { key: key({ id: 'my key' }) }), '32 hexadecimal digits'),
    content('key-of-a-port', changing(isPort, { key: key() }), 'a port has no key'),
    content(
      'port-erased',
      changing(isPort, { absence_grade: 'crypto-erased', key: key() }),
      'a port has no key',
    ),
  ];
}
