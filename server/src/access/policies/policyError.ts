import type { PolicyModel } from './types.js';

/**
 * What may be wrong with a document, as the codes that the service which is spoken here has for Version 1.1
 * (docs/reference/errors.md#iam, IAM.1001–1060).
 */
const roleCodes = {
  notAnObject: 'IAM.1020',
  tooLong: 'IAM.1021',
  version: 'IAM.1024',
  statementsNotAList: 'IAM.1027',
  statementCount: 'IAM.1028',
  effect: 'IAM.1029',
  actionsNotAList: 'IAM.1030',
  actionTwice: 'IAM.1031',
  actionCount: 'IAM.1033',
  actionLength: 'IAM.1034',
  action: 'IAM.1035',
  unknownAction: 'IAM.1036',
  resourceCount: 'IAM.1040',
  resourceLength: 'IAM.1042',
  resource: 'IAM.1047',
  resourcesNotAList: 'IAM.1049',
  conditionCount: 'IAM.1050',
  operator: 'IAM.1051',
  key: 'IAM.1052',
  valuesNotAList: 'IAM.1053',
  keyCount: 'IAM.1054',
  keyOperator: 'IAM.1055',
  valueLength: 'IAM.1056',
  value: 'IAM.1057',
  variableCount: 'IAM.1057',
  element: 'IAM.1059',
  notText: 'IAM.1060',
} as const;

/** Version 5.0 has one code for whatever is wrong with a document. */
const identityCode = 'PAP5.0011';

export type PolicyFault = keyof typeof roleCodes;

/** Why a policy document is refused. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  /** For instance `IAM.1035`; ≤ 12 characters. */
  readonly code: (typeof roleCodes)[PolicyFault] | typeof identityCode;
  /** What kind of fault it is, for texts in other languages. */
  readonly fault: PolicyFault;
  /** Where in the document: `$.Statement[0].Action[1]`. */
  readonly path: string;
  /** What is wrong and what would be right. Quotes at most a few words of the document, with nothing unprintable. */
  readonly reason: string;
  /** Where in the text, in characters from 0; undefined where `path` says it. */
  readonly at: number | undefined;

  constructor(model: PolicyModel, fault: PolicyFault, path: string, reason: string, at?: number) {
    super(`${path}: ${reason}`);
    this.code = model === 'role' ? roleCodes[fault] : identityCode;
    this.fault = fault;
    this.path = path;
    this.reason = reason;
    this.at = at;
  }
}

/**
 * A text of the document as it may stand in a message: short, and every character outside printable ASCII written as
 * its code point, so that a look-alike shows.
 */
export function quote(text: string): string {
  const shown = Array.from(text.slice(0, 64), (character) =>
    /^[ -~]$/.test(character)
      ? character
      : `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`,
  );
  return `"${shown.join('')}${text.length > 64 ? '…' : ''}"`;
}
