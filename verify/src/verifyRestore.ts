import { inSteps, type Refused } from './inSteps.js';
import { checkHistory, chooseKeys, demandInclusion, open, openHead, type Trust } from './proofs.js';
import { readCanonicalFile } from './readBundle.js';
import { readRestore } from './readRestore.js';
import { checkRestore, type RestoreSummary } from './restoreContent.js';
import { restoreReceiptType } from './restoreTypes.js';
import type { TreeHead } from './treeHead.js';

/** The checks, in this order. Their names are stable: clients translate them. */
export const restoreChecks = [
  'form',
  'keys',
  'head',
  'signature',
  'inclusion',
  'acceptance',
  'content',
  'history',
] as const;
export type RestoreCheck = (typeof restoreChecks)[number];

export type RestoreVerdict =
  | {
      readonly valid: true;
      readonly passed: readonly RestoreCheck[];
      readonly restore: RestoreSummary;
      readonly head: TreeHead;
      /** The statement's index in the log. */
      readonly entry: number;
      readonly keyIds: readonly string[];
    }
  | Refused<RestoreCheck>;

/**
 * Checks the file of a restore without the service: every signature, the places of both entries in the log, and that the statement is
 * about this very request.
 * @param file canonical JSON, with or without one newline at the end
 */
export function verifyRestore(file: Buffer, trust: Trust = {}): RestoreVerdict {
  return inSteps<RestoreCheck, Omit<Extract<RestoreVerdict, { valid: true }>, 'valid' | 'passed'>>(
    'form',
    (step) => {
      const bundle = step('form', () => readRestore(readCanonicalFile(file)));
      const { receipt, acceptance, head: envelope } = bundle;
      const keys = step('keys', () => chooseKeys([envelope, receipt.envelope], bundle.keys, trust));
      const head = step('head', () => openHead(envelope, keys, 'the head of the log'));
      const payload = step('signature', () => open(receipt.envelope, restoreReceiptType, keys));
      step('inclusion', () => demandInclusion(receipt, payload, head));
      step('acceptance', () => demandInclusion(acceptance, acceptance.payload, head));
      const restore = step('content', () => checkRestore(payload, acceptance.payload));
      const older = trust.head;
      if (older !== undefined)
        step('history', () =>
          checkHistory(bundle.consistency, openHead(older, keys, 'the older head'), head),
        );
      return { restore, head, entry: receipt.index, keyIds: bundle.keys.map((key) => key.kid) };
    },
  );
}
