import { ApiError } from '../../errors/errors.js';
import { fittingStart } from '../../text/unfitText.js';
import { parsePolicyDocument } from './parsePolicyDocument.js';
import { PolicyError, type PolicyFault } from './policyError.js';
import type { PolicyModel } from './types.js';

/**
 * Refuses a document that its grammar does not understand, and says where and why in both languages.
 * @throws {ApiError} IAM.10xx for a role, PAP5.0011 for an identity policy
 */
export function checkDocument(model: PolicyModel, document: string): void {
  try {
    parsePolicyDocument(model, document);
  } catch (error) {
    if (error instanceof PolicyError) throw refusalOf(error);
    throw error;
  }
}

/** What is wrong with a document, in both languages; the place is left to say. */
export function wordsOf({ reason, fault }: PolicyError): { readonly en: string; readonly zh: string } {
  return { en: reason, zh: inChinese[fault] };
}

/** A fault of a document as an answer: the sentence in the caller's language, place and reason as detail. */
export function refusalOf(error: PolicyError): ApiError {
  const { code, path, reason } = error;
  const { en, zh } = wordsOf(error);
  const said = { en: `${path}: ${en}`, zh: `${path}：${zh}` };
  return new ApiError(code, [said], `body: ${fittingStart(`${path}: ${reason}`, 990)}`);
}

const inChinese: Readonly<Record<PolicyFault, string>> = {
  notAnObject: '不是合法的JSON对象。',
  tooLong: '文档过长。',
  version: 'Version不正确。',
  statementsNotAList: 'Statement必须是对象的列表。',
  statementCount: 'Statement的个数超出限制。',
  effect: 'Effect只能是Allow或Deny。',
  actionsNotAList: 'Action与NotAction须有且仅有一个，且必须是列表。',
  actionTwice: 'Action重复或与NotAction同时存在。',
  actionCount: '授权项的个数超出限制。',
  actionLength: '授权项过长。',
  action: '授权项应为“*”或“服务:资源:操作”，例如workspace:desktops:delete。',
  unknownAction: '授权项不存在。',
  resourceCount: '资源的个数超出限制。',
  resourceLength: '资源过长。',
  resource: '资源应为“*”或“服务:区域:账号:类型:路径”。',
  resourcesNotAList: 'Resource必须是列表。',
  conditionCount: '条件运算符的个数或格式不正确。',
  operator: '条件运算符不正确。',
  key: '条件键不正确。',
  valuesNotAList: '条件值必须是列表。',
  keyCount: '条件键的个数超出限制。',
  keyOperator: '该条件键不能使用此运算符。',
  valueLength: '条件值过长。',
  value: '值不正确。',
  variableCount: '变量的个数超出限制。',
  element: '不支持该元素，或元素之间有冲突。',
  notText: '值必须是字符串。',
};
