import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { canonicalBytes, type JsonObject, type JsonValue } from '@deskplane/verify/canonicalJson.js';
import { bytesToSign, makeEnvelope } from '@deskplane/verify/envelope.js';
import { itemsOf, toFields } from '@deskplane/verify/fields.js';
import { hashLeaf } from '@deskplane/verify/merkle.js';
import { keyIdOf, rawKeyOf, toJwk } from '@deskplane/verify/publicKeys.js';
import { addendumType, bundleFormat, receiptType } from '@deskplane/verify/receiptTypes.js';
import { describeTreeHead, treeHeadType } from '@deskplane/verify/treeHead.js';
import { foldNodes, growTree, inclusionRanges } from '../audit/treeShape.js';
import { buildReceipt } from '../deletion/receipt/buildReceipt.js';
import type { Story } from './receiptStories.js';

/** Signs as a service would that has the key and writes what it likes. A key for examples: everybody knows it. */
const seed = createHash('sha256').update('receipt vectors').digest();
const privateKey = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
  format: 'der',
  type: 'pkcs8',
});
/** The public half, which every verifier of the vectors is given. */
export const vectorKey = rawKeyOf(createPublicKey(privateKey));

const vectorLog = '5b0c1c3e-9a4f-4d57-8a53-0f6f3ad3f2a1';

/** What is changed of a document; undefined: it is left out. */
export type Fields = { readonly [name: string]: JsonValue | undefined };

/** The whole file of a story, in a log in which other things are written before, between and after. */
export function seal(story: Story, change: Fields = {}, addendumChange: Fields = {}): Buffer {
  const { acceptance, openings } = story;
  const receipt = canonicalBytes(changed(receiptOf(story), change));
  const addendum = canonicalBytes(changed(story.addendum, addendumChange));
  const other = (text: string): Buffer => canonicalBytes({ type: 'other', text });
  const entries = [
    other('before'),
    acceptance,
    other('between'),
    other('two'),
    receipt,
    addendum,
    other('after'),
  ];
  const { prove, head } = sealLog(entries);
  return canonicalBytes(
    toPlain({
      format: bundleFormat,
      receipt: { envelope: signed(receiptType, receipt), ...prove(receipt) },
      acceptance: { payload: acceptance.toString('base64'), ...prove(acceptance) },
      addenda: [{ envelope: signed(addendumType, addendum), ...prove(addendum) }],
      head,
      keys: [toJwk(vectorKey)],
      openings,
    }),
  );
}

/** The signed head of a log that holds these entries, and where each is in it. */
export function sealLog(entries: readonly Buffer[], log = vectorLog) {
  const leaves = entries.map(hashLeaf);
  const head = describeTreeHead({
    log,
    size: entries.length,
    root: rootOf(leaves),
    time: '2026-01-01T08:00:08.000Z',
  });
  return {
    head: signed(treeHeadType, canonicalBytes(head)),
    prove: (entry: Buffer) => ({
      index: entries.indexOf(entry),
      path: inclusionRanges(entries.indexOf(entry), entries.length).map(({ start, end }) =>
        rootOf(leaves.slice(start, end)).toString('hex'),
      ),
    }),
  };
}

/** The receipt of a story as the service writes it. */
export function receiptOf({ facts, acceptance, completion, tellsKeys }: Story): JsonObject {
  const accepted = { content: parse(acceptance), leafHash: hashLeaf(acceptance).toString('hex') };
  const receipt = buildReceipt({ ...facts, acceptance: accepted }, accepted, completion);
  if (tellsKeys) return receipt;
  return { ...receipt, items: itemsOf(receipt).map((item) => toPlain({ ...item, key: undefined })) };
}

/** An envelope with the signature of the vectors' key. */
export function signed(type: string, payload: Buffer) {
  return makeEnvelope(type, payload, keyIdOf(vectorKey), sign(null, bytesToSign(type, payload), privateKey));
}

function rootOf(leaves: readonly Buffer[]): Buffer {
  return foldNodes(growTree([], 0, leaves).edge);
}

function changed(value: JsonObject, change: Fields): JsonObject {
  return toFields(toPlain({ ...value, ...change }), 'what was changed');
}

/** Leaves out what is undefined. */
export function toPlain(value: unknown): JsonValue {
  const plain: JsonValue = JSON.parse(JSON.stringify(value));
  return plain;
}

/** The JSON object that a file holds. */
export function parse(bytes: Buffer): JsonObject {
  const value: JsonValue = JSON.parse(bytes.toString('utf8'));
  return toFields(value, 'the file');
}
