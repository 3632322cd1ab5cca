import { generateKeyPairSync, sign } from 'node:crypto';
import { canonicalBytes, type JsonObject, type JsonValue } from '../canonicalJson.js';
import { commitTo } from '../commitment.js';
import { bytesToSign, makeEnvelope } from '../envelope.js';
import { hashLeaf, hashNode } from '../merkle.js';
import { keyIdOf, rawKeyOf, toJwk } from '../publicKeys.js';
import { bundleFormat, receiptType } from '../receiptTypes.js';
import { describeTreeHead, treeHeadType } from '../treeHead.js';
import { verifyReceipt } from '../verifyReceipt.js';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const raw = rawKeyOf(publicKey);
/** The public key of the examples. */
export const publicJwk = toJwk(raw);

/** Signs a statement with the key of the examples. */
export function seal(type: string, content: JsonValue) {
  const payload = canonicalBytes(content);
  return makeEnvelope(type, payload, keyIdOf(raw), sign(null, bytesToSign(type, payload), privateKey));
}

/** What is the same of an item in the acceptance and in the receipt. */
export const item = (id: string, kind: string) => ({
  item_id: id,
  kind,
  provider_id: `provider-${id}`,
  generation: '1',
  intent: 'delete',
});
/** When the deletion was accepted. */
export const acceptedAt = '2026-01-01T00:00:00.000Z';
/** How an item ended. */
export const done = {
  planned_at: acceptedAt,
  created_at: '2025-12-31T00:00:00.000Z',
  asked_at: '2026-01-01T00:00:00.500Z',
  last_asked_at: '2026-01-01T00:00:01.000Z',
  first_absent_at: '2026-01-01T00:00:01.500Z',
  ended: 'absent',
  ended_at: '2026-01-01T00:00:02.000Z',
  absence_grade: 'api-absent',
  observed_by: 'local',
};
/** The one personal value. */
export const opening = { subject: 'actor', field: 'name', salt: '5a'.repeat(32), value: 'ops' };
/** The items of the accepted plan. */
export const planned = { server: item('a', 'server'), port: item('b', 'port') };
const actor = { user_id: 'user', name: commitTo(opening) };
/** The entry of the acceptance. */
export const acceptance: JsonObject = {
  type: 'acceptance',
  desktop_id: 'desktop',
  project_id: 'project',
  plan_digest: 'digest',
  at: acceptedAt,
  actor,
  items: [planned.server, { ...planned.port, provider_id: null, generation: null }],
};
/** A receipt of the accepted deletion. @param changes fields that differ */
export const receiptOf = (changes: JsonObject = {}, accepted: JsonObject = acceptance): JsonObject => ({
  type: 'deletion-receipt',
  version: 2,
  engine: { name: 'local', simulated: false },
  desktop_id: 'desktop',
  project_id: 'project',
  computer_name: null,
  accepted: {
    at: acceptedAt,
    plan_digest: 'digest',
    entry: hashLeaf(canonicalBytes(accepted)).toString('hex'),
    actor,
  },
  items: [
    { ...planned.server, ...done },
    { ...planned.port, ...done },
  ],
  users: [],
  raised_later: [],
  completed_at: '2026-01-01T00:00:03.000Z',
  ...changes,
});

/** A log of two entries, sealed by a service that has the key and writes what it likes. */
export function bundleOf(
  receipt: JsonObject,
  accepted: JsonObject = acceptance,
  changes: JsonObject = {},
): JsonValue {
  const first = hashLeaf(canonicalBytes(accepted));
  const second = hashLeaf(canonicalBytes(receipt));
  const head = { log: 'log', size: 2, root: hashNode(first, second), time: '2026-01-01T00:00:04.000Z' };
  const bundle: JsonValue = JSON.parse(
    JSON.stringify({
      format: bundleFormat,
      receipt: { envelope: seal(receiptType, receipt), index: 1, path: [first.toString('hex')] },
      acceptance: {
        payload: canonicalBytes(accepted).toString('base64'),
        index: 0,
        path: [second.toString('hex')],
      },
      addenda: [],
      head: seal(treeHeadType, describeTreeHead(head)),
      keys: [publicJwk],
      openings: [opening],
      ...changes,
    }),
  );
  return bundle;
}

/** The verdict in short: `valid`, or the failed check and its reason. */
export function judge(bundle: JsonValue): string {
  const verdict = verifyReceipt(canonicalBytes(bundle), { keys: new Map([[keyIdOf(raw), raw]]) });
  return verdict.valid ? 'valid' : `${verdict.failed}: ${verdict.reason}`;
}
