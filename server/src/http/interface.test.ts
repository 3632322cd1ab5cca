import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { startTestService, type TestService } from '../testing/startTestService.js';

interface Interface {
  readonly operations: readonly {
    operation: string;
    method: string;
    path: string;
    query: string[];
    request: string;
    response: string;
  }[];
  readonly models: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

interface Schema {
  readonly type?: string | string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly additionalProperties?: unknown;
  readonly patternProperties?: unknown;
}

const published: Interface = JSON.parse(
  await readFile(new URL('../../../conformance/workspace-v2-interface.json', import.meta.url), 'utf8'),
);

let service: TestService;
let openapi: {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { responses: Record<string, Response> };
};
interface Response {
  readonly $ref?: string;
  readonly content?: Record<string, { schema: Schema }>;
  readonly headers?: Record<string, unknown>;
}
interface Operation {
  readonly operationId: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly {
    in: string;
    name: string;
    required?: boolean;
    schema?: { default?: unknown };
  }[];
  readonly responses: Record<string, Response>;
}
before(async () => {
  service = await startTestService();
  openapi = (await service.call('GET', '//openapi.json')).body;
});
after(() => service.remove());

describe('the interface that the official SDKs declare', () => {
  it('is described as OpenAPI 3.1, every operation once', () => {
    assert.equal(openapi.openapi, '3.1.0');
    const ids = Object.values(openapi.paths).flatMap((methods) =>
      Object.values(methods).map((each) => each.operationId),
    );
    assert.deepEqual(
      ids.filter((id, index) => ids.indexOf(id) !== index),
      [],
    );
    assert.ok(ids.includes('DeleteDesktop'));
  });

  it('files every operation under one tag', () => {
    const untagged = Object.entries(openapi.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { tags }]) =>
        tags?.length === 1 ? [] : [`${method} ${path}`],
      ),
    );
    assert.deepEqual(untagged, []);
  });

  it('says of every answer 503 that it tells when to try again', () => {
    const silent = Object.values(openapi.paths)
      .flatMap((methods) => Object.values(methods))
      .filter(({ responses }) => responses['503'] !== undefined)
      .filter(({ responses }) => shared(responses['503'])?.headers?.['Retry-After'] === undefined);
    assert.deepEqual(
      silent.map(({ operationId }) => operationId),
      [],
    );
    const deletion = openapi.paths['/v2/{project_id}/desktops/{desktop_id}']?.['delete'];
    assert.ok(deletion?.responses['503'] !== undefined);
  });

  it('asks for no flag of a deletion: each has its documented default', () => {
    const parameters = openapi.paths['/v2/{project_id}/desktops/{desktop_id}']?.['delete']?.parameters ?? [];
    assert.deepEqual(
      parameters
        .filter((each) => each.in === 'query')
        .map((each) => [each.name, each.required ?? false, each.schema?.default]),
      [
        ['delete_users', false, false],
        ['email_notification', false, true],
        ['is_force_delete', false, false],
        ['computer_name', false, undefined],
      ],
    );
  });

  for (const { operation, method, path, query, response } of published.operations) {
    it(`${operation}: ${method} ${path}, its query parameters and every field of its answer`, () => {
      const answered = openapi.paths[path]?.[method.toLowerCase()];
      assert.ok(answered !== undefined, 'the operation is missing');
      assert.equal(answered.operationId, operation);
      const known = new Set(
        (answered.parameters ?? []).filter((each) => each.in === 'query').map((each) => each.name),
      );
      assert.deepEqual(
        query.filter((name) => !known.has(name)),
        [],
        'query parameters that are not declared',
      );
      const schema = Object.entries(answered.responses)
        .filter(([status]) => status.startsWith('2'))
        .map(([, each]) => each.content?.['application/json']?.schema)[0];
      if (schema === undefined) {
        assert.deepEqual(Object.keys(published.models[response] ?? {}), [], 'an answer without a body');
        return;
      }
      assert.deepEqual(differences(schema, response, operation), []);
    });
  }
});

/** An answer, which may be written among those that many operations share. */
function shared(response: Response | undefined): Response | undefined {
  const name = response?.$ref?.replace('#/components/responses/', '');
  return name === undefined ? response : openapi.components.responses[name];
}

/** What a schema lacks of a model, field by field. Fields that only errors have (UpdateDesktop) do not count. */
function differences(schema: Schema, model: string, at: string): string[] {
  return Object.entries(published.models[model] ?? {}).flatMap(([name, type]) => {
    if (/^(error_|encoded_authorization)/.test(name)) return [];
    const field = schema.properties?.[name];
    return field === undefined ? [`${at}.${name} is missing`] : mismatch(field, type, `${at}.${name}`);
  });
}

function mismatch(field: Schema, type: string, at: string): string[] {
  const variants = (field.anyOf ?? [field]).filter((variant) => variant.type !== 'null');
  const inner = /^list\[(.*)\]$/.exec(type)?.[1];
  if (inner !== undefined) {
    const list = variants.find((variant) => hasType(variant, 'array'));
    if (list === undefined) return [`${at} is not a list`];
    return list.items === undefined || Object.keys(list.items).length === 0
      ? []
      : mismatch(list.items, inner, `${at}[]`);
  }
  if (type.startsWith('dict('))
    return variants.some((variant) => hasType(variant, 'object')) ? [] : [`${at} is not a map`];
  // A model without fields is how the SDK declares a set of words.
  if (published.models[type] !== undefined && Object.keys(published.models[type]).length > 0) {
    const object = variants.find((variant) => hasType(variant, 'object'));
    return object === undefined
      ? variants.length === 0
        ? []
        : [`${at} is not an object`]
      : differences(object, type, at);
  }
  const wanted = { str: ['string'], int: ['integer'], bool: ['boolean'], float: ['number', 'integer'] }[
    type
  ] ?? ['string'];
  return variants.length === 0 || variants.some((variant) => wanted.some((each) => hasType(variant, each)))
    ? []
    : [`${at} is not ${type}`];
}

function hasType(schema: Schema, type: string): boolean {
  const [example] = schema.enum ?? [schema.const];
  if (schema.type === undefined && type === 'string') return typeof example === 'string';
  return Array.isArray(schema.type) ? schema.type.includes(type) : schema.type === type;
}
