import { isOperation } from '../../access/permissions/table.js';
import { describeCatalogued } from '../../errors/describeCatalogued.js';
import type { Language } from '../../errors/errors.js';
import type { ErrorFamily } from '../request.js';
import { chineseDescriptions } from './chineseDescriptions.js';
import { destructiveOperations } from './destructiveOperations.js';
import { type ExampleSchema, exampleAnswer, exampleBody, exampleOf } from './examples.js';
import { describeFields } from './fieldDescriptions/describeFields.js';
import { errorCodes, errorCodesOf } from './operationErrors.js';
import { operationSections } from './operationSections.js';
import { tagTexts } from './routeTags.js';

/** As much of the document as is changed here. */
interface Document {
  tags?: object[];
  readonly components: { responses?: Record<string, object> };
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  'x-error-codes'?: object;
}

interface DocumentedOperation {
  readonly operationId: string;
  summary?: string;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { schema?: ExampleSchema; example?: unknown }>>;
  };
  readonly responses: Record<string, DocumentedResponse>;
  readonly 'x-error-family': ErrorFamily;
  readonly 'x-not-offered'?: readonly string[];
  'x-error-codes'?: readonly string[];
  'x-deskplane-destructive'?: string;
}

interface DocumentedResponse {
  readonly content?: Readonly<Record<string, { readonly schema?: ExampleSchema; example?: unknown }>>;
  readonly $ref?: string;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: ExampleSchema;
  example?: unknown;
}

/**
 * The document that is made from the routes, with examples, what each error means, and in one language. Answers that many operations
 * share are written once.
 */
export function presentDocument(made: object, language: Language): object {
  const document: Document = JSON.parse(JSON.stringify(made));
  const shared = new Map<string, string>();
  const responses: Record<string, object> = {};
  for (const [path, methods] of Object.entries(document.paths))
    for (const operation of Object.values(methods)) {
      addExamples(operation);
      addAnswerExamples(operation);
      addErrorCodes(operation);
      describeFields(path, operation, language);
      markDestructive(operation, language);
      nameStatuses(operation);
      shareErrors(operation, shared, responses);
      if (language === 'zh')
        operation.summary = chineseSummaries.get(operation.operationId) ?? operation.operationId;
    }
  document.components.responses = responses;
  document.tags = Object.entries(tagTexts).map(([name, texts]) => ({
    name,
    description: texts[language],
    'x-displayName': language === 'zh' ? texts.zhName : name,
  }));
  document['x-error-codes'] = Object.fromEntries(
    errorCodes.map((code) => [code, describeCatalogued(code, language)]),
  );
  if (language === 'zh') translate(document);
  return document;
}

/** The operations that may answer each code, of the document that {@link presentDocument} gives. */
export function operationsByErrorCode(made: object): ReadonlyMap<string, readonly string[]> {
  const document: Document = JSON.parse(JSON.stringify(made));
  const byCode = new Map<string, string[]>();
  for (const methods of Object.values(document.paths))
    for (const { operationId, 'x-error-codes': codes = [] } of Object.values(methods))
      for (const code of codes) byCode.set(code, [...(byCode.get(code) ?? []), operationId]);
  return byCode;
}

const chineseSummaries: ReadonlyMap<string, string> = new Map(
  operationSections.flatMap(({ operations }) => Object.entries(operations)),
);

function addExamples({ operationId, parameters = [], requestBody }: DocumentedOperation): void {
  for (const parameter of parameters) parameter.example = exampleOf(parameter.name, parameter.schema);
  for (const [type, content] of Object.entries(requestBody?.content ?? {})) {
    if (!/json/.test(type) || content.schema === undefined) continue;
    content.example = exampleBody(operationId, content.schema);
    addFieldExamples(content.schema);
  }
}

/** Of what is answered as JSON when all goes well; errors have their codes. */
function addAnswerExamples({ responses }: DocumentedOperation): void {
  for (const [status, { content }] of Object.entries(responses)) {
    const json = content?.['application/json'];
    if (Number(status) < 400 && json?.schema !== undefined) json.example = exampleAnswer(json.schema);
  }
}

/** Every field that is no object and no list, at any depth. */
function addFieldExamples({ properties = {}, items, anyOf = [] }: ExampleSchema): void {
  for (const part of [items, ...anyOf]) if (part !== undefined) addFieldExamples(part);
  for (const [name, schema] of Object.entries(properties)) {
    addFieldExamples(schema);
    const example = exampleOf(name, schema);
    if (typeof example === 'string' || typeof example === 'number')
      Object.assign(schema, { examples: [example] });
  }
}

function addErrorCodes(operation: DocumentedOperation): void {
  const { operationId, parameters = [], requestBody, security } = operation;
  if (!isOperation(operationId)) return;
  operation['x-error-codes'] = errorCodesOf({
    operation: operationId,
    family: operation['x-error-family'],
    anonymous: security?.length === 0,
    hasBody: requestBody !== undefined,
    refusesFields: operation['x-not-offered'] !== undefined,
    namesThing: parameters.some(({ in: place, name }) => place === 'path' && name !== 'project_id'),
  });
}

function markDestructive(operation: DocumentedOperation, language: Language): void {
  if (!isOperation(operation.operationId)) return;
  const goes = destructiveOperations[operation.operationId];
  if (goes !== undefined) operation['x-deskplane-destructive'] = goes[language];
}

/** The makers of the document call an answer without a description `Default Response`. */
function nameStatuses({ responses }: DocumentedOperation): void {
  for (const [status, response] of Object.entries(responses))
    if (Reflect.get(response, 'description') === 'Default Response')
      Object.assign(response, { description: statusNames[status] ?? 'Success.' });
}

const statusNames: Readonly<Record<string, string>> = {
  400: 'The request is malformed or not valid.',
  401: 'Who calls is not known.',
  403: 'The caller has no right to do this.',
  404: 'There is no such thing, or none that the caller may know of.',
  409: 'The state of things does not allow it now.',
  412: 'What was confirmed has changed.',
  413: 'The body is too large.',
  414: 'The address is too long.',
  415: 'The body is not JSON.',
  429: 'Too many requests: try again later.',
  431: 'The headers are too large.',
  500: 'A fault of the service.',
};

/** Nearly every operation answers the same errors, which are most of the document. */
function shareErrors(
  { responses, 'x-error-family': family }: DocumentedOperation,
  shared: Map<string, string>,
  known: Record<string, object>,
): void {
  for (const [status, response] of Object.entries(responses)) {
    if (Number(status) < 400) continue;
    answerJson(response);
    const text = JSON.stringify(response);
    let name = shared.get(text);
    if (name === undefined) {
      const nested = family === 'keystone' ? 'Nested' : 'Flat';
      const taken = Object.hasOwn(known, `${nested}Error${status}`);
      name = `${nested}Error${status}${taken ? `_${shared.size}` : ''}`;
      shared.set(text, name);
      known[name] = response;
    }
    responses[status] = { $ref: `#/components/responses/${name}` };
  }
}

/** Whatever an operation answers otherwise, its errors are JSON. */
function answerJson(response: object): void {
  const [content] = Object.values(Object(Reflect.get(response, 'content')));
  if (content !== undefined) Object.assign(response, { content: { 'application/json': content } });
}

/** Every description, at any depth. */
function translate(part: unknown): void {
  if (typeof part !== 'object' || part === null) return;
  for (const [key, value] of Object.entries(part)) {
    if (key !== 'description' || typeof value !== 'string') translate(value);
    else Object.assign(part, { description: chineseDescriptions[value] ?? value });
  }
}
