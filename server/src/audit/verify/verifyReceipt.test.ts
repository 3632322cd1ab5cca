import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, it } from 'node:test';
import { canonicalBytes, type JsonObject, type JsonValue } from './canonicalJson.js';
import { commitTo } from './commitment.js';
import { bytesToSign, makeEnvelope } from './envelope.js';
import { hashLeaf, hashNode } from './merkle.js';
import { keyIdOf, rawKeyOf, toJwk } from './publicKeys.js';
import { bundleFormat, receiptType } from './receiptTypes.js';
import { describeTreeHead, treeHeadType } from './treeHead.js';
import { verifyReceipt } from './verifyReceipt.js';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const raw = rawKeyOf(publicKey);

function seal(type: string, content: JsonValue) {
  const payload = canonicalBytes(content);
  return makeEnvelope(type, payload, keyIdOf(raw), sign(null, bytesToSign(type, payload), privateKey));
}

const item = (id: string, kind: string) => ({
  item_id: id,
  kind,
  provider_id: `provider-${id}`,
  generation: '1',
  intent: 'delete',
});
const done = { ended: 'absent', ended_at: '2026-01-01T00:00:02.000Z', absence_grade: 'api-absent' };
const opening = { subject: 'actor', field: 'name', salt: '5a'.repeat(32), value: 'ops' };
const planned = { server: item('a', 'server'), port: item('b', 'port') };
const acceptance: JsonObject = {
  type: 'acceptance',
  desktop_id: 'desktop',
  project_id: 'project',
  plan_digest: 'digest',
  items: [planned.server, { ...planned.port, provider_id: null, generation: null }],
};
const receiptOf = (changes: JsonObject = {}, accepted: JsonObject = acceptance): JsonObject => ({
  type: 'deletion-receipt',
  desktop_id: 'desktop',
  project_id: 'project',
  computer_name: null,
  accepted: {
    at: '2026-01-01T00:00:00.000Z',
    plan_digest: 'digest',
    entry: hashLeaf(canonicalBytes(accepted)).toString('hex'),
    actor: { user_id: 'user', name: commitTo(opening) },
  },
  items: [
    { ...planned.server, ...done },
    { ...planned.port, ...done },
  ],
  users: [],
  completed_at: '2026-01-01T00:00:03.000Z',
  ...changes,
});

/** A log of two entries, sealed by a service that has the key and writes what it likes. */
function bundleOf(
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
      keys: [toJwk(raw)],
      openings: [opening],
      ...changes,
    }),
  );
  return bundle;
}

function judge(bundle: JsonValue): string {
  const verdict = verifyReceipt(canonicalBytes(bundle), { keys: new Map([[keyIdOf(raw), raw]]) });
  return verdict.valid ? 'valid' : `${verdict.failed}: ${verdict.reason}`;
}

describe('verifying a receipt', () => {
  it('accepts one in which every accepted item has ended', () => {
    assert.equal(judge(bundleOf(receiptOf())), 'valid');
  });

  it('S1: finds an item that the service itself left out, added, changed, or has not seen end', () => {
    const [server, port] = [
      { ...planned.server, ...done },
      { ...planned.port, ...done },
    ];
    for (const [items, reason] of [
      [[server], /the port b of the accepted plan is missing/],
      [[server, port, { ...item('c', 'volume'), ...done }], /not in the plan/],
      [[server, server], /listed twice/],
      [[{ ...server, provider_id: 'other' }, port], /provider_id is not that of the accepted plan/],
      [[{ ...server, intent: 'detach' }, port], /not what the accepted plan says/],
      [[server, { ...port, ended: null }], /has not ended/],
      [[server, { ...port, ended_at: null }], /has not ended/],
    ] as const) {
      assert.match(judge(bundleOf(receiptOf({ items }))), reason);
    }
  });

  it('finds a receipt of another desktop, plan or acceptance', () => {
    assert.match(judge(bundleOf(receiptOf({ desktop_id: 'other' }))), /^content: desktop_id/);
    const other = { ...acceptance, plan_digest: 'other' };
    assert.match(judge(bundleOf(receiptOf({}, other), other)), /the plan is not the accepted one/);
    const later = { ...acceptance, at: 'later' };
    assert.match(judge(bundleOf(receiptOf(), later)), /another acceptance/);
  });

  it('finds an opened value that is not the one committed to, or is moved to another place', () => {
    for (const changed of [
      { value: 'root' },
      { salt: '5b'.repeat(32) },
      { field: 'email' },
      { subject: 'user:x' },
    ]) {
      const bundle = bundleOf(receiptOf(), acceptance, { openings: [{ ...opening, ...changed }] });
      assert.match(judge(bundle), /^content: .* is not what the receipt commits to/);
    }
  });

  it('takes a signature on one kind of statement for no other', () => {
    const receipt = receiptOf();
    const asHead = bundleOf(receipt, acceptance, {
      head: JSON.parse(JSON.stringify(seal(receiptType, receipt))),
    });
    assert.match(judge(asHead), /^head: .*wrong-type/);
  });

  it('refuses a file that says the same in other words', () => {
    const text = JSON.stringify(bundleOf(receiptOf()), null, 1);
    const verdict = verifyReceipt(Buffer.from(text));
    assert.ok(!verdict.valid && verdict.failed === 'form');
    for (const noise of ['', '{}', 'null', '[]', '\u0000', '{"format":"deskplane-receipt-1"}']) {
      assert.ok(!verifyReceipt(Buffer.from(noise)).valid);
    }
  });
});
