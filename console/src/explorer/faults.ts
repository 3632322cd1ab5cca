import type { TFunction } from 'i18next';
import { Errors } from 'typebox/schema';
import { formatList } from '../language/format';
import type { ApiSchema } from './apiDocument';

/** What is wrong with a value, and where. */
export interface Fault {
  /** A JSON pointer (RFC 6901): `/desktops/0/user_name`. */
  readonly pointer: string;
  readonly words: string;
}

type Found = ReturnType<typeof Errors>[1][number];

/** Holds a value against its schema: for each place at most one fault. Evaluates no code, which the policy of the page forbids. */
export function faultsOf(schema: ApiSchema, value: unknown, t: TFunction<'explorer'>): readonly Fault[] {
  const [, found] = Errors({ ...schema }, value);
  const faults = new Map<string, string>();
  for (const error of found)
    for (const [pointer, words] of placesOf(error, t)) if (!faults.has(pointer)) faults.set(pointer, words);
  return [...faults].map(([pointer, words]) => ({ pointer, words }));
}

/** The names on the way to a place. */
export function stepsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The place of a field within another. */
export function pointerTo(pointer: string, step: string | number): string {
  return `${pointer}/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function placesOf(error: Found, t: TFunction<'explorer'>): readonly (readonly [string, string])[] {
  const at = error.instancePath;
  if (error.keyword === 'required')
    return error.params.requiredProperties.map((name) => [pointerTo(at, name), t('fault.missing')]);
  if (error.keyword === 'additionalProperties')
    return error.params.additionalProperties.map((name) => [pointerTo(at, name), t('fault.unknown')]);
  // Said of the same place by the one before, with its name.
  return error.keyword === 'boolean' ? [] : [[at, wordsOf(error, t)]];
}

function wordsOf(error: Found, t: TFunction<'explorer'>): string {
  const { keyword, params } = error;
  if (keyword === 'type') return t('fault.type', { type: t(typeWord(params.type)) });
  if (keyword === 'enum') return t('fault.enum', { values: formatList(params.allowedValues.map(String)) });
  if (keyword === 'pattern') return t('fault.pattern', { pattern: String(params.pattern) });
  if (keyword === 'minimum' || keyword === 'maximum')
    return t(`fault.${keyword}`, { limit: String(params.limit) });
  if (keyword === 'minLength' || keyword === 'maxLength' || keyword === 'minItems' || keyword === 'maxItems')
    return t(`fault.${keyword}`, { count: params.limit });
  return t('fault.other', { rule: keyword });
}

function typeWord(type: unknown) {
  const [first]: unknown[] = Array.isArray(type) ? type : [type];
  const known = ['string', 'integer', 'number', 'boolean', 'array', 'object'] as const;
  return `fault.types.${known.find((each) => each === first) ?? 'other'}` as const;
}
