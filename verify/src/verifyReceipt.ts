import { parseCanonical } from './canonicalJson.js';
import type { Envelope } from './envelope.js';
import { toFields, toText } from './fields.js';
import { inSteps, type Refused } from './inSteps.js';
import { checkHistory, chooseKeys, demandInclusion, open, openHead, type Trust } from './proofs.js';
import { MalformedBundle, type ReceiptBundle, readBundle, readCanonicalFile } from './readBundle.js';
import { checkContent, type ReceiptSummary } from './receiptContent.js';
import { checkAddendumTimes } from './receiptTimes.js';
import { addendumType, receiptType } from './receiptTypes.js';
import type { TreeHead } from './treeHead.js';

/** The checks, in this order. Their names are stable: clients translate them. */
export const receiptChecks = [
  'form',
  'keys',
  'head',
  'signature',
  'inclusion',
  'acceptance',
  'content',
  'addenda',
  'history',
] as const;
export type ReceiptCheck = (typeof receiptChecks)[number];

export type Verdict =
  | {
      readonly valid: true;
      readonly passed: readonly ReceiptCheck[];
      readonly receipt: ReceiptSummary;
      readonly head: TreeHead;
      /** The receipt's index in the log. */
      readonly entry: number;
      /** Ids of the keys that signed the file. */
      readonly keyIds: readonly string[];
      readonly addenda: readonly Addendum[];
    }
  | (Refused<ReceiptCheck> & {
      /** The desktop, if the content of the receipt is valid. */
      readonly desktopId: string | undefined;
    });

/** A summary of an addendum. */
export interface Addendum {
  /** `mail-sent`, `mail-undeliverable`, or a type that only a newer verifier knows. */
  readonly type: string;
  /** Of `mail-sent`: there was no mail server, so the mail was kept as a file. */
  readonly kept: boolean;
  /** RFC 3339; empty where the type is unknown. */
  readonly at: string;
  /** Of a mail: the id of its user. */
  readonly userId: string;
  /** Of an undeliverable mail: the cause, and the mail server's status. */
  readonly cause: string;
  readonly smtpStatus: string;
}

/**
 * Checks a receipt file without the service: its form, every signature, its place in the log, its acceptance, and (with an older
 * head) that the log has only grown.
 * @param file canonical JSON, with or without one newline at the end
 */
export function verifyReceipt(file: Buffer, trust: Trust = {}): Verdict {
  let desktopId: string | undefined;
  const verdict = inSteps<ReceiptCheck, Omit<Extract<Verdict, { valid: true }>, 'valid' | 'passed'>>(
    'form',
    (step) => {
      const bundle = step('form', () => readBundle(readCanonicalFile(file)));
      const { acceptance } = bundle;
      const keys = step('keys', () => chooseKeys(envelopesOf(bundle), bundle.keys, trust));
      const head = step('head', () => openHead(bundle.head, keys, 'the head of the log'));
      const payload = step('signature', () => open(bundle.receipt.envelope, receiptType, keys));
      step('inclusion', () => demandInclusion(bundle.receipt, payload, head));
      step('acceptance', () => demandInclusion(acceptance, acceptance.payload, head));
      const receipt = step('content', () => checkContent(payload, acceptance.payload, bundle.openings));
      desktopId = receipt.desktopId;
      const addenda = step('addenda', () => checkAddenda(bundle, keys, head, receipt));
      const older = trust.head;
      if (older !== undefined)
        step('history', () =>
          checkHistory(bundle.consistency, openHead(older, keys, 'the older head'), head),
        );
      const keyIds = bundle.keys.map((key) => key.kid);
      return { receipt, head, entry: bundle.receipt.index, keyIds, addenda };
    },
  );
  return verdict.valid ? verdict : { ...verdict, desktopId };
}

function envelopesOf(bundle: ReceiptBundle): readonly Envelope[] {
  return [bundle.head, bundle.receipt.envelope, ...bundle.addenda.map((each) => each.envelope)];
}

function checkAddenda(
  bundle: ReceiptBundle,
  keys: ReadonlyMap<string, Buffer>,
  head: TreeHead,
  { desktopId, completedAt }: ReceiptSummary,
): Addendum[] {
  return bundle.addenda.map((addendum) => {
    const payload = open(addendum.envelope, addendumType, keys);
    demandInclusion(addendum, payload, head);
    const content = toFields(parseCanonical(payload), 'an addendum');
    if (content['desktop_id'] !== desktopId)
      throw new MalformedBundle('an addendum is about another desktop');
    checkAddendumTimes(content, completedAt);
    return {
      type: toText(content['type']),
      kept: content['kept'] === true,
      at: toText(content['sent_at']) || toText(content['undeliverable_at']),
      userId: toText(content['user_id']),
      cause: toText(content['cause']),
      smtpStatus: toText(content['smtp_status']),
    };
  });
}
