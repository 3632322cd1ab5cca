import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parseConfigFile } from '../config/parseConfigFile.js';
import { readConfig } from '../config/readConfig.js';
import { startTestService, type TestAnswer, type TestService } from '../testing/startTestService.js';
import { findUnfitText } from '../text/unfitText.js';

interface Schema {
  readonly type?: string | string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
}
interface Parameter {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
  readonly schema: Schema;
}
interface Route {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | undefined;
}

let service: TestService;
let routes: readonly Route[];
before(async () => {
  service = await startTestService();
  const { paths } = (await service.call('GET', '//openapi.json')).body;
  routes = Object.entries<Record<string, { parameters?: Parameter[]; requestBody?: Body }>>(paths).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, { parameters = [], requestBody }]) => ({
        method: method.toUpperCase(),
        path,
        parameters,
        body: requestBody?.content['application/json']?.schema,
      })),
  );
  assert.ok(routes.length > 100);
});
after(() => service.remove());

interface Body {
  readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
}

const someId = '00000000-0000-4000-8000-000000000000';

/** The path with everything filled in, one part of it differently. */
function fill({ path }: Route, name?: string, value?: string): string {
  const filled = path.replaceAll(/\{(\w+|\*)\}/g, (_, each: string) => {
    if (each === name) return value ?? '';
    return each === 'project_id' ? service.credentials.project_id : each === 'version_id' ? 'v1' : someId;
  });
  return `/${filled}`;
}

function assertRefused(answer: TestAnswer, at: string, field: string): void {
  assert.equal(answer.status, 400, `${at}: ${answer.status} ${answer.text.slice(0, 200)}`);
  const message = messageOf(answer);
  assert.ok(message.includes(`${field} must not contain U+0000`), `${at}: ${message}`);
  assert.match(answer.headers.get('x-request-id') ?? '', /^[0-9a-f]{32}$/);
}

const messageOf = ({ body, text }: TestAnswer): string => body?.error_msg ?? body?.error?.message ?? text;

/** Where a body may have texts: the steps to each, through objects and lists. */
function textsOf(schema: Schema, steps: readonly string[] = []): string[][] {
  const inner = [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, each]) => textsOf(each, [...steps, name])),
    ...(schema.items === undefined ? [] : textsOf(schema.items, [...steps, '0'])),
    ...(schema.anyOf ?? []).flatMap((each) => textsOf(each, steps)),
  ];
  return inner.length > 0 ? inner : [[...steps]];
}

function bodyWith(steps: readonly string[], text: string): unknown {
  const [step, ...others] = steps;
  if (step === undefined) return text;
  return step === '0' ? [bodyWith(others, text)] : { [step]: bodyWith(others, text) };
}

describe('text that no text may hold: U+0000 and halves of characters', () => {
  it('is refused with 400 that names the field, in every path and query of every route', async () => {
    let asked = 0;
    for (const route of routes) {
      for (const { in: place, name } of route.parameters.filter((each) => each.in !== 'header')) {
        const path =
          place === 'path' ? fill(route, name, 'a%00b') : `${fill(route)}?${encodeURIComponent(name)}=a%00b`;
        assertRefused(await service.call(route.method, path), `${route.method} ${path}`, name);
        asked += 1;
      }
      const unknown = await service.call(route.method, `${fill(route)}?x%00y=1`);
      assertRefused(unknown, `${route.method} ${route.path}`, 'x\ufffdy');
    }
    assert.ok(asked > 300, String(asked));
  });

  it('is refused with 400 that names the field, in every text of every body, and in its keys', async () => {
    let asked = 0;
    for (const route of routes) {
      if (route.body === undefined) continue;
      const at = `${route.method} ${route.path}`;
      for (const steps of textsOf(route.body)) {
        for (const text of ['a\0b', 'a\ud800']) {
          const body = bodyWith(steps, text);
          assertRefused(await service.call(route.method, fill(route), body), at, steps.join('.'));
          asked += 1;
        }
      }
      const key = await service.call(route.method, fill(route), { deep: [{ 'k\0': 1 }] });
      assertRefused(key, at, 'deep.0.k\ufffd');
    }
    assert.ok(asked > 200, String(asked));
  });

  it('is refused in a policy document that stands as text in a body', async () => {
    for (const escape of ['\\u0000', '\\ud800']) {
      const policy_document = `{"Version":"5.0","Statement":[{"Sid":"${escape}","Effect":"Allow","Action":["*"]}]}`;
      const answer = await service.call('POST', '//v5/policies', { policy_name: 'nul', policy_document });
      assert.equal(answer.status, 400, answer.text);
    }
  });

  it('is refused in the settings file, naming the setting', () => {
    const problems = readConfig({}, parseConfigFile('DESKPLANE_DATA_DIR: "a\\0b"'), '/');
    assert.ok(Array.isArray(problems));
    assert.deepEqual(
      problems.map(({ key }) => key),
      ['DESKPLANE_DATA_DIR'],
    );
  });

  it('is none of the text of any script, whole characters beyond the first plane included', () => {
    assert.equal(findUnfitText({ 名: ['é', '🖥️', '\u0001', '', null, 1, true] }), undefined);
    assert.deepEqual(findUnfitText({ a: [{}, { b: 'x\udc00\ud800' }] }), ['a', '1', 'b']);
    assert.deepEqual(findUnfitText('\0'), []);
  });
});

describe('what is asked for', () => {
  const strange = ['9223372036854775808', "🖥\u0001\\'%"];

  it('is never answered with 5xx, whatever stands in a path or query', async () => {
    for (const route of routes) {
      for (const { in: place, name } of route.parameters.filter((each) => each.in !== 'header')) {
        for (const text of strange) {
          const value = encodeURIComponent(text);
          const path =
            place === 'path'
              ? fill(route, name, value)
              : `${fill(route)}?${encodeURIComponent(name)}=${value}`;
          const answer = await service.call(route.method, path);
          assert.ok(answer.status < 500, `${route.method} ${path}: ${answer.text.slice(0, 200)}`);
        }
      }
    }
  });

  it('counts no further than PostgreSQL does: what is beyond the bounds of an integer is 400', async () => {
    let asked = 0;
    for (const route of routes) {
      const numbers = route.parameters.filter(({ schema }) => schema.type === 'integer');
      for (const { name, schema } of numbers) {
        const { minimum, maximum } = schema;
        assert.ok(minimum !== undefined && maximum !== undefined, `${route.path} ${name} has no bounds`);
        for (const value of ['9223372036854775807', '-9223372036854775809', '1.5', 'x']) {
          const answer = await service.call(route.method, `${fill(route)}?${name}=${value}`);
          assert.equal(answer.status, 400, `${route.path} ${name}=${value}: ${answer.text}`);
        }
        for (const value of [minimum, maximum]) {
          const answer = await service.call(route.method, `${fill(route)}?${name}=${value}`);
          assert.ok(answer.status < 500, `${route.path} ${name}=${value}: ${answer.text}`);
        }
        asked += 1;
      }
      for (const path of textsOf(route.body ?? {}))
        for (const { minimum, maximum } of integersAt(route.body ?? {}, path))
          assert.ok(minimum !== undefined && maximum !== undefined, `${route.path} ${path.join('.')}`);
    }
    assert.ok(asked > 30, String(asked));
  });
});

describe('a text of one line: a name, an address, a description, a reason', () => {
  const newUser = { user_name: 'ann', user_email: 'ann@example.com' };
  const order = {
    desktop_type: 'DEDICATED',
    product_id: 'p',
    image_id: 'i',
    root_volume: { type: 'SAS', size: 80 },
  };
  const release = `/deletions/${someId}/items/${someId}/release`;
  const calls: readonly (readonly [string, (text: string) => object])[] = [
    ['/users', (text) => ({ ...newUser, user_email: `ann${text}@example.com` })],
    ['/users', (text) => ({ ...newUser, description: `a${text}` })],
    ['/users', (text) => ({ ...newUser, alias_name: `a${text}` })],
    ['/users', (text) => ({ ...newUser, user_name: `ann${text}` })],
    ['/desktops', (text) => ({ ...order, size: 1, ou_name: `a${text}` })],
    [
      '/desktops',
      (text) => ({ ...order, desktops: [{ user_name: 'a', user_email: `a${text}@example.com` }] }),
    ],
    ['/desktops', (text) => ({ ...order, size: 1, tags: [{ key: 'k', value: `v${text}` }] })],
    [
      '/desktops/attach',
      (text) => ({ desktops: [{ desktop_id: someId, user_name: 'a', user_email: `a${text}@b.c` }] }),
    ],
    [release, (text) => ({ reason: `a${text}b` })],
    ['//v3/users', (text) => ({ user: { name: `eve${text}` } })],
    ['//v3/users', (text) => ({ user: { name: 'eve', description: `a${text}` } })],
    ['//v3/users', (text) => ({ user: { name: 'eve', email: `a${text}@example.com` } })],
    ['//v3/groups', (text) => ({ group: { name: 'g', description: `a${text}` } })],
    ['//v3/projects', (text) => ({ project: { name: 'test-1_p', description: `a${text}` } })],
    ['//v1.0/enterprise-projects', (text) => ({ name: `a${text}b` })],
    ['//v1.0/enterprise-projects', (text) => ({ name: 'ep', description: `a${text}` })],
  ];

  it('is refused with 400 when it holds a control character, and for no other reason', async () => {
    const messages = new Map<number, Set<string>>();
    for (const [index, [path, body]] of calls.entries()) {
      const told = new Set<string>();
      for (const text of ['\u0001', '\n', '\r\nBcc: eve@example.com', '\u001b[31m', '\u0085']) {
        const answer = await service.call('POST', path, body(text));
        assert.equal(answer.status, 400, `${path} ${JSON.stringify(body(text))}: ${answer.text}`);
        told.add(messageOf(answer));
      }
      messages.set(index, told);
    }
    assert.deepEqual((await service.call('GET', '/users')).body.users, []);
    for (const [index, [path, body]] of calls.entries()) {
      const plain = await service.call('POST', path, body(''));
      assert.ok(plain.status < 400 || messages.get(index)?.has(messageOf(plain)) === false, path);
    }
  });
});

/** The schemas at a place of a body that are of integers. */
function integersAt(schema: Schema, [step, ...others]: readonly string[]): Schema[] {
  const variants = [schema, ...(schema.anyOf ?? [])];
  if (step === undefined) return variants.filter(({ type }) => type === 'integer');
  return variants.flatMap((each) => {
    const inner = step === '0' ? each.items : each.properties?.[step];
    return inner === undefined ? [] : integersAt(inner, others);
  });
}
