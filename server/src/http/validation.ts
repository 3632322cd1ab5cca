import { Ajv } from 'ajv';
import type { FastifySchemaCompiler } from 'fastify';
import { ApiError, type Language, type RequestPart } from '../errors/errors.js';
import { isMailAddress } from '../text/emailAddress.js';
import { fittingStart } from '../text/unfitText.js';
import { validateLater } from './compileLater.js';
import { describeFormat } from './formats.js';
import { readableSeconds } from './readableSeconds.js';

const formats = {
  'date-time': true,
  int32: true,
  int64: true,
  // An empty text means no address. It is valid wherever an address is.
  email: (address: string) => address === '' || isMailAddress(address),
} as const;
// Query and path values arrive as text, so numbers and booleans are read from it: exactly `true` or `false`, and only once.
const textual = new Ajv({
  coerceTypes: 'array',
  useDefaults: true,
  allErrors: false,
  strict: false,
  // What a value of the wrong type may be instead stands in the schema.
  verbose: true,
  formats,
});
const exact = new Ajv({
  coerceTypes: false,
  useDefaults: true,
  allErrors: false,
  strict: false,
  verbose: true,
  formats,
});

/** Compiles request schemas: bodies are taken as they are, query and path values are read from text. */
export const compileNow: FastifySchemaCompiler<object> = ({ schema, httpPart }) =>
  (httpPart === 'body' ? exact : textual).compile(schema);

/** As {@link compileNow}, when the first request comes that the schema is for. */
export const compileValidator: FastifySchemaCompiler<object> = (wanted) =>
  validateLater(() => compileNow(wanted));

/** What is needed of a schema violation, as Fastify hands it on. */
interface Violation {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly parentSchema?: {
    readonly enum?: unknown;
    readonly properties?: object;
    readonly additionalProperties?: unknown;
  };
  /** What was given there. */
  readonly data?: unknown;
}

const reasons: Record<string, (error: Violation) => Record<Language, string>> = {
  additionalProperties: ({ params }) => ({
    en: `has no field ${text(params['additionalProperty'])}`,
    zh: `没有字段${text(params['additionalProperty'])}`,
  }),
  type: ({ params, parentSchema }) =>
    parentSchema?.enum === undefined
      ? { en: `must be ${text(params['type'])}`, zh: `类型必须为${text(params['type'])}` }
      : oneOfThese(parentSchema.enum),
  enum: (error) => oneOfThese(error.params['allowedValues']),
  pattern: (error) => describeFormat(text(error.params['pattern'])),
  format: () => ({
    en: 'must be one email address such as ann@example.com',
    zh: '必须为单个邮箱地址，例如ann@example.com',
  }),
  minLength: (error) => ({
    en: `must have at least ${limit(error)} characters`,
    zh: `长度不能小于${limit(error)}`,
  }),
  maxLength: (error) => ({
    en: `must have at most ${limit(error)} characters`,
    zh: `长度不能大于${limit(error)}`,
  }),
  minItems: (error) => ({
    en: `must have at least ${limit(error)} entries`,
    zh: `元素个数不能小于${limit(error)}`,
  }),
  maxItems: (error) => ({
    en: `must have at most ${limit(error)} entries`,
    zh: `元素个数不能大于${limit(error)}`,
  }),
  minimum: (error) => ({
    en: `must be at least ${bound(error, 'en')}`,
    zh: `不能小于${bound(error, 'zh')}`,
  }),
  maximum: (error) => ({
    en: `must be at most ${bound(error, 'en')}`,
    zh: `不能大于${bound(error, 'zh')}`,
  }),
  multipleOf: (error) => ({
    en: `must be a multiple of ${text(error.params['multipleOf'])}`,
    zh: `必须为${text(error.params['multipleOf'])}的倍数`,
  }),
};

/** Turns a schema violation into the caller's error: the field at fault and what is wrong with it, in one sentence. */
export function describeViolation(
  errors: readonly Violation[],
  part: RequestPart,
  language: Language,
): ApiError {
  const [first] = errors;
  if (first === undefined) return new ApiError('WKS.0001', [part]);
  const error = misspeltRather(first);
  const path = error.instancePath.split('/').filter((step) => step !== '');
  if (error.keyword === 'required') {
    const missing = [...path, text(error.params['missingProperty'])].join('.');
    return new ApiError(
      'WKS.0001',
      [{ en: `${missing} is missing`, zh: `缺少${missing}` }],
      `${part}: ${missing}`,
    );
  }
  const field = path.join('.') || part;
  const reason = reasons[error.keyword]?.(error) ?? { en: 'is not valid', zh: '无效' };
  // The field that is there too much is the one at fault. It is the caller's, so it may be long.
  const unknown = error.keyword === 'additionalProperties' ? [text(error.params['additionalProperty'])] : [];
  const place = fittingStart([...path, ...unknown].join('.'), maxPlace);
  return new ApiError(
    'WKS.0001',
    [`${field} ${reason[language]}`],
    place === '' ? part : `${part}: ${place}`,
  );
}

/** Where a field is missing and another is there that may not be, that one is most likely the first, misspelt. */
function misspeltRather(error: Violation): Violation {
  const { keyword, parentSchema, data } = error;
  if (keyword !== 'required' || parentSchema?.additionalProperties !== false) return error;
  const known = parentSchema.properties ?? {};
  const unknown = Object.keys(Object(data)).find((name) => !Object.hasOwn(known, name));
  if (unknown === undefined) return error;
  return { ...error, keyword: 'additionalProperties', params: { additionalProperty: unknown } };
}

/** UTF-16 units of a field's place: `error_detail` has at most 1000, with the part before it. */
const maxPlace = 990;

const oneOfThese = (values: unknown): Record<Language, string> => ({
  en: `must be one of ${list(values)}`,
  zh: `必须为以下值之一：${list(values)}`,
});
const limit = (error: Violation): string => text(error.params['limit']);

/** A number that may not be passed: of a field that counts seconds in a larger unit, too. */
function bound(error: Violation, language: Language): string {
  const value = error.params['limit'];
  const isSeconds = typeof value === 'number' && error.instancePath.endsWith('_seconds');
  return isSeconds ? readableSeconds(value, language) : limit(error);
}

const list = (values: unknown): string => (Array.isArray(values) ? values.map(text).join(', ') : '');

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}
