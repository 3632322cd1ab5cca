import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv } from 'ajv';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { chineseDescriptions } from './chineseDescriptions.js';
import { fieldTextsBySubject } from './fieldDescriptions/fieldTexts.js';

interface Document {
  readonly servers: readonly { url: string }[];
  readonly tags: readonly { name: string; description: string; 'x-displayName': string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly responses: Readonly<Record<string, { description: string }>> };
  readonly 'x-error-codes': Readonly<Record<string, { status: number; message: string }>>;
}
interface Response {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { readonly schema: object; readonly example?: unknown }>>;
}
interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly { name: string; required?: boolean; schema: object; example?: unknown }[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { schema: object; example?: unknown }>>;
  };
  readonly responses: Readonly<Record<string, Response>>;
  readonly 'x-error-codes': readonly string[];
  readonly 'x-deskplane-destructive'?: string;
}

let service: TestService;
let english: Document;
let chinese: Document;
before(async () => {
  service = await startTestService();
  english = (await service.call('GET', '//openapi.json')).body;
  chinese = (await service.call('GET', '//openapi.json?lang=zh-cn')).body;
});
after(() => service.remove());

const operationsOf = (document: Document): readonly Operation[] =>
  Object.values(document.paths).flatMap((methods) => Object.values(methods));

describe('the document of the API', () => {
  it('fits the schema of OpenAPI 3.1, in both languages', async () => {
    for (const document of [english, chinese]) {
      const validator = new Validator();
      const { valid, errors } = await validator.validate(structuredClone({ ...document }));
      assert.equal(valid, true, JSON.stringify(errors));
      assert.equal(validator.version, '3.1');
    }
  });

  it('marks every operation that destroys, in both languages, and knows of every other DELETE how it is undone', () => {
    for (const { operationId, 'x-deskplane-destructive': goes } of operationsOf(chinese))
      if (goes !== undefined) assert.match(goes, /\p{Script=Han}/u, operationId);
    const unmarked = Object.values(english.paths)
      .flatMap(({ delete: removal }) => removal ?? [])
      .filter((operation) => operation['x-deskplane-destructive'] === undefined)
      .map(({ operationId }) => operationId);
    assert.deepEqual(
      unmarked.filter((name) => !isGivenAgain.test(name)),
      [],
    );
    const marked = operationsOf(english).filter((each) => each['x-deskplane-destructive'] !== undefined);
    for (const name of ['DeleteDesktop', 'BatchDeleteDesktops', 'DeleteUser', 'EraseUser', 'ReclaimOrphans'])
      assert.ok(
        marked.some(({ operationId }) => operationId === name),
        name,
      );
  });

  it('has for every operation a group and a summary, in both languages', () => {
    const groups = new Map(chinese.tags.map((tag) => [tag.name, tag]));
    for (const { operationId, tags, summary } of operationsOf(chinese)) {
      assert.match(groups.get(tags[0] ?? '')?.['x-displayName'] ?? '', /\p{Script=Han}/u, operationId);
      assert.match(summary, /\p{Script=Han}|^[A-Z]/u, operationId);
    }
    for (const { operationId, summary } of operationsOf(english)) assert.match(summary, /^\w/, operationId);
    assert.deepEqual(
      operationsOf(english).map(({ operationId }) => operationId),
      operationsOf(chinese).map(({ operationId }) => operationId),
    );
  });

  it('has every description in Chinese, and no Chinese for what nothing says', () => {
    const said = new Set<string>();
    collectDescriptions([english.paths, english.components], said);
    // Those of fields come with their Chinese: fieldDescriptions/fieldTexts.test.ts.
    const ofFields = new Set(
      fieldTextsBySubject.flatMap((subject) => Object.values(subject)).map(([text]) => text),
    );
    const untranslated = [...said].filter(
      (text) => chineseDescriptions[text] === undefined && !ofFields.has(text),
    );
    assert.deepEqual(untranslated, []);
    const unused = Object.keys(chineseDescriptions).filter((text) => !said.has(text) && !headWords.has(text));
    assert.deepEqual(unused, []);
  });

  it('has an example for every parameter and body that its own schema takes', () => {
    const ajv = new Ajv({ strict: false, formats: { email: /^[^@]+@[^@]+$/ } });
    for (const { operationId, parameters = [], requestBody } of operationsOf(english)) {
      for (const { name, required, schema, example } of parameters) {
        assert.ok(example !== undefined || required !== true, `${operationId} ${name} has none`);
        if (example !== undefined && Object.keys(schema).length > 0)
          assert.ok(ajv.validate(schema, example), `${operationId} ${name}: ${ajv.errorsText()}`);
      }
      for (const [type, { schema, example }] of Object.entries(requestBody?.content ?? {})) {
        if (type !== 'application/json') continue;
        assert.ok(ajv.validate(schema, example), `${operationId}: ${ajv.errorsText()}`);
      }
    }
  });

  it('has for every JSON that is sent or answered an example with something in it, in the same words in both languages', () => {
    const ajv = new Ajv({ strict: false, validateFormats: false });
    let answers = 0;
    for (const { operationId, requestBody, responses } of operationsOf(english)) {
      const body = requestBody?.content['application/json']?.example;
      if (body !== undefined)
        assert.doesNotMatch(JSON.stringify(body), /^\{\}$|"example"[,}\]]/, `the body of ${operationId}`);
      for (const [status, { content }] of Object.entries(responses)) {
        const json = content?.['application/json'];
        if (json === undefined) continue;
        answers += 1;
        assert.ok(ajv.validate(json.schema, json.example), `${operationId} ${status}: ${ajv.errorsText()}`);
        assert.doesNotMatch(
          JSON.stringify(json.example),
          /undefined|"example"[,}\]]/,
          `${operationId} ${status}`,
        );
      }
    }
    assert.ok(answers > 160);
    const examplesOf = (document: Document) =>
      operationsOf(document).flatMap(({ responses }) =>
        Object.values(responses).map(({ content }) => content?.['application/json']?.example),
      );
    assert.deepEqual(examplesOf(chinese), examplesOf(english));
  });

  it('tells of every operation which errors it may answer, each with its meaning', () => {
    for (const { operationId, 'x-error-codes': codes } of operationsOf(english)) {
      assert.ok(codes.length > 0, operationId);
      for (const code of codes) assert.ok(english['x-error-codes'][code] !== undefined, code);
    }
    const deletion = operationsOf(english).find(({ operationId }) => operationId === 'DeleteDesktop');
    assert.ok(deletion?.['x-error-codes'].includes('DPL.0423'));
    assert.match(chinese['x-error-codes']['DPL.0423']?.message ?? '', /删除保护/);
  });

  it('writes answers that operations share once', () => {
    for (const { operationId, responses } of operationsOf(english))
      for (const [status, { $ref }] of Object.entries(responses)) {
        if (Number(status) < 400) continue;
        const name = $ref?.replace('#/components/responses/', '') ?? '';
        assert.ok(english.components.responses[name] !== undefined, `${operationId} ${status}`);
      }
    assert.ok(Object.keys(english.components.responses).length < 40);
  });

  it('names the address that it was read from when no public one is set', () => {
    assert.deepEqual(english.servers, [{ url: '/' }]);
  });

  it('follows X-Language and Accept-Language where the address does not say, and travels zipped', async () => {
    for (const headers of [{ 'x-language': 'zh-cn' }, { 'accept-language': 'zh-CN,zh;q=0.9' }]) {
      const answer = await service.call('GET', '//openapi.json', undefined, headers);
      assert.deepEqual(answer.body, chinese);
      assert.equal(answer.headers.get('content-language'), 'zh-CN');
    }
    const zipped = await service.call('GET', '//openapi.json', undefined, { 'accept-encoding': 'gzip' });
    assert.equal(zipped.headers.get('content-encoding'), 'gzip');
    assert.deepEqual(zipped.body, english);
    const refused = await service.call('GET', '//openapi.json', undefined, { 'accept-encoding': 'gzip;q=0' });
    assert.equal(refused.headers.get('content-encoding'), null);
  });
});

/** Rights, memberships, tags, sessions and faults of the test double: taken away by one call, given again by another. */
const isGivenAgain =
  /^(?:Keystone)?(?:Remove|Revoke)|^DeleteDomainGroupInheritedRole$|Tags?$|^Logout|Faults?$/;

/** Said of the document as a whole, outside of paths. */
const headWords = new Set([
  'SDK-HMAC-SHA256 request signature',
  'Cloud desktops over the Huawei Cloud Workspace v2 API, with IAM v3 in front.',
]);

/** A file is described by its media type alone. */
function collectDescriptions(part: unknown, into: Set<string>): void {
  if (typeof part !== 'object' || part === null) return;
  for (const [key, value] of Object.entries(part)) {
    if (key === 'example' || key === 'examples') continue;
    if (key === 'description' && typeof value === 'string') {
      if (!/^[a-z]+\/[a-z-]+/.test(value)) into.add(value);
    } else collectDescriptions(value, into);
  }
}
