import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { askAuditEvents } from '../../testing/askAuditEvents.js';
import { type GrantService, startGrantService } from '../../testing/grantCalls.js';
import type { TestAnswer } from '../../testing/startTestService.js';
import { auditEventNameOf } from './auditEventNames.js';

describe('every call that is refused', () => {
  let grants: GrantService;
  before(async () => {
    grants = await startGrantService();
  });
  after(() => grants.service.remove());

  async function tracesOf(answer: TestAnswer) {
    const rows = await askAuditEvents<{ trace_name: string; code: string }>(
      grants.service.database,
      'select trace_name, code from audit_events where request_id = $1',
      [answer.headers.get('x-request-id')],
    );
    return rows;
  }

  it('leaves one audit event of its refusal when the caller may not, and none when it is refused for another reason', async () => {
    const nothing = '00000000-0000-4000-8000-000000000000';
    const { body } = await grants.service.call('GET', '//openapi.json');
    let denied = 0;
    for (const [pattern, methods] of Object.entries<TestAnswer['body']>(body.paths)) {
      const path = pattern.replace('{project_id}', grants.projectId).replace(/\{\w+\}/g, nothing);
      for (const [method, operation] of Object.entries<TestAnswer['body']>(methods)) {
        const verb = method.toUpperCase();
        const answer = await grants.callAsNobody(
          verb,
          path,
          verb === 'GET' || verb === 'HEAD' ? undefined : {},
        );
        const found = await tracesOf(answer);
        const what = `${operation.operationId}: ${answer.status} ${answer.text}`;
        if (answer.status === 403) {
          denied += 1;
          assert.deepEqual(
            found,
            [{ trace_name: auditEventNameOf(operation.operationId), code: '403' }],
            what,
          );
        } else if (answer.status >= 400) assert.deepEqual(found, [], what);
      }
    }
    assert.ok(denied > 80, `only ${denied} were denied`);
  });

  it('leaves no audit event when it is refused before anyone is known', async () => {
    const { service, projectId } = grants;
    const count = async (): Promise<number> => {
      const rows = await askAuditEvents<{ count: string }>(
        grants.service.database,
        'select count(*) from audit_events',
      );
      return Number(rows[0]?.count);
    };
    const counted = await count();
    const foreign = { 'x-auth-token': 'of-nobody' };
    assert.equal(
      (await grants.call('DELETE', `/v2/${projectId}/desktops/x`, undefined, foreign)).status,
      401,
    );
    assert.equal((await service.call('PUT', '/workspaces', { is_send_email: 'no' })).status, 400);
    assert.equal((await service.call('GET', '/desktops')).status, 200);
    assert.equal(await count(), counted);
  });
});
