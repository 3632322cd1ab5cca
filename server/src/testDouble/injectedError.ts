import { ApiError, type ErrorCode, errorCatalogue } from '../errors/errors.js';

/** Seconds after which a client that was told "too many requests" by a fault may try again. */
export const retryAfterSeconds = 1;

/** An error that a fault makes the API answer: any code of the catalogue, with any status. */
export class InjectedError extends ApiError {
  override readonly name = 'InjectedError';
  readonly #status: number;

  constructor({ status, code }: { readonly status: number; readonly code: ErrorCode }, faultId: string) {
    const words = { en: 'a fault of the test double', zh: '测试替身注入的故障' };
    const argument = code === 'APIGW.0308' ? String(retryAfterSeconds) : words;
    super(code, [argument, words], `fault ${faultId}`);
    this.#status = status;
  }

  override get status(): number {
    return this.#status;
  }
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
