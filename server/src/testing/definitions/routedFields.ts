/** As much of a JSON schema of ours as is compared. */
export interface RoutedSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, RoutedSchema>>;
  readonly required?: readonly string[];
  readonly items?: RoutedSchema;
  readonly anyOf?: readonly RoutedSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly default?: unknown;
}

/** A field of a body with whether it must be there. */
export interface RoutedField {
  readonly schema: RoutedSchema;
  readonly required: boolean;
}

/** An operation as the service's own document tells of it. */
export interface RoutedOperation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly {
    readonly in: string;
    readonly name: string;
    readonly required?: boolean;
    readonly schema: RoutedSchema;
  }[];
  /** By place, `desktops[].user_name`. */
  readonly body: Readonly<Record<string, RoutedField>>;
  /** Places whose fields are refused by name. */
  readonly notOffered: readonly string[];
  readonly answers: readonly number[];
}

interface Documented {
  readonly operationId: string;
  readonly parameters?: RoutedOperation['parameters'];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema?: RoutedSchema }>>;
  };
  readonly responses: Readonly<Record<string, unknown>>;
  readonly 'x-not-offered'?: readonly string[];
}

/** Every operation of a service's document. */
export function routedOperations(document: {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Documented>>>>;
}): readonly RoutedOperation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, documented]) => ({
      operationId: documented.operationId,
      method: method.toUpperCase(),
      path,
      parameters: documented.parameters ?? [],
      body: fieldsOf(bodyOf(documented) ?? {}, ''),
      notOffered: documented['x-not-offered'] ?? [],
      answers: Object.keys(documented.responses).map(Number),
    })),
  );
}

/** Of JSON, or of a form. */
function bodyOf({ requestBody }: Documented): RoutedSchema | undefined {
  const content = requestBody?.content;
  return (content?.['application/json'] ?? content?.['multipart/form-data'])?.schema;
}

/** Without the alternative of null, which every field may be taken for that is left out. */
export function plain(schema: RoutedSchema): RoutedSchema {
  const variants = schema.anyOf?.filter((variant) => variant.type !== 'null');
  const [only, ...others] = variants ?? [];
  if (only === undefined || others.length > 0) return schema;
  return { ...only, ...(schema.default === undefined ? {} : { default: schema.default }) };
}

function fieldsOf(given: RoutedSchema, at: string): Record<string, RoutedField> {
  const { properties = {}, required = [], items } = plain(given);
  const fields: Record<string, RoutedField> = {};
  if (items !== undefined) Object.assign(fields, fieldsOf(items, `${at}[]`));
  for (const [name, schema] of Object.entries(properties)) {
    const place = at === '' ? name : `${at}.${name}`;
    fields[place] = { schema: plain(schema), required: required.includes(name) };
    Object.assign(fields, fieldsOf(schema, place));
  }
  return fields;
}
