import type { Language } from '../../../errors/errors.js';
import { fieldTextOf } from './fieldTexts.js';

/** As much of a schema as can have fields. */
export interface FieldSchema {
  description?: string;
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly items?: FieldSchema;
  readonly anyOf?: readonly FieldSchema[];
}

/** As much of an operation as is described here. */
export interface DescribedOperation {
  readonly operationId: string;
  readonly parameters?: readonly DescribedParameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: FieldSchema }>> };
}

interface DescribedParameter {
  readonly name: string;
  readonly in: string;
  description?: string;
}

/** A parameter or a field of a body, with the names that lead to its description. */
export interface NamedField {
  readonly operation: string;
  /** The field around it, empty at the top; of a parameter the step of the path before it, else `query` or `header`. */
  readonly parent: string;
  readonly name: string;
  readonly described: { description?: string };
}

/** Says of every parameter and every field of a body what it means, where its schema does not. */
export function describeFields(path: string, operation: DescribedOperation, language: Language): void {
  for (const field of namedFields(path, operation)) {
    const text = field.described.description === undefined ? fieldTextOf(field) : undefined;
    if (text !== undefined) field.described.description = text[language === 'zh' ? 1 : 0];
  }
}

/** Every parameter of an operation and every field of its body, at any depth. */
export function namedFields(
  path: string,
  { operationId: operation, parameters = [], requestBody }: DescribedOperation,
): readonly NamedField[] {
  return [
    ...parameters.map((described) => ({
      operation,
      parent: described.in === 'path' ? stepBefore(path, described.name) : described.in,
      name: described.name,
      described,
    })),
    ...Object.values(requestBody?.content ?? {}).flatMap(({ schema = {} }) =>
      fieldsIn(schema, operation, ''),
    ),
  ];
}

function fieldsIn(schema: FieldSchema, operation: string, parent: string): NamedField[] {
  const { properties = {}, items, anyOf = [] } = schema;
  return [
    ...Object.entries(properties).flatMap(([name, described]) => [
      { operation, parent, name, described },
      ...fieldsIn(described, operation, name),
    ]),
    ...[items, ...anyOf].flatMap((part) => (part === undefined ? [] : fieldsIn(part, operation, parent))),
  ];
}

/** `projects` of `id` in `/v3/projects/{id}`. */
function stepBefore(path: string, name: string): string {
  const steps = path.split('/');
  return steps[steps.indexOf(`{${name}}`) - 1] ?? '';
}
