import { canonicalBytes, type JsonObject, type JsonValue } from '@deskplane/verify/canonicalJson.js';
import { toFields, toList, toText } from '@deskplane/verify/fields.js';
import { toJwk } from '@deskplane/verify/publicKeys.js';
import type { EngineName } from '../engines/contract.js';
import { type Fields, parse, toPlain, vectorKey } from './sealReceipt.js';
import { type Changes, endedAt, keyId, requestedAt, sealRestore } from './sealRestore.js';

/** A file of a restore, and what verifiers have to say of it. */
interface RestoreVector {
  readonly name: string;
  readonly file: Buffer;
  /** What is said of a valid one, or the check that fails, and a text that its reason has to contain. */
  readonly expected:
    | { readonly valid: true; readonly engine: EngineName; readonly outcome: 'restored' | 'failed' }
    | { readonly valid: false; readonly failed: string; readonly reason: string };
}

/** Every vector, the same bytes each time. @param real a file that a service with the local engine wrote */
function makeRestoreVectors(real: Buffer): readonly RestoreVector[] {
  return [
    valid('local', real, 'local', 'restored'),
    valid('simulated', sealRestore({}), 'simulated', 'restored'),
    valid('failed', sealRestore({ engine: 'local', failedBy: 'DPL.0502' }), 'local', 'failed'),
    valid(
      'not-encrypted',
      sealRestore({ engine: 'local', request: { key_id: null }, receipt: { key: null } }),
      'local',
      'restored',
    ),
    ...changedVectors(real),
    ...dishonestVectors(),
  ];
}

/** The files of the vectors by name, their keys, and `index.json`, which says what is expected of which. */
export function writeRestoreVectors(real: Buffer): ReadonlyMap<string, Buffer> {
  const vectors = makeRestoreVectors(real);
  const index = vectors.map(({ name, expected }) => ({ file: `${name}.json`, ...expected }));
  const text = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
  const keys = [toPlain(toJwk(vectorKey)), ...toList(parse(real)['keys'], 'keys')];
  return new Map([
    ['index.json', text({ keys: 'keys.json', vectors: index })],
    ['keys.json', text({ keys })],
    ...vectors.map(({ name, file }) => [`${name}.json`, file] as const),
  ]);
}

function valid(
  name: string,
  file: Buffer,
  engine: EngineName,
  outcome: 'restored' | 'failed',
): RestoreVector {
  return { name, file, expected: { valid: true, engine, outcome } };
}

function refused(name: string, file: Buffer, failed: string, reason: string): RestoreVector {
  return { name, file, expected: { valid: false, failed, reason } };
}

/** The parts of a file, to be changed. */
function partsOf(file: Buffer) {
  const bundle = parse(file);
  const receipt = toFields(bundle['receipt'], 'receipt');
  const acceptance = toFields(bundle['acceptance'], 'acceptance');
  const envelope = toFields(receipt['envelope'], 'envelope');
  const head = toFields(bundle['head'], 'head');
  return { bundle, receipt, acceptance, envelope, head };
}

/** Changes the text that is held as base64. */
function rewritten(holder: JsonObject, from: string | RegExp, to: string): JsonObject {
  const text = Buffer.from(toText(holder['payload']), 'base64').toString('utf8');
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`There is no ${String(from)} to change.`);
  return { ...holder, payload: Buffer.from(changed).toString('base64') };
}

/** Somebody without the key changed a real one. */
function changedVectors(real: Buffer): readonly RestoreVector[] {
  const { bundle, receipt, acceptance, envelope, head } = partsOf(real);
  const other = partsOf(sealRestore({ engine: 'local' }));
  const withParts = (parts: { readonly [name: string]: JsonValue }): Buffer =>
    canonicalBytes({ ...bundle, ...parts });
  const withPayload = (from: string | RegExp, to: string) =>
    withParts({ receipt: { ...receipt, envelope: rewritten(envelope, from, to) } });
  const later = /"ended_at":"20\d\d/;
  return [
    refused('changed-spaces', Buffer.from(JSON.stringify(bundle, null, 1)), 'form', 'canonical form'),
    refused('changed-cut', real.subarray(0, real.length / 2), 'form', 'canonical form'),
    refused(
      'changed-format',
      withParts({ format: 'deskplane-restore-9' }),
      'form',
      'the format "deskplane-restore-9" is unknown',
    ),
    refused('changed-field', withParts({ note: 'believe me' }), 'form', 'unknown field "note"'),
    refused('changed-addenda', withParts({ addenda: [] }), 'form', 'unknown field "addenda"'),
    refused(
      'changed-key',
      withParts({ keys: [toPlain(toJwk(vectorKey))] }),
      'keys',
      'not the ones that signed',
    ),
    refused(
      'changed-head',
      withParts({ head: rewritten(head, /"size":\d+/, '"size":99') }),
      'head',
      'bad-signature',
    ),
    refused(
      'changed-head-for-receipt',
      withParts({ receipt: { ...receipt, envelope: head } }),
      'signature',
      'wrong-type',
    ),
    refused('changed-outcome', withPayload('"restored"', '"failed"'), 'signature', 'bad-signature'),
    refused('changed-time', withPayload(later, '"ended_at":"2099'), 'signature', 'bad-signature'),
    refused(
      'changed-signature',
      withParts({
        receipt: { ...receipt, envelope: { ...envelope, signatures: other.envelope['signatures'] ?? null } },
      }),
      'keys',
      'not the ones that signed',
    ),
    refused(
      'changed-place',
      withParts({ receipt: { ...receipt, index: 0 } }),
      'inclusion',
      'does not lead to the root',
    ),
    refused(
      'changed-acceptance',
      withParts({ acceptance: rewritten(acceptance, '"allowed_by":"', '"allowed_by":"x') }),
      'acceptance',
      'does not lead to the root',
    ),
    refused(
      'changed-acceptance-of-another',
      withParts({ acceptance: other.acceptance }),
      'acceptance',
      'does not lead to the root',
    ),
  ];
}

/** A service that has the key wrote what cannot be, or what nobody knows how to check. */
function dishonestVectors(): readonly RestoreVector[] {
  const content = (name: string, changes: Changes, reason: string) =>
    refused(name, sealRestore(changes), 'content', reason);
  const says = (name: string, receipt: Fields, reason: string) => content(name, { receipt }, reason);
  const both = (name: string, change: Fields, reason: string) =>
    content(name, { request: change, receipt: change }, reason);
  const snapshot = { provider_id: 'snapshot-1', generation: '2' };
  const other = sealRestore({ request: { request_id: 'another' } });
  return [
    says('unknown-version', { version: 2 }, 'version 2 of restores is unknown'),
    content(
      'unknown-version-of-the-request',
      { request: { version: 2 } },
      'version 2 of restores is unknown',
    ),
    says('of-a-deletion', { type: 'deletion-receipt' }, 'not about a restore'),
    says('of-another-disk', { volume_id: 'another' }, 'volume_id differs'),
    says('of-another-desktop', { desktop_id: 'another' }, 'desktop_id differs'),
    says('of-another-project', { project_id: 'another' }, 'project_id differs'),
    says('of-another-snapshot', { snapshot_id: 'another' }, 'snapshot_id differs'),
    says('of-another-job', { job_id: 'another' }, 'job_id differs'),
    says('of-a-later-disk', { volume: { provider_id: 'volume-1', generation: '9' } }, 'volume differs'),
    says('of-a-later-snapshot', { snapshot: { ...snapshot, created_at: requestedAt } }, 'snapshot differs'),
    says('of-another-request', { accepted: acceptedBy(other) }, 'another acceptance'),
    content('accepted-at-another-time', { request: { at: endedAt } }, 'accepted.at differs'),
    both('of-nothing', { volume_id: null }, 'volume_id is not text'),
    both(
      'of-no-generation',
      { volume: { provider_id: 'volume-1', generation: null } },
      'volume.generation is not text',
    ),
    content('of-nobody', { request: { actor: {} } }, 'actor.user_id is not text'),
    both(
      'not-told-when-made',
      { snapshot: { ...snapshot, created_at: null } },
      'snapshot.created_at is missing',
    ),
    says('not-told-when', { ended_at: null }, 'ended_at is missing'),
    says('ended-before-accepted', { ended_at: '2026-01-01T07:59:59.000Z' }, 'is before accepted.at'),
    says('no-such-day', { ended_at: '2026-02-30T08:00:00.000Z' }, 'ended_at is not a time'),
    both(
      'made-after-accepted',
      { snapshot: { ...snapshot, created_at: endedAt } },
      'is before snapshot.created_at',
    ),
    says(
      'claims-to-be-real',
      { engine: { name: 'simulated', simulated: false } },
      'not the one that accepted',
    ),
    says('of-another-engine', { engine: { name: 'local', simulated: false } }, 'not the one that accepted'),
    says('unknown-outcome', { outcome: 'perhaps' }, 'the outcome "perhaps" of a restore is unknown'),
    says(
      'failed-without-code',
      { outcome: 'failed', content: 'as-before-or-as-in-the-snapshot' },
      'do not fit',
    ),
    says('restored-with-code', { error_code: 'DPL.0502' }, 'do not fit'),
    says('restored-with-empty-code', { error_code: '' }, 'do not fit'),
    says('restored-to-either', { content: 'as-before-or-as-in-the-snapshot' }, 'do not fit'),
    content('failed-for-certain', { failedBy: 'DPL.0502', receipt: { content: 'as-before' } }, 'do not fit'),
    says('seen-on-the-disk', { seen: 'on-the-disk' }, 'by the answer of the engine only'),
    says('key-destroyed', { key: { id: keyId, destroyed_at: endedAt } }, 'destroys no key'),
    says('key-of-another', { key: { id: 'f'.repeat(32), destroyed_at: null } }, 'key differs'),
    says('key-left-out', { key: null }, 'key differs'),
    says('key-not-told', { key: undefined }, 'key is missing'),
    content('key-made-up', { request: { key_id: null } }, 'key differs'),
    content(
      'key-malformed',
      { request: { key_id: 'my key' }, receipt: { key: { id: 'my key', destroyed_at: null } } },
      '32 hexadecimal digits',
    ),
  ];
}

function acceptedBy(file: Buffer): JsonValue {
  const payload = toText(
    toFields(toFields(parse(file)['receipt'], 'receipt')['envelope'], 'envelope')['payload'],
  );
  return parse(Buffer.from(payload, 'base64'))['accepted'] ?? null;
}
