import { ApiError, type ErrorArgument, type ErrorCode } from '../../errors/errors.js';

/** What is said of a field that is wrong, in each language. */
export type Reason = Exclude<ErrorArgument, string>;

/** A refusal for what one field of the body says. */
export function refuseField(code: ErrorCode, field: string, reason: Reason): ApiError {
  return new ApiError(code, [reason], `body: ${field}`);
}

/** A value that the network service knows and Deskplane has nothing for. */
export interface Unoffered {
  readonly field: string;
  /** As the caller gave it. */
  readonly value: unknown;
  /** What is taken in its place, in words. */
  readonly instead: Reason;
}

/**
 * Nothing is taken and then ignored: what a caller asks for is done, or refused by name.
 * @throws {ApiError} WKS.0001 naming the first field that asks for something: not left out, null, empty, `false` or 0
 */
export function refuseUnoffered(fields: readonly Unoffered[]): void {
  const asked = fields.find(({ value }) => asksForSomething(value));
  if (asked === undefined) return;
  throw refuseField('WKS.0001', asked.field, {
    en: `${asked.field} is not offered here: ${asked.instead.en}`,
    zh: `此处不支持${asked.field}：${asked.instead.zh}`,
  });
}

function asksForSomething(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return !(value === undefined || value === null || value === '' || value === false || value === 0);
}

/** What is said of a field that is best left out. */
export const leaveOut: Reason = { en: 'leave it out', zh: '请省略该字段' };

/** @throws {ApiError} WKS.0001 for any enterprise project but the default one, which networks belong to */
export function requireDefaultEnterpriseProject(field: string, id: string | null | undefined): void {
  if (id === '0') return;
  refuseUnoffered([
    {
      field,
      value: id,
      instead: { en: 'networks belong to the default one, 0', zh: '网络属于默认企业项目0' },
    },
  ]);
}

/** @throws {ApiError} WKS.0001 for a call that is to do nothing but be checked */
export function refuseDryRun(dryRun: boolean | undefined): void {
  refuseUnoffered([{ field: 'dry_run', value: dryRun, instead: leaveOut }]);
}
