import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { asId } from '../../ids.js';
import { createIamFixture, type IamFixture, passwordRequest } from '../../testing/iamFixture.js';
import { signRequest } from '../signatures/signRequest.js';

let iam: IamFixture;
let token: string;
before(async () => {
  iam = await createIamFixture();
  token = await iam.token();
  const { database } = iam.store;
  await database
    .insertInto('domains')
    .values({ id: asId('d'.repeat(32)), name: 'other' })
    .execute();
  await database
    .insertInto('projects')
    .values([{ id: asId('e'.repeat(32)), domain_id: asId('d'.repeat(32)), name: 'theirs' }])
    .execute();
});
after(() => iam.close());

const get = (url: string, headers: Record<string, string> = { 'x-auth-token': token }) =>
  iam.app.inject({ url, headers });
const names = (body: { projects: { name: string }[] }): string[] => body.projects.map(({ name }) => name);

describe('look-ups of the own account', () => {
  it('find the project of the region with a signature, as the SDKs do at their start', async () => {
    const { access_key: accessKey, secret_key: secretKey, domain_id, project_id } = iam.credentials;
    const url = new URL(`http://localhost/v3/projects?name=${iam.region}`);
    const headers = signRequest({
      method: 'GET',
      url,
      headers: { 'X-Domain-Id': domain_id },
      accessKey,
      secretKey,
      now: iam.ambient.now(),
    });
    const response = await get(url.pathname + url.search, { ...headers, host: 'localhost' });
    assert.equal(response.statusCode, 200, response.body);
    const self = `http://localhost/v3/projects/${project_id}`;
    assert.deepEqual(response.json(), {
      projects: [
        {
          id: project_id,
          name: iam.region,
          domain_id,
          parent_id: domain_id,
          is_domain: false,
          enabled: true,
          description: '',
          links: { next: null, previous: null, self },
        },
      ],
      links: { next: null, previous: null, self: 'http://localhost/v3/projects' },
    });
  });

  it('add projects as the Node SDK does, once for each name, and list them filtered and by page', async () => {
    const add = (project: object) =>
      iam.app.inject({
        method: 'POST',
        url: '/v3/projects',
        headers: { 'x-auth-token': token },
        payload: { project },
      });
    const { domain_id } = iam.credentials;
    const added = await add({ name: 'test-1_b', domain_id, description: 'second' });
    assert.equal(added.statusCode, 201, added.body);
    assert.equal(added.json().project.domain_id, domain_id);
    assert.equal((await add({ name: 'test-1_b' })).statusCode, 409);
    assert.equal((await add({ name: 'theirs' })).statusCode, 201);
    assert.equal((await add({ name: 'x', domain_id: 'd'.repeat(32) })).statusCode, 404);
    assert.equal((await add({ name: 'x', parent_id: 'd'.repeat(32) })).statusCode, 404);
    for (const name of ['', 'a b', '<script>', 'x'.repeat(65), 1]) {
      assert.equal((await add({ name })).statusCode, 400);
    }
    const listed = async (query: string) => names((await get(`/v3/projects${query}`)).json());
    assert.deepEqual(await listed(''), ['test-1', 'test-1_b', 'theirs']);
    assert.deepEqual(await listed('?name=test-1_b'), ['test-1_b']);
    assert.deepEqual(await listed('?per_page=2&page=2'), ['theirs']);
    assert.deepEqual(await listed('?per_page=2&page=3'), []);
    assert.deepEqual(await listed('?enabled=false'), []);
    assert.deepEqual(await listed('?is_domain=true'), []);
    assert.deepEqual(await listed(`?domain_id=${'d'.repeat(32)}`), []);
    assert.deepEqual(await listed(`?domain_id=${domain_id}&parent_id=${domain_id}&enabled=true`), [
      'test-1',
      'test-1_b',
      'theirs',
    ]);
    for (const query of ['?enabled=maybe', '?page=0', '?name=a&name=b', '?name=a%00']) {
      const response = await get(`/v3/projects${query}`);
      assert.equal(response.statusCode, 400, query);
      assert.equal(response.json().error.code, 400);
    }
    assert.deepEqual(names((await get('/v3/auth/projects')).json()), ['test-1', 'test-1_b', 'theirs']);
  });

  it('show one project, and another account’s like a missing one (S16)', async () => {
    const own = await get(`/v3/projects/${iam.credentials.project_id}`);
    assert.equal(own.json().project.name, iam.region);
    const foreign = await get(`/v3/projects/${'e'.repeat(32)}`);
    const missing = await get(`/v3/projects/${'0'.repeat(32)}`);
    assert.equal(foreign.statusCode, 404);
    assert.equal(foreign.body, missing.body);
  });

  it('name the account, the region, the users and the caller', async () => {
    const { domain_id, domain_name, user_name } = iam.credentials;
    const domains = (await get('/v3/auth/domains')).json().domains;
    assert.deepEqual(
      domains.map(({ id, name, enabled }: Record<string, unknown>) => ({ id, name, enabled })),
      [{ id: domain_id, name: domain_name, enabled: true }],
    );
    const { regions } = (await get('/v3/regions')).json();
    assert.equal(regions.length, 1);
    assert.equal(regions[0].id, iam.region);
    assert.equal(regions[0].parent_region_id, null);
    const { users } = (await get(`/v3/users?name=${user_name}`)).json();
    assert.deepEqual(
      users.map(({ id }: { id: string }) => id),
      [iam.account.rootUserId],
    );
    assert.equal(JSON.stringify(users).includes('argon2'), false);
    assert.deepEqual((await get('/v3/users?name=nobody')).json().users, []);
    assert.deepEqual((await get('/v5/caller-identity')).json(), {
      account_id: domain_id,
      principal_urn: `iam::${domain_id}:user:${user_name}`,
      principal_id: iam.account.rootUserId,
    });
    const catalog = (await get('/v3/auth/catalog')).json();
    assert.ok(catalog.catalog.some(({ type }: { type: string }) => type === 'workspace'));
  });

  it('are closed to who is not signed in, in the shape of the service', async () => {
    for (const url of [
      '/v3/projects',
      '/v3/auth/projects',
      '/v3/auth/domains',
      '/v3/regions',
      '/v3/users',
      '/v3/auth/catalog',
      '/v3/auth/tokens',
    ]) {
      const response = await get(url, {});
      assert.equal(response.statusCode, 401, url);
      assert.equal(response.json().error.title, 'Unauthorized');
    }
    const identity = await get('/v5/caller-identity', {});
    assert.equal(identity.statusCode, 401);
    assert.equal(identity.json().error_code, 'APIGW.0301');
  });
});

const href = async (host: string): Promise<string> =>
  (await get('/', { host })).json().versions.values[0].links[0].href;

describe('as an OpenStack client', () => {
  it('discovers the version, signs in without a scope, looks around and gets a token for the project', async () => {
    const root = await get('/', { accept: 'application/json' });
    assert.equal(root.statusCode, 300);
    const [version] = root.json().versions.values;
    assert.equal(version.id, 'v3.6');
    assert.equal(version.links[0].href, 'http://localhost:80/v3/');
    for (const path of ['/v3', '/v3/']) assert.equal((await get(path, {})).json().version.id, 'v3.6');
    const post = (payload: object) => iam.app.inject({ method: 'POST', url: '/v3/auth/tokens', payload });
    const unscoped = await post(passwordRequest(iam.credentials, { unscoped: {} }));
    const id = String(unscoped.headers['x-subject-token']);
    const { projects } = (await get('/v3/auth/projects', { 'x-auth-token': id })).json();
    const scope = { project: { id: projects[0].id } };
    const scoped = await post({ auth: { identity: { methods: ['token'], token: { id } }, scope } });
    assert.equal(scoped.statusCode, 201);
    assert.equal(scoped.json().token.project.id, projects[0].id);
  });

  it('is given links to the address that it asked, and none that a hostile Host header made up', async () => {
    assert.equal(await href('desk.example:8443'), 'http://desk.example:8443/v3/');
    assert.equal(await href('[::1]:8080'), 'http://[::1]:8080/v3/');
    assert.equal(await href("a'(b)"), 'http://localhost/v3/');
    for (const host of ['"><script>', 'a/b', 'a b', 'user@evil'])
      assert.equal((await get('/', { host })).statusCode, 400, host);
  });
});
