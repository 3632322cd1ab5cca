import { canonicalBytes, canonicalJson, type JsonObject, parseCanonical } from './canonicalJson.js';
import { commitTo } from './commitment.js';
import { toFields, toList, toText } from './fields.js';
import { inSteps, type Refused } from './inSteps.js';
import { hashLeaf } from './merkle.js';
import { personReportType, personReportVersions, reportField } from './personReportTypes.js';
import { checkHistory, chooseKeys, demandInclusion, open, openHead, type Trust } from './proofs.js';
import { MalformedBundle, readBundle, readCanonicalFile } from './readBundle.js';
import { type PersonReportBundle, readPersonReport } from './readPersonReport.js';
import type { TreeHead } from './treeHead.js';
import { verifyReceipt } from './verifyReceipt.js';

/** The checks, in this order. Their names are stable: clients translate them. */
export const personReportChecks = [
  'form',
  'keys',
  'head',
  'signature',
  'inclusion',
  'document',
  'receipts',
  'history',
] as const;
export type PersonReportCheck = (typeof personReportChecks)[number];

/** What a valid report says first. */
export interface PersonReportSummary {
  readonly userId: string;
  /** Empty once the person was erased. */
  readonly userName: string;
  readonly projectId: string;
  /** RFC 3339. */
  readonly madeAt: string;
  /** The id of the IAM user who asked for it. */
  readonly madeBy: string;
  /** Desktops whose receipts the report holds, each of them valid. */
  readonly receipts: readonly string[];
}

export type PersonReportVerdict =
  | {
      readonly valid: true;
      readonly passed: readonly PersonReportCheck[];
      readonly report: PersonReportSummary;
      readonly document: JsonObject;
      readonly head: TreeHead;
      /** The report's index in the log. */
      readonly entry: number;
      readonly keyIds: readonly string[];
    }
  | Refused<PersonReportCheck>;

/**
 * Checks the file of a report about a person without the service: every signature, its place in the log, that the log's statement is about
 * this very document, and each receipt in it.
 * @param file canonical JSON, with or without one newline at the end
 */
export function verifyPersonReport(file: Buffer, trust: Trust = {}): PersonReportVerdict {
  return inSteps<PersonReportCheck, Omit<Extract<PersonReportVerdict, { valid: true }>, 'valid' | 'passed'>>(
    'form',
    (step) => {
      const bundle = step('form', () => readPersonReport(readCanonicalFile(file)));
      const { report: signed, document } = bundle;
      const keys = step('keys', () => chooseKeys([bundle.head, signed.envelope], bundle.keys, trust));
      const head = step('head', () => openHead(bundle.head, keys, 'the head of the log'));
      const payload = step('signature', () => open(signed.envelope, personReportType, keys));
      step('inclusion', () => demandInclusion(signed, payload, head));
      const summary = step('document', () => checkDocument(payload, bundle));
      const receipts = step('receipts', () => checkReceipts(bundle, head, trust));
      const older = trust.head;
      if (older !== undefined)
        step('history', () =>
          checkHistory(bundle.consistency, openHead(older, keys, 'the older head'), head),
        );
      const keyIds = bundle.keys.map((key) => key.kid);
      return { report: { ...summary, receipts }, document, head, entry: signed.index, keyIds };
    },
  );
}

function checkDocument(
  payload: Buffer,
  { document, salt }: PersonReportBundle,
): Omit<PersonReportSummary, 'receipts'> {
  const statement = toFields(parseCanonical(payload), 'the statement');
  const { version } = statement;
  if (typeof version !== 'number' || !personReportVersions.includes(version))
    throw new MalformedBundle(`version ${JSON.stringify(version)} of reports is unknown`);
  const userId = toText(statement['user_id']);
  const commitment = commitTo({
    subject: `user:${userId}`,
    field: reportField,
    value: canonicalJson(document),
    salt: salt.toString('hex'),
  });
  if (statement['document'] !== commitment)
    throw new MalformedBundle('the document is not the one that the log speaks of');
  const person = toFields(document['person'], 'person');
  const maker = toFields(document['made_by'], 'made_by');
  const told = [person['user_id'], document['project_id'], document['made_at'], maker['user_id']];
  const signed = ['user_id', 'project_id', 'made_at', 'made_by'].map((name) => statement[name]);
  if (told.some((value, index) => value !== signed[index]))
    throw new MalformedBundle('the document is about another person, project, time or caller');
  return {
    userId,
    userName: toText(person['user_name']),
    projectId: toText(statement['project_id']),
    madeAt: toText(statement['made_at']),
    madeBy: toText(statement['made_by']),
  };
}

/** Each receipt is valid, of the same log, and the one that the document names. */
function checkReceipts({ document, receipts }: PersonReportBundle, head: TreeHead, trust: Trust): string[] {
  const named = new Map<string, string>();
  for (const each of toList(document['deletions'], 'deletions')) {
    const deletion = toFields(each, 'a deletion');
    const hash = toText(deletion['receipt_hash']);
    if (hash !== '') named.set(hash, toText(deletion['desktop_id']));
  }
  const desktops = receipts.map((receipt) => {
    const verdict = verifyReceipt(
      canonicalBytes(receipt),
      trust.keys === undefined ? {} : { keys: trust.keys },
    );
    if (!verdict.valid) throw new MalformedBundle(`a receipt: ${verdict.failed}: ${verdict.reason}`);
    const { desktopId } = verdict.receipt;
    const payload = Buffer.from(readBundle(receipt).receipt.envelope.payload, 'base64');
    const hash = hashLeaf(payload).toString('hex');
    if (verdict.head.log !== head.log)
      throw new MalformedBundle(`the receipt of desktop ${desktopId} is of another log`);
    if (named.get(hash) !== desktopId)
      throw new MalformedBundle(`the document does not name the receipt of desktop ${desktopId}`);
    named.delete(hash);
    return desktopId;
  });
  const [missing] = named.values();
  if (missing !== undefined) throw new MalformedBundle(`the receipt of desktop ${missing} is missing`);
  return desktops;
}
