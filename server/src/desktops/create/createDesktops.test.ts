import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops, readSubJobs, simulatedLinux } from '../../testing/desktopCalls.js';
import { assertLedgerMatchesEngine } from '../../testing/ledger.js';
import { startTestService, type TestAnswer, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

const smallest = {
  desktop_type: 'DEDICATED',
  product_id: 'workspace.x86.small',
  image_type: 'gold',
  image_id: simulatedLinux,
  root_volume: { type: 'SAS', size: 80 },
};
const order = (different: object): Promise<TestAnswer> =>
  service.call('POST', '/desktops', { ...smallest, ...different });
const show = async (id: string) => (await service.call('GET', `/desktops/${id}`)).body.desktop;
const userNamed = async (name: string): Promise<{ user_email: string }[]> =>
  (await service.call('GET', `/users?user_name=${name}`)).body.users;

describe('CreateDesktop', () => {
  it('creates one desktop with a user, who is created on the way', async () => {
    const [id] = await createDesktops(service, {
      desktops: [
        { user_name: 'anna', user_email: 'anna@example.org', user_group: 'sudo', computer_name: 'DESK01' },
      ],
    });
    const desktop = await show(id);
    assert.equal(desktop.computer_name, 'DESK01');
    assert.equal(desktop.status, 'ACTIVE');
    assert.equal(desktop.task_status, '');
    assert.equal(desktop.user_name, 'anna');
    assert.equal(desktop.user_group, 'sudo');
    assert.equal(desktop.attach_state, 'ATTACHED');
    assert.equal(desktop.product_id, smallest.product_id);
    assert.equal(desktop.metadata['metering.image_id'], simulatedLinux);
    assert.deepEqual([desktop.root_volume.type, desktop.root_volume.size], ['SAS', 80]);
    const [user] = await userNamed('anna');
    assert.equal(user?.user_email, 'anna@example.org');
  });

  it('creates many in one call, in the order of the request, one sub-job each (A8)', async () => {
    const answer = await order({
      desktops: [{ computer_name: 'many-b' }, { computer_name: 'many-a' }, { user_name: 'max' }],
      data_volumes: [{ type: 'SSD', size: 20 }],
    });
    assert.equal(answer.status, 200);
    const { job_id: jobId } = answer.body;
    const waiting = await service.call('GET', `/workspace-sub-jobs?job_id=${jobId}`);
    assert.equal(waiting.body.total_count, 3);
    assert.deepEqual(
      waiting.body.jobs.map((job: { job_type: string; entities: { desktop_name: string } }) => [
        job.job_type,
        job.entities.desktop_name,
      ]),
      [
        ['createDesktops', 'many-b'],
        ['createDesktops', 'many-a'],
        ['createDesktops', 'max01'],
      ],
    );
    const done = await waitUntil(async () => {
      const job = await service.call('GET', `/workspace-jobs/${jobId}`);
      return job.body.status === 'SUCCESS' ? job.body : undefined;
    }, 'the job to end');
    assert.equal(done.sub_jobs_total, 3);
    for (const job of done.sub_jobs) {
      assert.equal(job.process, 100);
      assert.ok(job.end_time >= job.begin_time);
      const desktop = await show(job.entities.desktop_id);
      assert.equal(desktop.ipv4, job.ip_address);
      assert.equal(desktop.data_volumes.length, 1);
      assert.equal(desktop.data_volumes[0].device, '/dev/vdb');
    }
    await assertLedgerMatchesEngine(service.database.pool);
  });

  it('gives further desktops to a user who is there, however the name is spelled', async () => {
    await createDesktops(service, { desktops: [{ user_name: 'Paul', user_email: 'paul@example.org' }] });
    const [first, second] = await createDesktops(service, {
      desktops: [{ user_name: 'paul', user_email: 'PAUL@example.org' }, { user_name: 'PAUL' }],
    });
    const users = await userNamed('paul');
    assert.equal(users.length, 1);
    assert.equal(users[0]?.user_email, 'paul@example.org');
    for (const id of [first, second ?? '']) assert.equal((await show(id)).user_name, 'Paul');
  });

  it('S4: refuses an address or a number that is not the one of a user who is there, and takes the same again', async () => {
    const refused = async (field: string, ...desktops: object[]) => {
      const answer = await order({ desktops });
      assert.equal(answer.status, 409, answer.text);
      assert.equal(answer.body.error_code, 'DPL.0409');
      assert.match(answer.body.error_msg, new RegExp(`another ${field}; .*UpdateUserInfo`));
      assert.equal(answer.body.error_detail, `body: desktops.${desktops.length - 1}.${field}`);
      assert.doesNotMatch(answer.text, /known@example.org/, 'what is known is not told');
    };
    const known = { user_name: 'known', user_email: 'known@example.org', user_phone: '+12345' };
    await createDesktops(service, { desktops: [known] });
    await refused('user_email', { ...known, user_email: 'other@example.org' });
    await refused('user_phone', { ...known, user_phone: '+54321' });
    // Of one order as well: neither may be dropped.
    const fresh = { user_name: 'fresh', user_email: 'one@example.org' };
    await refused('user_email', fresh, { ...fresh, user_email: 'two@example.org' });
    assert.deepEqual(await userNamed('fresh'), []);
    await createDesktops(service, { desktops: [known, { user_name: 'known' }] });
    const [user] = await userNamed('known');
    assert.equal(user?.user_email, 'known@example.org');
    await createDesktops(service, { desktops: [{ user_name: 'fresh' }, fresh] });
    assert.equal((await userNamed('fresh'))[0]?.user_email, 'one@example.org');
  });

  it('creates unassigned desktops, numbered from the first free number', async () => {
    const [first] = await createDesktops(service, { size: 1, desktop_name: 'lab02' });
    const ids = await createDesktops(service, { size: 3, desktop_name: 'lab' });
    const names = await Promise.all(ids.map(async (id) => (await show(id)).computer_name));
    assert.deepEqual(names, ['lab01', 'lab03', 'lab04']);
    assert.equal((await show(first)).attach_state, 'UNATTACH');
    assert.deepEqual((await show(first)).attach_user_infos, []);
  });

  it('takes everything that Terraform sends, empty texts included', async () => {
    const workspace = await service.call('GET', '/workspaces');
    const [id] = await createDesktops(service, {
      image_type: 'market',
      availability_zone: 'test-1a',
      vpc_id: workspace.body.vpc_id,
      email_notification: true,
      root_volume: { type: 'SAS', size: 80, iops: 0, throughput: 0, kms_id: '' },
      data_volumes: [
        { type: 'SAS', size: 50 },
        { type: 'GPSSD2', size: 70, iops: 3000, throughput: 125, kms_id: null },
      ],
      nics: [{ subnet_id: workspace.body.subnet_ids[0].subnet_id }],
      security_groups: [
        { id: workspace.body.desktop_security_group.id },
        { id: workspace.body.infrastructure_security_group.id },
      ],
      desktops: [
        { user_name: 'terra-form_1', user_email: '', user_phone: '', user_group: '', computer_name: '' },
      ],
      tags: [{ key: 'foo', value: 'bar' }, { key: 'empty', value: '' }, { key: 'owner' }],
      enterprise_project_id: '0',
      ou_name: '',
      unknown_key: { of: ['a', 'later', 'client'] },
    });
    const desktop = await show(id);
    assert.equal(desktop.computer_name, 'terra-form101');
    assert.deepEqual(
      desktop.data_volumes.map((volume: { device: string; size: number; type: string }) => [
        volume.device,
        volume.size,
        volume.type,
      ]),
      [
        ['/dev/vdb', 50, 'SAS'],
        ['/dev/vdc', 70, 'GPSSD2'],
      ],
    );
    assert.deepEqual(
      desktop.tags.map((tag: { key: string; value: string }) => `${tag.key}=${tag.value}`).sort(),
      ['empty=', 'foo=bar', 'owner='],
    );
    assert.equal(desktop.security_groups.length, 2);
    assert.equal(desktop.enterprise_project_id, '0');
    assert.equal(desktop.subnet_id, workspace.body.subnet_ids[0].subnet_id);
  });

  it('gives wanted addresses, and refuses one that is taken', async () => {
    const [first] = await createDesktops(service, {});
    const address: string = (await show(first)).ipv4;
    const wanted = address.replace(/\d+$/, '200');
    const [id] = await createDesktops(service, { desktop_ips: [wanted] });
    assert.equal((await show(id)).ipv4, wanted);
    const again = await order({ size: 1, desktop_ips: [wanted] });
    assert.equal(again.status, 409);
    assert.match(again.body.error_msg, new RegExp(wanted.replaceAll('.', '\\.')));
  });

  it('gives two orders for one name at the same moment to one of them: 409 for the other, never 500', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => order({ desktops: [{ computer_name: 'raced' }] })),
    );
    const count = (status: number) => answers.filter((answer) => answer.status === status).length;
    assert.deepEqual([count(200), count(409)], [1, 7]);
    for (const { body } of answers.filter((answer) => answer.status === 409)) {
      assert.equal(body.error_code, 'DPL.0409');
      assert.match(body.error_msg, /raced/);
    }
  });

  it('gives orders at the same moment different made-up names and addresses, and one user', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => order({ desktops: [{ user_name: 'busy' }, { user_name: 'busy' }] })),
    );
    assert.deepEqual([...new Set(answers.map((answer) => answer.status))], [200]);
    const jobs = (
      await Promise.all(answers.map((answer) => readSubJobs(service, answer.body.job_id)))
    ).flat();
    const desktops = await Promise.all(jobs.map((job) => show(job.entities.desktop_id)));
    assert.equal(new Set(desktops.map((desktop) => desktop.computer_name)).size, 16);
    assert.equal(new Set(desktops.map((desktop) => desktop.ipv4)).size, 16);
    assert.equal((await userNamed('busy')).length, 1);
  });

  it('refuses a name that a desktop or a user has, in the language asked for', async () => {
    await createDesktops(service, { desktops: [{ computer_name: 'Taken' }] });
    const desktop = await order({ desktops: [{ computer_name: 'TAKEN' }] });
    assert.deepEqual([desktop.status, desktop.body.error_code], [409, 'DPL.0409']);
    assert.equal(desktop.body.error_msg, 'Conflict: another desktop already has the name TAKEN');
    assert.equal(desktop.body.error_detail, 'body: desktops.0.computer_name');
    await createDesktops(service, { desktops: [{ user_name: 'person' }] });
    const user = await service.call(
      'POST',
      '/desktops',
      { ...smallest, desktops: [{ computer_name: 'Person' }] },
      { 'x-language': 'zh-cn' },
    );
    assert.equal(user.body.error_msg, '操作冲突：已有名为Person的桌面用户');
    for (const [language, says] of [
      ['en-us', 'Conflict: a desktop may not be called as a user of the order: Selfsame'],
      ['zh-cn', '操作冲突：桌面不能与订单中的用户同名：Selfsame'],
    ] as const) {
      const body = { ...smallest, desktops: [{ user_name: 'selfsame', computer_name: 'Selfsame' }] };
      const own = await service.call('POST', '/desktops', body, { 'x-language': language });
      assert.deepEqual([own.status, own.body.error_msg], [409, says]);
      assert.deepEqual(await userNamed('selfsame'), []);
    }
  });

  it('makes up no name that a user has', async () => {
    await createDesktops(service, { desktops: [{ user_name: 'row01' }] });
    const [id] = await createDesktops(service, { size: 2, desktop_name: 'row' });
    assert.equal((await show(id)).computer_name, 'row02');
  });

  it('answers 403 where the service is not open', async () => {
    const { rows } = await service.database.pool.query('delete from workspaces returning *');
    try {
      const answer = await order({ size: 1 });
      assert.deepEqual([answer.status, answer.body.error_code], [403, 'WKS.00010099']);
    } finally {
      await service.database.pool.query(
        'insert into workspaces select * from jsonb_populate_recordset(null::workspaces, $1)',
        [JSON.stringify(rows)],
      );
    }
  });
});
