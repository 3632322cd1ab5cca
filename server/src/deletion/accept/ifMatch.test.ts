import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { readIfMatch } from '../../http/ifMatch.js';
import { createDesktops, readSubJobs, showUntilGone } from '../../testing/desktopCalls.js';
import { askToken } from '../../testing/identityCalls.js';
import { createPolicyUsers } from '../../testing/policyUsers.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

describe('an If-Match header', () => {
  const agreed: readonly (readonly [string | undefined, readonly string[] | undefined])[] = [
    [undefined, undefined],
    ['*', undefined],
    [' \t*\t', undefined],
    ['"a"', ['a']],
    ['""', ['']],
    ['"a", "b","c"', ['a', 'b', 'c']],
    [',, "a" ,\t, "b",', ['a', 'b']],
    ['"a,b", "!#[]~\xe9\xff"', ['a,b', '!#[]~\xe9\xff']],
    ['W/"a"', []],
    ['W/"a", "a"', ['a']],
    ['"W/"', ['W/']],
    ['"\\"', ['\\']],
  ];
  for (const [header, tags] of agreed) {
    it(`agrees to what its strong tags say: ${header ?? 'none'}`, () => {
      assert.deepEqual(readIfMatch(header), tags);
    });
  }

  const malformed = [
    '',
    ' ',
    ',',
    'abc',
    '"abc',
    'abc"',
    '"a" "b"',
    '"a";"b"',
    '"a"b',
    '"a, b"',
    '"a\x7f"',
    'w/"a"',
    'W/ "a"',
    'W/a',
    '*, "a"',
    '"a", *',
    '**',
    '\xa0*',
    "'a'",
  ];
  for (const header of malformed) {
    it(`is 400 only where it is malformed: ${JSON.stringify(header)}`, () => {
      assert.throws(() => readIfMatch(header), { code: 'APIGW.0201' });
    });
  }
});

describe('DeleteDesktop with If-Match (RFC 9110 §13.1.1)', () => {
  let service: TestService;
  before(async () => {
    service = await startTestService();
  });
  after(() => service.remove());

  const other = `"${'0'.repeat(64)}"`;
  const digestOf = async (id: string): Promise<string> =>
    (await service.call('GET', `/desktops/${id}/deletion-plan`)).body.digest;
  const deleteIf = (id: string, header: string, more: Record<string, string> = {}) =>
    service.call('DELETE', `/desktops/${id}`, undefined, { 'if-match': header, ...more });
  const isUntouched = async (id: string): Promise<void> => {
    const { desktop } = (await service.call('GET', `/desktops/${id}`)).body;
    assert.deepEqual([desktop.status, desktop.task_status], ['ACTIVE', '']);
    const { rowCount } = await service.database.pool.query('select from deletions where desktop_id = $1', [
      id,
    ]);
    assert.equal(rowCount, 0);
  };

  it('is 412 for every well-formed tag that is not the plan’s, and nothing is done', async () => {
    const [id] = await createDesktops(service, {});
    const digest = await digestOf(id);
    for (const header of [
      '"anything-else"',
      '""',
      other,
      `W/"${digest}"`,
      `W/"${digest}", ${other}`,
      `"${digest} "`.replace(' ', '!'),
      `"${digest.toUpperCase()}"`,
    ]) {
      const answer = await deleteIf(id, header);
      assert.deepEqual([answer.status, answer.body?.error_code], [412, 'DPL.0412'], header);
    }
    await isUntouched(id);
  });

  it('is 400 for what is no list of entity tags, in both languages, and nothing is done', async () => {
    const [id] = await createDesktops(service, {});
    const digest = await digestOf(id);
    for (const header of [digest, `"${digest}`, `*, "${digest}"`, `"${digest}" ${other}`]) {
      const answer = await deleteIf(id, header);
      assert.deepEqual([answer.status, answer.body.error_code], [400, 'APIGW.0201'], header);
      assert.match(answer.body.error_msg, /If-Match must be \* or a list/);
    }
    assert.match((await deleteIf(id, 'x', { 'x-language': 'zh-cn' })).body.error_msg, /If-Match必须为/);
    await isUntouched(id);
  });

  it('goes ahead where one tag of a list, or of repeated lines, is the plan’s', async () => {
    const [first, second] = await createDesktops(service, { size: 2, desktop_name: 'listed' });
    const listed = await deleteIf(first, `${other}, W/"x", "${await digestOf(first)}"`);
    assert.equal(listed.status, 204, listed.text);
    assert.ok(second !== undefined);
    assert.equal(await deleteWithLines(service, second, [other, `"${await digestOf(second)}"`]), 204);
    for (const id of [first, second]) await showUntilGone(service, id);
  });

  it('goes ahead with * while the desktop is there, and is 404 once it is not', async () => {
    const [id] = await createDesktops(service, {});
    assert.equal((await deleteIf(id, '*')).status, 204);
    await showUntilGone(service, id);
    for (const header of ['*', other])
      assert.deepEqual((await deleteIf(id, header)).body.error_code, 'DPL.0404', header);
  });

  it('answers what fails anyway before 412: 401, 403, 404, 409', async () => {
    const [id] = await createDesktops(service, {});
    assert.equal((await deleteIf(id, other, { 'x-auth-token': 'wrong' })).status, 401);
    const { call } = await (await createPolicyUsers(service)).add('nobody');
    const path = `/v2/${service.credentials.project_id}/desktops/${id}`;
    const refused = await call('DELETE', path, undefined, { 'if-match': other });
    assert.equal(refused.status, 403, refused.text);
    assert.equal((await deleteIf('a130ab3a-72bf-4b71-baa9-af4987c8e338', other)).status, 404);
    await service.call('PUT', `/desktops/${id}`, { desktop: { deletion_protection: true } });
    assert.deepEqual((await deleteIf(id, other)).body.error_code, 'DPL.0423');
    await service.call('PUT', `/desktops/${id}`, { desktop: { deletion_protection: false } });
    await service.database.pool.query(`update desktops set task_status = 'starting' where id = $1`, [id]);
    assert.deepEqual((await deleteIf(id, other)).body.error_code, 'WKS.00010032');
    await service.database.pool.query(`update desktops set task_status = '' where id = $1`, [id]);
    assert.equal((await deleteIf(id, other)).status, 412);
  });
});

describe('If-Match on a deletion that runs', () => {
  it('A2: joins with the digest of the plan that is carried out, which the preview shows, and is 412 with another', async () => {
    let held = true;
    const service = await startTestService({
      engine: (simulated) => ({
        ...simulated,
        remove: async (ref, how) => (held && ref.kind !== 'server' ? 'accepted' : simulated.remove(ref, how)),
      }),
    });
    try {
      const [id] = await createDesktops(service, {});
      const preview = async (query = '') => service.call('GET', `/desktops/${id}/deletion-plan?${query}`);
      const { digest, items } = (await preview()).body;
      const call = (tag: string, query = '') =>
        service.call('DELETE', `/desktops/${id}?${query}`, undefined, { 'if-match': tag });
      assert.equal((await call(`"${digest}"`)).status, 204);
      await waitUntil(
        async () => (await preview()).body.items.length < items.length,
        'the server to be gone',
      );
      const running = await preview('is_force_delete=true');
      assert.deepEqual([running.body.digest, running.headers.get('etag')], [digest, `"${digest}"`]);
      assert.equal((await call('"anything-else"')).status, 412);
      assert.equal((await call(`"anything-else", "${digest}"`)).status, 204);
      assert.equal((await call('*')).status, 204);
      assert.equal((await call(`"${digest}"`, 'is_force_delete=true')).status, 204);
      held = false;
      await service.call('DELETE', `/desktops/${id}?is_force_delete=true`);
      await showUntilGone(service, id);
    } finally {
      held = false;
      await service.remove();
    }
  });
});

describe('BatchDeleteDesktops with If-Match', () => {
  let service: TestService;
  before(async () => {
    service = await startTestService();
  });
  after(() => service.remove());

  it('A3: deletes all by the plans that were agreed to, or nothing', async () => {
    const ids = await createDesktops(service, { size: 2, desktop_name: 'agreed' });
    const digests = await Promise.all(
      ids.map(async (id) => (await service.call('GET', `/desktops/${id}/deletion-plan`)).body.digest),
    );
    const missing = 'a130ab3a-72bf-4b71-baa9-af4987c8e338';
    const call = (header: string) =>
      service.call(
        'POST',
        '/desktops/batch-delete',
        { desktop_ids: [...ids, missing] },
        { 'if-match': header },
      );
    for (const header of [`"${'0'.repeat(64)}"`, `"${digests[0]}"`, `"${digests[1]}", W/"${digests[0]}"`]) {
      const { status, body } = await call(header);
      assert.deepEqual([status, body.error_code], [412, 'DPL.0412'], header);
    }
    assert.equal((await call('none')).status, 400);
    for (const id of ids) {
      const { desktop } = (await service.call('GET', `/desktops/${id}`)).body;
      assert.deepEqual([desktop.status, desktop.task_status], ['ACTIVE', '']);
    }
    const accepted = await call(digests.map((digest) => `"${digest}"`).join(', '));
    assert.equal(accepted.status, 202, accepted.text);
    for (const id of ids) await showUntilGone(service, id);
    const jobs = await readSubJobs(service, accepted.body.job_id);
    assert.deepEqual(
      jobs.map(({ status }) => status),
      ['SUCCESS', 'SUCCESS', 'FAILED'],
    );
  });
});

/** With one header line for each of the tags, which `fetch` cannot send. @returns the status */
async function deleteWithLines(service: TestService, id: string, lines: string[]): Promise<number> {
  const { project_id: project, user_name: name, password } = service.credentials;
  const signedIn = await askToken(service, { name, password, scope: { project: { id: project } } });
  const token = signedIn.headers.get('x-subject-token') ?? '';
  return new Promise((resolve, reject) => {
    const call = request(
      `${service.endpoint}/v2/${project}/desktops/${id}`,
      { method: 'DELETE', headers: { 'x-auth-token': token } },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      },
    );
    call.setHeader('if-match', lines);
    call.on('error', reject).end();
  });
}
