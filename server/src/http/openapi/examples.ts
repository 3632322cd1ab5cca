import { bodyExamples } from './bodyExamples.js';
import { answeredTexts, hex, policyDocument, texts, uuid } from './exampleTexts.js';

/** As much of a JSON schema as examples are made from. */
export interface ExampleSchema {
  readonly type?: string | readonly string[];
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, ExampleSchema>>;
  readonly items?: ExampleSchema;
  readonly minItems?: number;
  readonly anyOf?: readonly ExampleSchema[];
}

/** What fits a pattern where no name tells. */
const anyTexts: readonly string[] = ['example', uuid, hex, '1', ''];

/**
 * A value that looks real and fits a schema.
 * @param name of the parameter or field
 * @returns undefined when there is none that fits; a test finds that
 */
export const exampleOf = (name: string, schema: ExampleSchema): unknown => make(name, schema, sent);

/** The body of an operation: one that was written for it, or its required fields. */
export function exampleBody(operation: string, schema: ExampleSchema): unknown {
  return bodyExamples[operation] ?? exampleOf('', schema);
}

/** What an operation answers, in the form of its schema; the values of one field need not go with those of another. */
export const exampleAnswer = (schema: ExampleSchema): unknown => make('', schema, answered);

/** How values are made where the schema leaves them open. */
interface Making {
  readonly textsOf: (name: string) => readonly string[];
  readonly flag: (name: string) => boolean;
  readonly number: (name: string) => number | undefined;
  /** The fields of an object of which the schema requires none. */
  readonly chosen: (fields: readonly string[]) => readonly string[];
}

const textsNamed = (name: string, table: typeof texts): readonly string[] =>
  table.flatMap(([form, values]) => (form.test(name) ? values : []));

const timeMs = Date.UTC(2026, 0, 31);

const sent: Making = {
  textsOf: (name) => [
    ...textsNamed(name, texts),
    ...textsNamed(name, answeredTexts).filter((text) => text !== ''),
    ...anyTexts,
  ],
  flag: () => true,
  number: (name) => (/^(from|to|before)$/.test(name) ? timeMs : name === 'limit' ? 10 : undefined),
  // A first field shows the form.
  chosen: (fields) => fields.slice(0, 1),
};

const answered: Making = {
  textsOf: (name) => [
    ...textsNamed(name, answeredTexts),
    ...textsNamed(name, texts),
    ...(name.endsWith('_id') ? [uuid] : []),
    '',
    ...anyTexts,
  ],
  flag: (name) => /^(?:enabled?|ready|valid|allowed|visible|available|is_default|sealed)$/.test(name),
  number: (name) => {
    if (/^(?:record_)?time$/.test(name)) return timeMs;
    if (/size$|disk/.test(name)) return 80;
    return /count|total|number|_num$/.test(name) ? 1 : undefined;
  },
  chosen: (fields) => fields,
};

function make(name: string, schema: ExampleSchema, how: Making): unknown {
  if (schema.default !== undefined) return schema.default;
  if (schema.enum !== undefined) return schema.enum[0];
  const [first] = schema.anyOf ?? [];
  if (first !== undefined) return make(name, first, how);
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0];
  if (type === 'boolean') return how.flag(name);
  if (type === 'null') return null;
  if (type === 'integer' || type === 'number') return numberWithin(how.number(name), schema);
  if (type === 'array') {
    const item = make(name.replace(/s$/, ''), schema.items ?? {}, how);
    // A list of what is not known is empty.
    return item === '' && (schema.minItems ?? 0) === 0 ? [] : [item];
  }
  if (type === 'object') return objectOf(schema, how);
  if (type === 'string') return textFor(how.textsOf(name), schema);
  return name === 'policy' ? policyDocument : 'true';
}

function numberWithin(
  wanted: number | undefined,
  { minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: ExampleSchema,
): number {
  return Math.min(Math.max(wanted ?? minimum, minimum), maximum);
}

function objectOf({ properties = {}, required = [] }: ExampleSchema, how: Making): object {
  const named = required.length > 0 ? required : how.chosen(Object.keys(properties));
  return Object.fromEntries(named.map((name) => [name, make(name, properties[name] ?? {}, how)]));
}

function textFor(candidates: readonly string[], schema: ExampleSchema): string | undefined {
  if (schema.format === 'email') return 'ann@example.com';
  return candidates.find((text) => fits(text, schema));
}

function fits(text: string, { pattern, minLength = 0, maxLength = Infinity }: ExampleSchema): boolean {
  if (text.length < minLength || text.length > maxLength) return false;
  return pattern === undefined || new RegExp(pattern, 'u').test(text);
}
