import { ApiError } from '../../errors/errors.js';

/** 429 `APIGW.0308`, with the seconds after which it is worth trying again as `Retry-After`. */
export class TooManyRequests extends ApiError {
  override readonly name = 'TooManyRequests';
  /** Whole seconds, at least 1. */
  readonly retryAfter: number;

  constructor(retryAfter: number) {
    super('APIGW.0308', [String(retryAfter)]);
    this.retryAfter = retryAfter;
  }
}
