import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops, showUntilGone } from '../../testing/desktopCalls.js';
import { askToken, callAs, callAsRoot } from '../../testing/identityCalls.js';
import { startTestService, type TestAnswer, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

describe('the traces of an account', () => {
  let service: TestService;
  before(async () => {
    service = await startTestService();
  });
  after(() => service.remove());

  const project = (): string => service.credentials.project_id;
  async function listAuditEvents(query: Record<string, string | number>): Promise<TestAnswer['body']> {
    const search = Object.entries(query).map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
    const answer = await service.call('GET', `//v3/${project()}/traces?${search.join('&')}`);
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  }
  const requestOf = (answer: TestAnswer): string => answer.headers.get('x-request-id') ?? '';
  async function tracesOf(answer: TestAnswer): Promise<TestAnswer['body'][]> {
    return (await listAuditEvents({ request_id: requestOf(answer) })).traces;
  }

  it('say of a deletion who asked for it, from where, what, why it was allowed and what came of it (S17)', async () => {
    const [desktopId] = await createDesktops(service, {});
    const answer = await service.call('DELETE', `/desktops/${desktopId}?is_force_delete=true`);
    assert.equal(answer.status, 204, answer.text);
    const [trace, ...others] = await tracesOf(answer);
    assert.deepEqual(others, []);
    assert.equal(trace.trace_name, 'deleteDesktop');
    assert.equal(trace.service_type, 'WORKSPACE');
    assert.equal(trace.resource_type, 'desktop');
    assert.equal(trace.resource_id, desktopId);
    assert.equal(trace.trace_type, 'ApiCall');
    assert.equal(trace.trace_rating, 'normal');
    assert.equal(trace.code, '204');
    assert.equal(trace.source_ip, '127.0.0.1');
    assert.equal(trace.user.name, service.credentials.user_name);
    assert.equal(trace.user.domain.name, service.credentials.domain_name);
    assert.equal(trace.request_id, requestOf(answer));
    const request = JSON.parse(trace.request);
    assert.equal(request.path, '/v2/:project_id/desktops/:desktop_id');
    assert.equal(request.flags.is_force_delete, true);
    assert.deepEqual(JSON.parse(trace.message), {
      decision: { allowed: true, by: ['account-root'] },
      outcome: 'accepted',
    });
    await showUntilGone(service, desktopId);
  });

  it('name what they are about, as it is called by now, and are found by that name', async () => {
    const [desktopId] = await createDesktops(service, { desktops: [{ computer_name: 'first-name' }] });
    const rename = { desktop: { computer_name: 'other-name' } };
    assert.equal((await service.call('PUT', `/desktops/${desktopId}`, rename)).status, 200);
    const found = (await listAuditEvents({ resource_name: 'OTHER-name' })).traces;
    assert.deepEqual(
      found.map((trace: TestAnswer['body']) => [trace.trace_name, trace.resource_known_as]),
      [
        ['updateDesktop', 'other-name'],
        ['createDesktops', 'other-name'],
      ],
    );
    assert.deepEqual((await listAuditEvents({ resource_name: 'first-name' })).traces, []);
  });

  it('S16: name nothing of another account, whose ids a call may well say', async () => {
    const { pool } = service.database;
    await pool.query(`insert into domains (id, name) values ('foreign', 'foreign')`);
    await pool.query(
      `insert into projects (id, domain_id, name) values ('foreign-project', 'foreign', 'foreign')`,
    );
    const id = 'f'.repeat(32);
    await pool.query(
      `insert into desktop_users (id, project_id, user_name, created_at) values ($1, 'foreign-project', 'secret', now())`,
      [id],
    );
    await pool.query(`update audit_events set resource_id = $1 where trace_name = 'updateDesktop'`, [id]);
    const { traces } = await listAuditEvents({ resource_id: id });
    assert.ok(traces.length > 0);
    for (const trace of traces) assert.equal(trace.resource_known_as, null);
    assert.deepEqual((await listAuditEvents({ resource_name: 'secret' })).traces, []);
    await pool.query('update audit_events set resource_id = null where resource_id = $1', [id]);
    await pool.query('delete from desktop_users where id = $1', [id]);
  });

  it('have one for each desktop of a batch, and one for the call when there was none to delete', async () => {
    const desktops = await createDesktops(service, { size: 2, desktop_name: 'batch' });
    const missing = '00000000-0000-4000-8000-000000000000';
    const answer = await service.call('POST', '/desktops/batch-delete', {
      desktop_ids: [...desktops, missing],
    });
    assert.equal(answer.status, 202, answer.text);
    const traces = await tracesOf(answer);
    assert.deepEqual(
      traces.map((trace) => trace.trace_name),
      ['deleteDesktops', 'deleteDesktops'],
    );
    assert.deepEqual(new Set(traces.map((trace) => trace.resource_id)), new Set(desktops));
    const none = await service.call('POST', '/desktops/batch-delete', { desktop_ids: [missing] });
    assert.equal(none.status, 202, none.text);
    const [trace, ...others] = await tracesOf(none);
    assert.deepEqual(others, []);
    assert.deepEqual(JSON.parse(trace.request).resource_ids, [missing]);
  });

  it('are found by each of the desktops that one call made or changed, once', async () => {
    const made = await createDesktops(service, { size: 3, desktop_name: 'many' });
    const [first, second, other] = made;
    const both = [first, second];
    const calls: readonly [string, string, unknown][] = [
      ['POST', '/desktops/action', { desktop_ids: both, op_type: 'os-stop', type: 'SOFT' }],
      [
        'POST',
        '/desktops/batch-tags',
        { desktops: both.map((desktop_id) => ({ desktop_id, tags: [{ key: 'k' }] })) },
      ],
      [
        'POST',
        '/desktops/attach',
        {
          desktops: both.map((desktop_id, i) => ({
            desktop_id,
            user_name: `owner${i}`,
            user_email: 'o@example.com',
          })),
        },
      ],
      [
        'POST',
        '/desktops/batch-detach',
        { desktops: both.map((desktop_id) => ({ desktop_id, is_detach_all_users: true })) },
      ],
      ['POST', '/desktops/detach', { desktop_ids: both }],
      ['POST', '/desktops/batch-delete', { desktop_ids: both, is_force_delete: true }],
    ];
    for (const [method, path, body] of calls) {
      const answer = await service.call(method, path, body);
      assert.ok(answer.status < 300, `${path}: ${answer.text}`);
    }
    const history = async (id: string | undefined): Promise<string[]> =>
      (await listAuditEvents({ resource_id: id ?? '', limit: 200 })).traces
        .map((trace: TestAnswer['body']) => trace.trace_name)
        .toReversed();
    for (const id of both)
      assert.deepEqual(await history(id), [
        'createDesktops',
        'batchRunDesktops',
        'batchUpgradeDesktopTags',
        'attachDesktops',
        'batchDetachDesktops',
        'detachDesktops',
        'deleteDesktops',
      ]);
    assert.deepEqual(await history(other), ['createDesktops']);
  });

  it('tell of a second deletion that asked for more, and of one that changed nothing', async () => {
    const [desktopId] = await createDesktops(service, {});
    const calls = [
      await service.call('DELETE', `/desktops/${desktopId}`),
      await service.call('DELETE', `/desktops/${desktopId}?is_force_delete=true`),
    ];
    for (const call of calls) {
      if (call.status === 404) continue;
      assert.equal(call.status, 204, call.text);
      assert.equal((await tracesOf(call)).length, 1);
    }
  });

  it('hold a failed log-in and the lock-out, and nothing of names that nobody has', async () => {
    const root = callAsRoot(service);
    const made = await root('POST', '/v3/users', { user: { name: 'guessed', password: 'Right-horse-27' } });
    assert.equal(made.status, 201, made.text);
    const [creation] = await tracesOf(made);
    assert.equal(creation.trace_name, 'createUser');
    assert.equal(creation.service_type, 'IAM');
    assert.equal(creation.resource_type, 'user');
    assert.equal(creation.resource_id, made.body.user.id);
    for (let attempt = 0; attempt < 7; attempt += 1) {
      const who = { name: 'guessed', password: 'wrong' };
      assert.equal((await askToken(service, who)).status, 401);
      assert.equal((await askToken(service, { ...who, name: 'nobody-at-all' })).status, 401);
    }
    const names = async (): Promise<string[]> => {
      const { traces } = await listAuditEvents({ user: 'guessed', limit: 200 });
      return traces.map((trace: TestAnswer['body']) => trace.trace_name);
    };
    await waitUntil(async () => (await names()).length >= 5, 'the traces');
    assert.deepEqual(await names(), ['lockOutUser', ...Array<string>(4).fill('loginFailed')]);
    const { traces } = await listAuditEvents({ user: 'guessed', limit: 200, trace_rating: 'incident' });
    assert.equal(traces[0].trace_name, 'lockOutUser');
    assert.equal(traces[0].code, '401');
    const { rows } = await service.database.pool.query<{ text: string }>(
      `select string_agg(convert_from(payload, 'UTF8'), ' ') as text from log_entries where kind = 'trace'`,
    );
    assert.doesNotMatch(rows[0]?.text ?? '', /nobody-at-all|guessed|Right-horse|127\.0\.0\.1/);
  });

  it('hold a refusal with the action and the reason, and show themselves only to whoever may see them', async () => {
    const root = callAsRoot(service);
    const who = { name: 'powerless', password: 'Right-horse-28' };
    const made = await root('POST', '/v3/users', { user: who });
    assert.equal(made.status, 201, made.text);
    const call = await callAs(service, { ...who, scope: { project: { id: project() } } });
    const [desktopId] = await createDesktops(service, {});
    const refused = await call('DELETE', `/v2/${project()}/desktops/${desktopId}`);
    assert.equal(refused.status, 403, refused.text);
    const [trace, ...others] = await tracesOf(refused);
    assert.deepEqual(others, []);
    assert.equal(trace.trace_name, 'deleteDesktop');
    assert.equal(trace.trace_rating, 'warning');
    assert.equal(trace.code, '403');
    assert.equal(trace.user.name, 'powerless');
    assert.equal(trace.resource_id, desktopId);
    const { decision, outcome } = JSON.parse(trace.message);
    assert.equal(outcome, 'denied');
    assert.equal(decision.action, 'workspace:desktops:delete');
    assert.equal(decision.kind, 'implicit');
    const look = await call('GET', `/v3/${project()}/traces`);
    assert.equal(look.status, 403, look.text);
    assert.equal((await tracesOf(look))[0]?.trace_name, 'listTraces');
  });

  it('are there with their effect or not at all, and a refusal stays one when it cannot be traced', async () => {
    const { pool } = service.database;
    const [desktopId] = await createDesktops(service, {});
    const root = callAsRoot(service);
    const who = { name: 'untraced', password: 'Right-horse-29' };
    assert.equal((await root('POST', '/v3/users', { user: who })).status, 201);
    const call = await callAs(service, { ...who, scope: { project: { id: project() } } });
    await pool.query(`
      create function refuse_audit_events() returns trigger language plpgsql as $$
      begin raise exception 'no traces'; end $$;
      create trigger refuse_audit_events before insert on log_entries for each row execute function refuse_audit_events()`);
    try {
      const failing = [
        await service.call('POST', `/desktops/${desktopId}/tags`, { tag: { key: 'a', value: 'b' } }),
        await service.call('DELETE', `/desktops/${desktopId}`),
        await root('POST', '/v3/groups', { group: { name: 'untraced' } }),
        await root('POST', '/v3/users', { user: { ...who, name: 'untraced-2' } }),
      ];
      assert.deepEqual(
        failing.map((answer) => answer.status),
        [500, 500, 500, 500],
      );
      assert.equal((await call('DELETE', `/v2/${project()}/desktops/${desktopId}`)).status, 403);
    } finally {
      await pool.query(
        'drop trigger refuse_audit_events on log_entries; drop function refuse_audit_events()',
      );
    }
    const { rows } = await pool.query(
      `select (select count(*)::int from desktop_tags where desktop_id = $1) as tags,
        (select count(*)::int from deletions where desktop_id = $1) as deletions,
        (select count(*)::int from iam_groups where name = 'untraced') as groups,
        (select count(*)::int from iam_users where name = 'untraced-2') as users`,
      [desktopId],
    );
    assert.deepEqual(rows, [{ tags: 0, deletions: 0, groups: 0, users: 0 }]);
    const { body } = await service.call('GET', `/desktops/${desktopId}`);
    assert.equal(body.desktop.status, 'ACTIVE');
  });

  it('are listed page by page, newest first, and by what was asked for', async () => {
    const all = (await listAuditEvents({ limit: 200 })).traces.map(
      (trace: TestAnswer['body']) => trace.trace_id,
    );
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const page: TestAnswer['body'] = await listAuditEvents({ limit: 3, ...(next === '' ? {} : { next }) });
      assert.equal(page.meta_data.count, page.traces.length);
      seen.push(...page.traces.map((trace: TestAnswer['body']) => trace.trace_id));
      next = page.meta_data.marker;
    }
    assert.deepEqual(seen, all);
    const users = await listAuditEvents({ service_type: 'IAM', trace_name: 'createUser' });
    assert.ok(users.traces.length >= 2);
    const now = Date.now() + 60_000;
    assert.deepEqual((await listAuditEvents({ from: now })).traces, []);
    assert.deepEqual((await listAuditEvents({ trace_type: 'data' })).traces, []);
  });
});
