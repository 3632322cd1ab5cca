import { permissions } from '../access/permissions/table.js';
import { ApiError, type ErrorArgument, type ErrorCode, errorCatalogue } from '../errors/errors.js';
import type { Fault, FaultRule } from './fault.js';

/** Seconds after which a client that was told "too many requests" by a fault may try again. */
export const retryAfterSeconds = 1;

/** An error that a fault makes the API answer: any code of the catalogue, with any status. */
export class InjectedError extends ApiError {
  override readonly name = 'InjectedError';
  readonly #status: number;

  constructor({ status, code }: NonNullable<FaultRule['answer']>, fault: InjectedFault) {
    super(code, argumentsOf(code, fault), `fault ${fault.id}`);
    this.#status = status;
  }

  override get status(): number {
    return this.#status;
  }
}

type InjectedFault = Pick<Fault, 'id' | 'operation' | 'desktopId'>;

/**
 * What stands in the text of an error: that it is a fault only where a reason is told at the end, and within a sentence what may stand
 * there, so that it reads like the real one.
 */
function argumentsOf(code: ErrorCode, { operation, desktopId }: InjectedFault): readonly ErrorArgument[] {
  const template: string = errorCatalogue[code].en;
  if (/[:.] \{0\}$/.test(template)) return [{ en: 'a fault of the test double', zh: '测试替身注入的故障' }];
  const action = (operation && permissions[operation].action) ?? 'workspace:*:*';
  const inSentence: Partial<Record<ErrorCode, ErrorArgument>> = {
    'DPL.0404': /desktop/i.test(operation ?? '') ? 'desktop' : 'item',
    'DPL.0403': action,
    'IAM.0003': action,
    'STS5.1003': action,
    'DPL.4031': { en: 'your account is locked', zh: '账号已锁定' },
    'APIGW.0308': String(retryAfterSeconds),
    '1115': '50',
    'PAP5.0028': '5',
    'VPC.0104': '1',
    'VPC.0209': '1',
    'VPC.0114': { en: '5 vpcs', zh: '5个VPC' },
    'VPC.0604': { en: '5 security_groups', zh: '5个安全组' },
  };
  const argument = inSentence[code];
  if (argument !== undefined) return [argument];
  const second = code === 'DPL.4092' ? { en: 'they have a desktop', zh: '仍有桌面' } : 'ERROR';
  return [desktopId ?? '00000000-0000-0000-0000-000000000000', second];
}

/** What is answered where only the status was asked for. */
export const codeOfStatus: Readonly<Record<number, ErrorCode>> = {
  400: 'APIGW.0201',
  401: 'APIGW.0301',
  403: 'DPL.0403',
  404: 'DPL.0404',
  409: 'DPL.0409',
  412: 'DPL.0412',
  413: 'DPL.0413',
  415: 'DPL.0415',
  429: 'APIGW.0308',
  500: 'DPL.0500',
  502: 'DPL.0502',
  503: 'DPL.0503',
};

/** @returns undefined for a text that is no code of the catalogue */
export function readErrorCode(text: string): ErrorCode | undefined {
  return isErrorCode(text) ? text : undefined;
}

const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(errorCatalogue, text);
