import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { exactBytes } from '../../audit/logEntry.js';
import { createDesktops, readSubJobs, showUntilGone } from '../../testing/desktopCalls.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

const missing = 'a130ab3a-72bf-4b71-baa9-af4987c8e338';
const inChinese = { 'x-language': 'zh-cn' };
const batchDelete = (body: unknown) => service.call('POST', '/desktops/batch-delete', body);

describe('BatchDeleteDesktops', () => {
  it('answers 202 with a job of one sub-job per desktop, each SUCCESS once its desktop is gone', async () => {
    const ids = await createDesktops(service, { size: 10, desktop_name: 'batch' });
    const answer = await batchDelete({ desktop_ids: ids });
    assert.equal(answer.status, 202);
    await waitUntil(
      async () => (await readSubJobs(service, answer.body.job_id)).every((job) => job.status === 'SUCCESS'),
      'the sub-jobs to succeed',
    );
    assert.deepEqual(
      (await readSubJobs(service, answer.body.job_id)).map((job) => job.entities.desktop_id),
      ids,
    );
    for (const id of ids) assert.equal((await service.call('GET', `/desktops/${id}`)).status, 404);
    const job = await service.call('GET', `/workspace-jobs/${answer.body.job_id}`);
    assert.equal(job.body.status, 'SUCCESS');
    assert.equal(job.body.job_type, 'deleteDesktops');
  });

  it('tells what it was asked for once, beside an entry for each desktop', async () => {
    const ids = await createDesktops(service, { size: 3, desktop_name: 'told' });
    const asked = [...ids, missing];
    assert.equal((await batchDelete({ desktop_ids: asked })).status, 202);
    const { rows } = await service.database.pool.query<{ desktop: string; payload: Buffer }>(
      `select desktop_id as desktop, payload from log_entries where kind = 'acceptance' and desktop_id = any($1::uuid[])`,
      [ids],
    );
    assert.equal(rows.length, ids.length);
    const entries = rows.map(({ desktop, payload }): { desktop: string; told: string[] } => ({
      desktop,
      told: JSON.parse(exactBytes(payload).toString()).trace.resource_ids,
    }));
    const [all, ...others] = entries.toSorted((one, other) => other.told.length - one.told.length);
    assert.deepEqual(all?.told, asked);
    for (const { desktop, told } of others) assert.deepEqual(told, [desktop]);
  });

  it('A5: deletes the ones that can go, names the others, and tells a foreign one from a missing one by nothing', async () => {
    const foreign = await foreignDesktop();
    const [mine] = await createDesktops(service, {});
    const answer = await batchDelete({ desktop_ids: [mine, missing, mine, foreign] });
    assert.equal(answer.status, 202);
    await showUntilGone(service, mine);
    const jobs = await readSubJobs(service, answer.body.job_id);
    assert.deepEqual(
      jobs.map((job) => [job.entities.desktop_id, job.status, job.error_code, job.fail_reason]),
      [
        [mine, 'SUCCESS', null, null],
        [missing, 'FAILED', 'DPL.0404', 'The desktop does not exist.'],
        [foreign, 'FAILED', 'DPL.0404', 'The desktop does not exist.'],
      ],
    );
  });

  it('says in the language of the call why a desktop cannot go', async () => {
    const answer = await service.call(
      'POST',
      '/desktops/batch-delete',
      { desktop_ids: [missing] },
      inChinese,
    );
    const jobs = await readSubJobs(service, answer.body.job_id);
    assert.deepEqual(
      jobs.map((job) => job.fail_reason),
      ['资源不存在（桌面）。'],
    );
  });

  it('names a desktop whose state does not allow it, and force takes it along', async () => {
    const slow = await startTestService({ simulated: { delayMs: 60_000 } });
    try {
      const [building] = await createDesktops(slow, {}, { wait: false });
      const refused = await slow.call('POST', '/desktops/batch-delete', { desktop_ids: [building] });
      const [job] = await readSubJobs(slow, refused.body.job_id);
      assert.deepEqual([refused.status, job?.status, job?.error_code], [202, 'FAILED', 'WKS.00010032']);
      const forced = await slow.call('POST', '/desktops/batch-delete', {
        desktop_ids: [building],
        is_force_delete: true,
      });
      const [accepted] = await readSubJobs(slow, forced.body.job_id);
      assert.equal(accepted?.status, 'WAITING');
    } finally {
      await slow.remove();
    }
  });

  for (const [what, body] of [
    ['no ids', { desktop_ids: [] }],
    ['no list', {}],
    ['101 ids', { desktop_ids: Array.from({ length: 101 }, () => missing) }],
    ['an id that is none', { desktop_ids: ['../../etc/passwd'] }],
    ['a number for an id', { desktop_ids: [17] }],
    ['a flag as text', { desktop_ids: [missing], delete_users: 'true' }],
    ['a flag as a number', { desktop_ids: [missing], is_force_delete: 1 }],
    ['null', null],
    ['a list', []],
    ['broken JSON', '{"desktop_ids": ['],
  ] as const) {
    it(`A6: refuses ${what} with 400 and writes no job`, async () => {
      const earlier = await countJobs();
      const answer = await batchDelete(body);
      assert.equal(answer.status, 400, answer.text);
      assert.ok(answer.body.error_code.length <= 12);
      assert.equal(await countJobs(), earlier);
    });
  }
});

async function countJobs(): Promise<number> {
  return (await service.database.database.selectFrom('jobs').select('id').execute()).length;
}

/** A desktop of another project on the same database, put there as its own service would. */
async function foreignDesktop(): Promise<string> {
  const { pool } = service.database;
  const id = 'b130ab3a-72bf-4b71-baa9-af4987c8e339';
  await pool.query(`insert into domains (id, name) values ('d2', 'other')`);
  await pool.query(`insert into projects (id, domain_id, name) values ('p2', 'd2', 'test-1')`);
  await pool.query(`insert into vpcs (id, project_id, name, cidr) values ($1, 'p2', 'v', '100.65.0.0/16')`, [
    missing,
  ]);
  await pool.query(
    `insert into subnets (id, project_id, vpc_id, name, cidr, gateway_ip) values ($1, 'p2', $1, 's', '100.65.0.0/20', '100.65.0.1')`,
    [missing],
  );
  await pool.query(
    `insert into desktops (id, project_id, computer_name, desktop_type, product_id, image_id, image_type, availability_zone,
       subnet_id, security_group_ids, created_at, language, status)
     values ($1, 'p2', 'THEIRS', 'DEDICATED', 'workspace.x86.small', $2, 'gold', 'test-1a', $2, '{}', now(), 'en', 'ACTIVE')`,
    [id, missing],
  );
  return id;
}
