import { type Static, Type } from 'typebox';
import { ApiError, type Language } from '../errors/errors.js';
import { compileNow, describeViolation } from '../http/validation.js';
import { parseAccountExpiry } from './accountExpiry.js';
import { CreateUserBody } from './schemas.js';
import { contradictionOf, type UserContradiction, userPasswordMinimum } from './userFields.js';

/** What is wrong with one field of a user who is to be created. */
export interface FieldFault {
  readonly field: string;
  /** A sentence that begins with the field's name. */
  readonly reason: string;
}

/**
 * Everything that CreateDesktopUser would refuse in a body for what is in it, field by field; what others have already, quota and
 * groups are not looked at.
 */
export function findFaults(body: Static<typeof CreateUserBody>, language: Language): FieldFault[] {
  const faults = Object.entries(body).flatMap(([field, value]) => {
    const errors = violationsOf(field, value);
    if (errors.length === 0) return [];
    return [{ field, reason: reasonOf(describeViolation(errors, 'body', language), language) }];
  });
  if (faults.length > 0) return faults;
  try {
    refuseContradictions(body);
    parseAccountExpiry(body.account_expires);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const field = error.detail?.replace(/^body: /, '') ?? '';
    return [{ field, reason: reasonOf(error, language) }];
  }
  return [];
}

type Violations = Parameters<typeof describeViolation>[0];

function violationsOf(field: string, value: unknown): Violations {
  const schema = Reflect.get(CreateUserBody.properties, field);
  const check = compileNow({
    schema: Type.Object({ [field]: schema }),
    method: 'POST',
    url: '',
    httpPart: 'body',
  });
  const found: unknown = check({ [field]: value });
  if (found === true) return [];
  return Reflect.get(check, 'errors') ?? [];
}

function reasonOf({ args: [first = ''] }: ApiError, language: Language): string {
  return typeof first === 'string' ? first : first[language];
}

const contradictions = {
  shortPassword: {
    field: 'password',
    reason: {
      en: `password must have at least ${userPasswordMinimum} characters`,
      zh: `password长度不能小于${userPasswordMinimum}`,
    },
  },
  noPassword: {
    field: 'password',
    reason: {
      en: 'password is missing (ADMIN_ACTIVATE needs one)',
      zh: '缺少password（ADMIN_ACTIVATE需要密码）',
    },
  },
  noContact: {
    field: 'user_email',
    reason: {
      en: 'user_email or user_phone is missing: a user without a password is sent the link to choose one',
      zh: '缺少user_email或user_phone：没有密码的用户须通过其中之一接收设置密码的链接',
    },
  },
} as const;

/**
 * Fields that do not go together.
 * @param at where in the body the user stands: `users.3.`
 * @throws {ApiError} WKS.0001
 */
export function refuseContradictions(body: Static<typeof CreateUserBody>, at = ''): void {
  const contradiction = contradictionOf(body);
  if (contradiction !== undefined) throw contradicts(contradiction, at);
}

/** @param at as of {@link refuseContradictions} */
export function contradicts(contradiction: UserContradiction, at = ''): ApiError {
  const { field, reason } = contradictions[contradiction];
  return new ApiError(
    'WKS.0001',
    [{ en: `${at}${reason.en}`, zh: `${at}${reason.zh}` }],
    `body: ${at}${field}`,
  );
}
