import type { ApiSchema } from './apiDocument';

/** How a value is edited. `json`: only as text, as its schema leaves open what it is. */
export type FieldKind = 'object' | 'list' | 'choice' | 'number' | 'text' | 'json';

/** A schema as a form has it: what may be null as well is edited as what it is otherwise. */
export interface FieldForm {
  readonly kind: FieldKind;
  readonly schema: ApiSchema;
}

/** Finds how values of a schema are edited. */
export function formOf(schema: ApiSchema): FieldForm {
  const branch = onlyBranch(schema);
  if (branch !== undefined) return formOf({ ...branch, ...described(schema) });
  if (schema.enum !== undefined || schema.type === 'boolean') return { kind: 'choice', schema };
  if (schema.type === 'integer' || schema.type === 'number') return { kind: 'number', schema };
  if (schema.type === 'string') return { kind: 'text', schema };
  if (schema.type === 'array' && schema.items !== undefined) return { kind: 'list', schema };
  if (schema.type === 'object' && Object.keys(schema.properties ?? {}).length > 0)
    return { kind: 'object', schema };
  return { kind: 'json', schema };
}

/** Of several forms the one that a field can hold: the only one besides null, or the number that may also be sent as text. */
function onlyBranch({ anyOf = [] }: ApiSchema): ApiSchema | undefined {
  const branches = anyOf.filter(({ type }) => type !== 'null');
  if (branches.length === 1) return branches[0];
  return branches.every(({ type }) => type === 'string' || type === 'integer')
    ? branches.find(({ type }) => type === 'integer')
    : undefined;
}

const described = ({ description, examples }: ApiSchema): Partial<ApiSchema> => ({
  ...(description === undefined ? {} : { description }),
  ...(examples === undefined ? {} : { examples }),
});

/** The words that a choice offers. */
export function choicesOf({
  enum: words = [true, false],
}: ApiSchema): readonly (string | number | boolean)[] {
  return words;
}

/** What is typed, as a value: a number where it is one, so that anything else can be seen and is said to be wrong. */
export function readTyped(kind: FieldKind, text: string): unknown {
  if (text === '') return undefined;
  if (kind !== 'number') return text;
  const number = Number(text);
  return String(number) === text ? number : text;
}

/** A value as it is shown in a field. */
export function shownIn(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What is added to a list, to be filled in. */
export function emptyItem(schema: ApiSchema): unknown {
  const { kind, schema: own } = formOf(schema);
  if (kind === 'object') return {};
  if (kind === 'list') return [];
  return kind === 'choice' ? choicesOf(own)[0] : '';
}

/** The fields of an object: what must be there first. */
export function fieldsOf({ properties = {}, required = [] }: ApiSchema): {
  readonly required: readonly (readonly [string, ApiSchema])[];
  readonly optional: readonly (readonly [string, ApiSchema])[];
} {
  const all = Object.entries(properties);
  const isRequired = ([name]: readonly [string, ApiSchema]): boolean => required.includes(name);
  return { required: all.filter(isRequired), optional: all.filter((each) => !isRequired(each)) };
}

/** An object with one field changed, or without it. */
export function withField(value: unknown, name: string, field: unknown): object {
  const rest = Object.entries(asObject(value));
  if (field === undefined) return Object.fromEntries(rest.filter(([each]) => each !== name));
  const isNew = !rest.some(([each]) => each === name);
  return Object.fromEntries([
    ...rest.map(([each, old]): [string, unknown] => [each, each === name ? field : old]),
    ...(isNew ? [[name, field] as const] : []),
  ]);
}

/** The fields of a value; of anything but an object none. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}

/** The items of a value; of anything but a list none. */
export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
