import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startTestService, type TestService } from '../testing/startTestService.js';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

const get = (path: string, headers = {}) => service.call('GET', path, undefined, headers);

describe('a query parameter that an operation does not have', () => {
  it('is refused by its name, with those that there are, in both languages', async () => {
    const { status, body } = await get('/desktops?computer_nam=a');
    assert.deepEqual([status, body.error_code], [400, 'WKS.0001']);
    assert.equal(body.error_detail, 'query: computer_nam');
    assert.match(
      body.error_msg,
      /computer_nam is no query parameter of this operation; it has .*computer_name/,
    );
    const zh = await get('/desktops?computer_nam=a', { 'x-language': 'zh-cn' });
    assert.match(zh.body.error_msg, /没有查询参数computer_nam/);
    assert.match((await get('/quotas?all=1')).body.error_msg, /no query parameters/);
  });

  it('is refused before anything is done', async () => {
    const { status } = await service.call('POST', '/users?dry_run=true', {
      user_name: 'ann',
      user_email: 'ann@example.com',
    });
    assert.equal(status, 400);
    assert.equal((await get('/users?user_name=ann')).body.total_count, 0);
  });

  it('passes where clients are known to send it, where Keystone passes it over, and behind pages and probes', async () => {
    const { project_id: project } = service.credentials;
    for (const path of [
      '/common/timezones?limit=100&offset=0',
      '/desktops/tags?limit=10&offset=0',
      `//v3/${project}/vpc/security-groups?name=default&enterprise_project_id=all_granted_eps`,
      `//v1/${project}/vpcs?enterprise_project_id=0`,
      '//v3/projects?is_domain=false',
      '//healthz?from=probe',
    ])
      assert.equal((await get(path)).status, 200, path);
  });

  it('is not said of one that is published and not offered: that is refused as such', async () => {
    const { project_id: project } = service.credentials;
    const { body } = await get(`//v3/${project}/vpc/security-group-rules?protocol=tcp`);
    assert.deepEqual([body.error_code, body.error_detail], ['DPL.0501', 'query: protocol']);
  });
});
