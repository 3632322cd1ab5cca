import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type Ambient, realAmbient } from '../ambient.js';
import { asId, type JobId } from '../ids.js';
import { checkAnswers } from '../testing/checkAnswers.js';
import { createDesktopApi, type DesktopApi } from '../testing/desktopApi.js';
import { addProject, type TestProject } from '../testing/desktopRows.js';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.js';
import { insertJob, type NewJob } from './insertJob.js';
import { addJobRoutes } from './routes.js';
import { type SubJobChange, setSubJob } from './setSubJob.js';

describe('jobs as clients poll them', () => {
  let test: TestDatabase;
  let api: DesktopApi;
  let project: TestProject;
  let other: TestProject;

  before(async () => {
    test = await createTestDatabase();
    project = await addProject(test.database);
    other = await addProject(test.database);
    api = await createDesktopApi(test.database, (app) => {
      checkAnswers(app);
      addJobRoutes(app, { database: test.database });
    });
  });
  after(async () => {
    await api.close();
    await test.drop();
  });

  const at = (time: string): Ambient => ({ ...realAmbient, now: () => new Date(time) });

  const insert = (job: Partial<NewJob>, time = '2026-04-10T06:45:14.999Z') =>
    test.database.transaction().execute((transaction) =>
      insertJob(transaction, at(time), {
        projectId: project.projectId,
        jobType: 'createDesktops',
        subJobs: [{ desktopId: randomUUID() }],
        ...job,
      }),
    );

  const set = (jobId: JobId, desktopId: string, change: SubJobChange) =>
    setSubJob(test.database, { projectId: project.projectId, jobId, desktopId }, change);

  async function read(
    path: string,
    of = project,
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const { status, body } = await api.call(of.projectId, 'GET', path);
    return { status, body: Object.fromEntries(Object.entries(Object(body))) };
  }

  async function jobsOf(query: string, of = project): Promise<Record<string, unknown>[]> {
    const { status, body } = await read(`/workspace-sub-jobs?${query}`, of);
    assert.equal(status, 200, JSON.stringify(body));
    const { jobs } = body;
    assert.ok(Array.isArray(jobs));
    return jobs;
  }

  it('shows a sub-job with every documented field, from waiting to success', async () => {
    const desktopId = randomUUID();
    const jobId = await insert({
      subJobs: [
        { desktopId, productId: 'p', userName: 'alice', desktopName: 'DESK01', ipAddress: '100.64.0.2' },
      ],
    });
    const [waiting] = await jobsOf(`job_id=${jobId}`);
    assert.deepEqual(waiting, {
      id: waiting?.['id'],
      job_id: jobId,
      job_type: 'createDesktops',
      entities: {
        desktop_id: desktopId,
        product_id: 'p',
        user_name: 'alice',
        desktop_name: 'DESK01',
        ip_address: '100.64.0.2',
      },
      begin_time: '2026-04-10 06:45:14',
      end_time: null,
      status: 'WAITING',
      error_code: null,
      fail_reason: null,
      host: null,
      project_id: project.projectId,
      process: 0,
      attach_user: 'alice',
      entity: 'DESK01',
      ip_address: '100.64.0.2',
    });
    assert.ok(await set(jobId, desktopId, { status: 'RUNNING', progress: 40 }));
    assert.ok(await set(jobId, desktopId, { status: 'RUNNING', progress: 20, ipAddress: '100.64.0.3' }));
    const [running] = await jobsOf(`job_id=${jobId}`);
    assert.equal(running?.['process'], 40, 'progress never falls');
    assert.equal(running?.['ip_address'], '100.64.0.3');
    assert.equal((await read(`/workspace-jobs/${jobId}`)).body['status'], 'RUNNING');
    assert.ok(await set(jobId, desktopId, { status: 'SUCCESS', at: new Date('2026-04-10T07:06:10Z') }));
    const { body } = await read(`/workspace-jobs/${jobId}`);
    assert.equal(body['status'], 'SUCCESS');
    assert.equal(body['end_time'], '2026-04-10 07:06:10');
    assert.equal(body['sub_jobs_total'], 1);
  });

  it('leaves a sub-job as it ended, whatever comes later', async () => {
    const desktopId = randomUUID();
    const jobId = await insert({ subJobs: [{ desktopId }] });
    const failure = { status: 'FAILED', at: new Date(), code: 'DPL.0500', reason: 'no room' } as const;
    assert.equal(await set(jobId, desktopId, failure), true);
    assert.equal(await set(jobId, desktopId, { status: 'SUCCESS', at: new Date() }), false);
    assert.equal(await set(jobId, desktopId, { status: 'RUNNING', progress: 1 }), false);
    assert.equal(await set(jobId, randomUUID(), { status: 'RUNNING', progress: 1 }), false);
    const [job] = await jobsOf(`job_id=${jobId}`);
    assert.deepEqual(
      [job?.['status'], job?.['error_code'], job?.['fail_reason']],
      ['FAILED', 'DPL.0500', 'no room'],
    );
  });

  it('keeps the order of the request and is FAIL once all ended and one failed', async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    const failure = { code: 'DPL.0404', reason: 'The desktop does not exist.' };
    const jobId = await insert({
      jobType: 'deleteDesktops',
      subJobs: [{ desktopId: one }, { desktopId: 'not even an id', failure }, { desktopId: two }],
    });
    const jobs = await jobsOf(`job_id=${jobId}`);
    assert.deepEqual(
      jobs.map((job) => [Reflect.get(Object(job['entities']), 'desktop_id'), job['status']]),
      [
        [one, 'WAITING'],
        ['not even an id', 'FAILED'],
        [two, 'WAITING'],
      ],
    );
    await set(jobId, one, { status: 'SUCCESS', at: new Date() });
    assert.equal((await read(`/workspace-jobs/${jobId}`)).body['status'], 'RUNNING');
    await set(jobId, two, { status: 'SUCCESS', at: new Date() });
    const { body } = await read(`/workspace-jobs/${jobId}`);
    assert.deepEqual(
      [body['status'], body['job_error_code'], body['fail_reason'], body['sub_jobs_total']],
      ['FAIL', failure.code, failure.reason, 3],
    );
  });

  it('filters by job, type and several states, and pages to an empty page', async () => {
    const own = await addProject(test.database);
    const ids = [randomUUID(), randomUUID(), randomUUID()];
    const first = await insert(
      { projectId: own.projectId, subJobs: ids.map((desktopId) => ({ desktopId })) },
      '2026-01-01T00:00:00Z',
    );
    await insert({ projectId: own.projectId, jobType: 'deleteDesktops' }, '2026-01-02T00:00:00Z');
    await setSubJob(
      test.database,
      { projectId: own.projectId, jobId: first, desktopId: ids[0] ?? '' },
      { status: 'SUCCESS', at: new Date() },
    );
    assert.equal((await jobsOf('', own)).length, 4);
    assert.equal((await jobsOf('', own))[0]?.['job_type'], 'deleteDesktops', 'the newest job first');
    assert.equal((await jobsOf('job_type=createDesktops', own)).length, 3);
    assert.equal((await jobsOf('status=SUCCESS', own)).length, 1);
    assert.equal((await jobsOf('status=SUCCESS&status=WAITING&job_type=createDesktops', own)).length, 3);
    const page = await read('/workspace-sub-jobs?limit=3&offset=3', own);
    assert.equal(page.body['total_count'], 4);
    assert.deepEqual(await jobsOf('offset=4', own), []);
    assert.deepEqual(await jobsOf('desktop_pool_id=pool', own), []);
  });

  it('S16: shows nothing of another project’s job, as of one that is not there', async () => {
    const jobId = await insert({});
    const missing = randomUUID();
    const [foreign, absent] = [
      await read(`/workspace-jobs/${jobId}`, other),
      await read(`/workspace-jobs/${missing}`, other),
    ];
    assert.equal(foreign.status, 404);
    assert.deepEqual(foreign, absent);
    assert.deepEqual(await jobsOf(`job_id=${jobId}`, other), []);
    const address = { projectId: other.projectId, jobId, desktopId: randomUUID() };
    assert.equal(await setSubJob(test.database, address, { status: 'RUNNING', progress: 1 }), false);
  });

  it('refuses ids and states that are none', async () => {
    for (const path of [
      '/workspace-jobs/1',
      '/workspace-sub-jobs?job_id=1',
      '/workspace-sub-jobs?status=DONE',
      '/workspace-sub-jobs?limit=1001',
    ]) {
      const { status, body } = await read(path);
      assert.deepEqual([status, body['error_code']], [400, 'WKS.0001'], path);
    }
  });

  it('is closed to who has no right', async () => {
    const id = asId<JobId>(randomUUID());
    for (const path of ['/workspace-sub-jobs', `/workspace-jobs/${id}`]) {
      assert.equal((await api.call(project.projectId, 'GET', path, undefined, 'nobody')).status, 403);
    }
  });
});
