import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { askToken, type Call, callAs, callAsRoot } from '../../../testing/identityCalls.js';
import { startTestService, type TestService } from '../../../testing/startTestService.js';

let service: TestService;
let operator: Call;
/** The root of another account. */
let stranger: Call;
let strangersDomain: string;
let strangersProject: string;
const password = 'correct horse 7';

before(async () => {
  service = await startTestService();
  operator = callAsRoot(service);
  const made = await operator('POST', '/v3/domains', {
    domain: { name: 'acme', description: 'a tenant', root_user: { name: 'boss', password } },
  });
  assert.equal(made.status, 201, made.text);
  strangersDomain = made.body.domain.id;
  strangersProject = made.body.domain.project.id;
  assert.equal(made.body.domain.root_user.password, undefined, 'who chose it knows it');
  stranger = await callAs(service, {
    name: 'boss',
    password,
    domain: 'acme',
    scope: { project: { id: strangersProject } },
  });
});
after(() => service.remove());

describe('accounts', () => {
  it('are made with a root user, whose random password is told once, and with a project to work in', async () => {
    const made = await operator('POST', '/v3/domains', { domain: { name: 'globex' } });
    assert.equal(made.status, 201, made.text);
    const { id, name, enabled, root_user, project, links } = made.body.domain;
    assert.deepEqual([name, enabled, root_user.name], ['globex', true, 'admin']);
    assert.equal(project.name, service.credentials.region);
    assert.equal(links.self, `${service.endpoint}/v3/domains/${id}`);
    const shown = (await operator('GET', `/v3/domains/${id}`)).text;
    assert.equal(shown.includes(root_user.password), false);
    const root = await callAs(service, {
      name: 'admin',
      password: root_user.password,
      domain: 'globex',
      scope: { project: { name: project.name } },
    });
    const desktops = await root('GET', `/v2/${project.id}/desktops`);
    assert.equal(desktops.status, 200, desktops.text);
    const workspace = await root('GET', `/v2/${project.id}/workspaces`);
    assert.equal(workspace.status, 200, workspace.text);
  });

  it('have names of their own, also to the eye', async () => {
    for (const name of ['acme', 'ACME', 'асme', service.credentials.domain_name]) {
      assert.equal((await operator('POST', '/v3/domains', { domain: { name } })).status, 409, name);
    }
    for (const domain of [
      {},
      { name: '' },
      { name: 'x\u0000' },
      { name: 'x', root_user: { password: 'a' } },
    ]) {
      assert.equal((await operator('POST', '/v3/domains', { domain })).status, 400, JSON.stringify(domain));
    }
  });

  it('let nobody in while they are disabled', async () => {
    const { body } = await operator('POST', '/v3/domains', {
      domain: { name: 'closed', root_user: { password } },
    });
    const { id } = body.domain;
    const root = await callAs(service, { name: 'admin', password, domain: 'closed' });
    assert.equal((await root('GET', '/v3/users')).status, 200);
    const disabled = await operator('PATCH', `/v3/domains/${id}`, { domain: { enabled: false } });
    assert.equal(disabled.body.domain.enabled, false);
    assert.equal((await root('POST', '/v3/users', { user: { name: 'x', password } })).status, 401);
    assert.equal((await askToken(service, { name: 'admin', password, domain: 'closed' })).status, 401);
    await operator('PATCH', `/v3/domains/${id}`, { domain: { enabled: true } });
    assert.equal((await askToken(service, { name: 'admin', password, domain: 'closed' })).status, 201);
  });

  it('are the operator’s to make and change: not even he can disable his own', async () => {
    const own = service.credentials.domain_id;
    const locked = await operator('PATCH', `/v3/domains/${own}`, { domain: { enabled: false } });
    assert.equal(locked.status, 409);
    assert.equal((await stranger('POST', '/v3/domains', { domain: { name: 'mine' } })).status, 403);
    for (const id of [own, strangersDomain, '0'.repeat(32)]) {
      const answer = await stranger('PATCH', `/v3/domains/${id}`, { domain: { description: 'x' } });
      assert.equal(answer.status, 403, id);
    }
    const renamed = await operator('PATCH', `/v3/domains/${strangersDomain}`, {
      domain: { name: 'acme corp' },
    });
    assert.equal(renamed.status, 200, renamed.text);
    assert.equal((await askToken(service, { name: 'boss', password, domain: 'acme corp' })).status, 201);
    await operator('PATCH', `/v3/domains/${strangersDomain}`, { domain: { name: 'acme' } });
  });
});

describe('another account', () => {
  it('sees itself only (S16)', async () => {
    const { domains } = (await stranger('GET', '/v3/domains')).body;
    assert.deepEqual(
      domains.map(({ name }: { name: string }) => name),
      ['acme'],
    );
    assert.equal((await stranger('GET', `/v3/domains/${strangersDomain}`)).status, 200);
    const foreign = await stranger('GET', `/v3/domains/${service.credentials.domain_id}`);
    const missing = await stranger('GET', `/v3/domains/${'0'.repeat(32)}`);
    assert.equal(foreign.status, 404);
    assert.equal(foreign.text, missing.text);
    const { users } = (await stranger('GET', '/v3/users')).body;
    assert.deepEqual(
      users.map(({ name }: { name: string }) => name),
      ['boss'],
    );
  });

  it('finds every one of our users, groups, projects and enterprise projects missing, and changes none (S16)', async () => {
    const user = (await operator('POST', '/v3/users', { user: { name: 'ada', password } })).body.user.id;
    const group = (await operator('POST', '/v3/groups', { group: { name: 'ops' } })).body.group.id;
    await operator('PUT', `/v3/groups/${group}/users/${user}`);
    const project = service.credentials.project_id;
    const enterprise = (await operator('POST', '/v1.0/enterprise-projects', { name: 'finance' })).body
      .enterprise_project.id;
    const none = '0'.repeat(32);
    const calls: [string, (id: string) => string, string, unknown?][] = [
      ['GET', (id) => `/v3/users/${id}`, user],
      ['PATCH', (id) => `/v3/users/${id}`, user, { user: { enabled: false } }],
      ['DELETE', (id) => `/v3/users/${id}`, user],
      ['GET', (id) => `/v3/users/${id}/groups`, user],
      ['GET', (id) => `/v3/users/${id}/projects`, user],
      ['GET', (id) => `/v3.0/OS-USER/users/${id}`, user],
      ['PUT', (id) => `/v3.0/OS-USER/users/${id}`, user, { user: { description: 'x' } }],
      ['PUT', (id) => `/v3.0/OS-USER/users/${id}/info`, user, { user: { email: 'a@b.c' } }],
      ['GET', (id) => `/v3/groups/${id}`, group],
      ['PATCH', (id) => `/v3/groups/${id}`, group, { group: { name: 'x' } }],
      ['DELETE', (id) => `/v3/groups/${id}`, group],
      ['GET', (id) => `/v3/groups/${id}/users`, group],
      ['PUT', (id) => `/v3/groups/${id}/users/${user}`, group],
      ['DELETE', (id) => `/v3/groups/${id}/users/${user}`, group],
      ['GET', (id) => `/v3/projects/${id}`, project],
      ['PATCH', (id) => `/v3/projects/${id}`, project, { project: { enabled: false } }],
      ['GET', (id) => `/v1.0/enterprise-projects/${id}`, enterprise],
      ['PUT', (id) => `/v1.0/enterprise-projects/${id}`, enterprise, { name: 'x' }],
      ['POST', (id) => `/v1.0/enterprise-projects/${id}/action`, enterprise, { action: 'disable' }],
    ];
    for (const [method, path, id, body] of calls) {
      const foreign = await stranger(method, path(id), body);
      const missing = await stranger(method, path(none), body);
      assert.equal(foreign.status, 404, `${method} ${path(id)}: ${foreign.text}`);
      assert.equal(foreign.text, missing.text, `${method} ${path(id)}`);
    }
    assert.equal((await operator('GET', `/v3/users/${user}`)).body.user.enabled, true);
    assert.equal((await operator('HEAD', `/v3/groups/${group}/users/${user}`)).status, 204);
    assert.equal((await operator('GET', `/v3/projects/${project}`)).body.project.enabled, true);
    const kept = (await operator('GET', `/v1.0/enterprise-projects/${enterprise}`)).body.enterprise_project;
    assert.deepEqual([kept.name, kept.status], ['finance', 1]);
  });

  it('may have users, groups and projects of the same names', async () => {
    for (const [path, body] of [
      ['/v3/users', { user: { name: 'ada', password } }],
      ['/v3/groups', { group: { name: 'ops' } }],
      ['/v1.0/enterprise-projects', { name: 'finance' }],
    ] as const) {
      assert.equal((await stranger('POST', path, body)).status, 201, path);
    }
  });
});

describe('a project', () => {
  it('lets nobody in while it is disabled, and keeps the region’s name', async () => {
    const { body } = await operator('POST', '/v3/projects', { project: { name: 'test-1_side' } });
    const path = `/v3/projects/${body.project.id}`;
    const { user_name: name, password: secret } = service.credentials;
    const scope = { project: { id: body.project.id } };
    const inside = await callAs(service, { name, password: secret, scope });
    assert.equal((await inside('GET', '/v3/users')).status, 200);
    const disabled = await operator('PATCH', path, { project: { enabled: false, description: 'later' } });
    assert.equal(disabled.body.project.enabled, false);
    assert.equal((await inside('POST', '/v3/groups', { group: { name: 'never' } })).status, 401);
    assert.equal((await askToken(service, { name, password: secret, scope })).status, 401);
    assert.equal((await operator('PATCH', path, { project: { enabled: true } })).status, 200);
    assert.equal((await askToken(service, { name, password: secret, scope })).status, 201);
    const region = `/v3/projects/${service.credentials.project_id}`;
    assert.equal((await operator('PATCH', region, { project: { name: 'other' } })).status, 409);
    assert.equal(
      (await operator('PATCH', path, { project: { name: service.credentials.region } })).status,
      409,
    );
    assert.equal((await operator('PATCH', path, { project: { name: 'a b' } })).status, 400);
  });
});
