import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { verifyAuditExport } from '@deskplane/verify/verifyAuditExport.js';
import { realAmbient } from '../ambient.js';
import { asId, type ProjectId } from '../ids.js';
import { openBrowser } from '../testing/browser.js';
import { createDesktops, showUntilGone } from '../testing/desktopCalls.js';
import { startTestService, type TestAnswer, type TestService } from '../testing/startTestService.js';
import { waitUntil } from '../testing/waitUntil.js';
import { openUnlessClosed } from './openWorkspace.js';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

const call: TestService['call'] = (...request) => service.call(...request);
const said = ({ status, body }: TestAnswer) => [status, body?.error_code];
const shown = async () => (await call('GET', '/workspaces')).body;
const liteAs = { ad_domains: { domain_type: 'LITE_AS' } };
const project = () => service.credentials.project_id;

async function done(answer: TestAnswer, jobType: string): Promise<void> {
  const { jobs } = (await call('GET', `/workspace-sub-jobs?job_id=${answer.body.job_id}`)).body;
  assert.deepEqual(
    jobs.map((job: Record<string, unknown>) => [job.job_type, job.status, job.process]),
    [[jobType, 'SUCCESS', 100]],
  );
}

async function close(): Promise<void> {
  const closed = await call('DELETE', '/workspaces');
  assert.equal(closed.status, 202, closed.text);
  await done(closed, 'cancelWorkspace');
}

describe('the life of the service in a project', () => {
  it('is closed only once nothing is left in it, and says everything that is', async () => {
    const [desktop] = await createDesktops(service, {});
    const user = (await call('POST', '/users', { user_name: 'ann', user_email: 'ann@example.com' })).body.id;
    const group = (await call('POST', '/groups', { group_name: 'blue', platform_type: 'LOCAL' })).body.id;
    const refused = await call('DELETE', '/workspaces');
    assert.deepEqual(said(refused), [409, 'DPL.0409']);
    assert.match(refused.body.error_msg, /1 desktops, [12] desktop users, 1 user groups, 1 addresses/);
    assert.equal((await shown()).closable, false);
    await call('DELETE', `/desktops/${desktop}?delete_users=true`);
    await showUntilGone(service, desktop);
    assert.match((await call('DELETE', '/workspaces')).body.error_msg, /users, 1 user groups; delete/);
    await call('DELETE', `/groups/${group}`);
    await call('DELETE', `/users/${user}`);
    await waitUntil(async () => (await shown()).closable, 'the service to be closable');
  });

  it('takes its groups and its own network with it, in a signed entry that the verifier accepts', async () => {
    const { id } = await shown();
    await close();
    const { status, closable } = await shown();
    assert.deepEqual([status, closable], ['CLOSED', false]);
    for (const table of ['vpcs', 'subnets', 'security_groups']) {
      const { rows } = await service.database.pool.query(`select id from ${table} where project_id = $1`, [
        project(),
      ]);
      assert.deepEqual(rows, [], table);
    }
    assert.deepEqual(said(await call('DELETE', '/workspaces')), [403, 'WKS.00010099']);
    assert.deepEqual(said(await call('POST', '/users', { user_name: 'bo', user_email: 'b@example.com' })), [
      403,
      'WKS.00010099',
    ]);
    await waitUntil(async () => {
      const { rows } = await service.database.pool.query('select 1 from log_unsealed limit 1');
      return rows.length === 0;
    }, 'the log to be sealed');
    const answer = await fetch(`${service.endpoint}/v3/${project()}/traces/export`, {
      headers: { 'x-auth-token': service.token },
    });
    const exported = Buffer.from(await answer.arrayBuffer());
    assert.ok(verifyAuditExport(exported).valid);
    const entry = exported
      .toString('utf8')
      .split('\n')
      .find((line) => line.includes('\\"trace_name\\":\\"closeService\\"'));
    assert.ok(entry?.includes(id), 'the entry names the service that was closed');
  });

  it('stays closed when the installation starts again', async () => {
    await openUnlessClosed(service.database.database, realAmbient, {
      projectId: asId<ProjectId>(project()),
      language: 'en',
    });
    assert.equal((await shown()).status, 'CLOSED');
  });

  it('is opened on a VPC of the project, with an enterprise ID of its own, once', async () => {
    const vpc = (
      await call('POST', '//v1/' + project() + '/vpcs', { vpc: { cidr: '10.7.0.0/16', name: 'ours' } })
    ).body.vpc.id;
    const none = await call('POST', '/workspaces', { ...liteAs, vpc_id: vpc });
    assert.deepEqual(said(none), [400, 'WKS.0001']);
    const subnet = async (cidr: string, gateway_ip: string): Promise<string> =>
      (
        await call('POST', '//v1/' + project() + '/subnets', {
          subnet: { name: cidr, cidr, gateway_ip, vpc_id: vpc },
        })
      ).body.subnet.id;
    const one = await subnet('10.7.1.0/24', '10.7.1.1');
    const two = await subnet('10.7.2.0/24', '10.7.2.1');
    const order = { ...liteAs, vpc_id: vpc, subnet_ids: [{ subnet_id: one }], enterprise_id: 'acme' };
    for (const [body, field, code] of [
      [{ ...order, subnet_ids: [{ subnet_id: project() }] }, 'subnet', 'DPL.0404'],
      [{ ...order, vpc_id: project() }, 'VPC', 'DPL.0404'],
      [{ ...liteAs, subnet_ids: order.subnet_ids }, 'vpc_id', 'WKS.0001'],
      [{ ...order, ad_domains: { domain_type: 'LOCAL_AD' } }, 'ad_domains.domain_type', 'DPL.0501'],
      [{ ...order, access_mode: 'BOTH' }, 'access_mode', 'DPL.0501'],
      [{ ...order, manage_subnet_cidr: '192.168.0.0/24' }, 'manage_subnet_cidr', 'DPL.0501'],
    ] as const) {
      const refused = await call('POST', '/workspaces', body);
      assert.equal(refused.body.error_code, code, refused.text);
      assert.ok(refused.body.error_msg.includes(field), refused.text);
    }
    const answers = await Promise.all([1, 2, 3].map(() => call('POST', '/workspaces', order)));
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, 409, 409],
    );
    for (const answer of answers) if (answer.status === 200) await done(answer, 'applyWorkspace');
    const { status, enterprise_id, vpc_id, subnet_ids } = await shown();
    assert.deepEqual(
      [status, enterprise_id, vpc_id, subnet_ids],
      ['SUBSCRIBED', 'acme', vpc, [{ subnet_id: one }]],
    );
    const check = async (id: string) =>
      (await call('POST', '/workspaces/enterprise-ids/check', { enterprise_id: id })).body;
    assert.deepEqual(await check('acme'), { enterprise_id: 'acme', is_used: true });
    assert.deepEqual(await check('ACME'), { enterprise_id: 'ACME', is_used: true });
    assert.deepEqual(await check('other'), { enterprise_id: 'other', is_used: false });

    const changed = await call('PUT', '/workspaces', { enterprise_id: 'globex', subnet_ids: [one, two] });
    assert.equal(changed.body.enterprise_id, 'globex', changed.text);
    await done(changed, 'updateWorkspace');
    const [desktop] = await createDesktops(service, { nics: [{ subnet_id: two }] });
    const without = await call('PUT', '/workspaces', { is_send_email: false, subnet_ids: [one] });
    assert.deepEqual(said(without), [409, 'DPL.0409']);
    assert.equal((await shown()).is_send_email, true);
    await call('DELETE', `/desktops/${desktop}?delete_users=true`);
    await showUntilGone(service, desktop);
    const quiet = await call('PUT', '/workspaces', { is_send_email: false, subnet_ids: [one] });
    assert.deepEqual([quiet.status, quiet.body.job_id], [200, null], quiet.text);
    await waitUntil(async () => (await shown()).closable, 'the service to be closable');
    await close();
    const { rows } = await service.database.pool.query('select 1 from subnets where id = any ($1)', [
      [one, two],
    ]);
    assert.equal(rows.length, 2, 'a network that was there before stays');
  });

  it('is opened with what the order says of mails and of computers in a directory', async () => {
    const order = {
      ad_domains: { ...liteAs.ad_domains, delete_computer_object: 1 },
      is_send_email: false,
    };
    assert.equal((await call('POST', '/workspaces', order)).status, 200);
    const { ad_domains, is_send_email } = await shown();
    assert.deepEqual([ad_domains.delete_computer_object, is_send_email], ['1', false]);
    await close();
  });

  it('is either closed or has the users that were made at the same moment, never both', async () => {
    for (let round = 0; round < 5; round += 1) {
      assert.equal((await call('POST', '/workspaces', liteAs)).status, 200);
      const name = `racer-${round}`;
      const [closed, made] = await Promise.all([
        call('DELETE', '/workspaces'),
        call('POST', '/users', { user_name: name, user_email: 'r@example.com' }),
      ]);
      assert.deepEqual(
        [closed.status, made.status].toSorted((a, b) => a - b),
        closed.status === 202 ? [202, 403] : [201, 409],
      );
      if (made.status === 201) {
        await call('DELETE', `/users/${made.body.id}`);
        await close();
      }
    }
  });

  it('that is locked lets nobody in and makes nothing until it is unlocked', async () => {
    const opened = await call('POST', '/workspaces', {
      ad_domains: { ...liteAs.ad_domains, delete_computer_object: 1 },
      enterprise_id: 'acme',
      is_send_email: false,
    });
    assert.equal(opened.status, 200, opened.text);
    const { is_send_email, ad_domains } = await shown();
    assert.deepEqual([is_send_email, ad_domains.delete_computer_object], [false, '1']);
    const made = await call('POST', '/users', {
      user_name: 'cleo',
      user_email: 'c@example.com',
      active_type: 'ADMIN_ACTIVATE',
      password: 'Chosen-by-user-2',
      next_login_change_password: false,
    });
    assert.equal(made.status, 201, made.text);
    const browser = openBrowser(service.endpoint);
    const signIn = () =>
      browser.call('POST', '/desk/api/session', {
        enterprise_id: 'acme',
        user_name: 'cleo',
        password: 'Chosen-by-user-2',
      });
    assert.equal((await signIn()).status, 200);
    assert.equal((await call('POST', '/workspaces/lock', { lock_reason: 'unpaid' })).status, 204);
    const { lock_time, ...lock } = (await call('GET', '/workspaces/lock-status')).body;
    assert.deepEqual(lock, { is_lock: 1, is_locked: 1, lock_reason: 'unpaid' });
    assert.match(lock_time, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    assert.equal((await browser.call('GET', '/desk/api/desktops')).status, 401);
    assert.equal((await signIn()).status, 401);
    const refused = await call('POST', '/users', { user_name: 'dan', user_email: 'd@example.com' });
    assert.deepEqual(said(refused), [409, 'DPL.0409']);
    assert.match(refused.body.error_msg, /unpaid/);
    const policy = {
      policy_name: 'p',
      name_prefix: 'd',
      digit_number: 3,
      start_number: 1,
      single_domain_user_inc: 0,
    };
    assert.deepEqual(said(await call('POST', '/desktop-name-policies', policy)), [409, 'DPL.0409']);
    const snapshots = { desktop_ids: ['00000000-0000-4000-8000-000000000000'], disk_type: 'ALL' };
    assert.deepEqual(said(await call('POST', '/snapshots/batch-create', snapshots)), [409, 'DPL.0409']);
    const restores = { snapshot_ids: snapshots.desktop_ids };
    assert.deepEqual(said(await call('POST', '/snapshots/batch-restore', restores)), [409, 'DPL.0409']);
    assert.deepEqual(said(await call('PUT', '/workspaces/lock-status', { operate_type: 'lock' })), [
      400,
      'WKS.0001',
    ]);
    await done(await call('PUT', '/workspaces/lock-status', { operate_type: 'unLock' }), 'unlockWorkspace');
    assert.equal((await signIn()).status, 200);
    assert.deepEqual((await call('GET', '/workspaces/lock-status')).body, {
      is_lock: 0,
      is_locked: 0,
      lock_time: '',
      lock_reason: '',
    });
  });
});
