import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { canonicalBytes, canonicalJson } from '@deskplane/verify/canonicalJson.js';
import { readKeySet } from '@deskplane/verify/readBundle.js';
import { verifyPersonReport } from '@deskplane/verify/verifyPersonReport.js';
import { askAuditEvents } from '../testing/askAuditEvents.js';
import { createDesktops, showUntilGone } from '../testing/desktopCalls.js';
import { createPolicyUsers } from '../testing/policyUsers.js';
import { startTestService, type TestService } from '../testing/startTestService.js';
import { waitUntil } from '../testing/waitUntil.js';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

const owned = (computer_name: string, user_name: string) => ({
  desktops: [{ computer_name, user_name, user_email: `${user_name}@example.org` }],
});

async function idOf(name: string): Promise<string> {
  const { body } = await service.call('GET', `/users?user_name=${name}`);
  return body.users[0].id;
}

/** Deletes it, and waits until its receipt is sealed and its mails are at their end. */
async function remove(desktopId: string, deleteUsers = false): Promise<void> {
  const path = `/desktops/${desktopId}?delete_users=${deleteUsers}`;
  assert.equal((await service.call('DELETE', path)).status, 204);
  await showUntilGone(service, desktopId);
  await waitUntil(async () => {
    const { receipt } = (await service.call('GET', `/deletions/${desktopId}`)).body;
    return receipt !== null && receipt !== undefined && receipt.addenda.length > 0;
  }, 'the receipt with the addendum of the mail');
}

const personOf = (id: string) => service.call('GET', `/persons/${id}`);
const reportOf = async (id: string) => {
  const { status, body, text } = await service.call('POST', `/persons/${id}/reports`);
  assert.equal(status, 201, text);
  return body;
};
const keys = async () => readKeySet((await service.call('GET', '//.well-known/jwks.json')).body);
const judge = (report: object, trust = {}) =>
  verifyPersonReport(canonicalBytes(JSON.parse(JSON.stringify(report))), trust);

describe('a person', () => {
  it('has everything of one user and nothing of others, also once the user is deleted', async () => {
    const [first] = await createDesktops(service, owned('vera-1', 'vera'));
    const [second] = await createDesktops(service, owned('vera-2', 'vera'));
    await createDesktops(service, owned('other-1', 'walter'));
    const id = await idOf('vera');
    await remove(first);
    const living = (await personOf(id)).body;
    assert.equal(living.person.exists, true);
    assert.deepEqual(
      living.desktops.map((each: { computer_name: string }) => each.computer_name),
      ['vera-2'],
    );
    const [deletion] = living.deletions;
    assert.equal(deletion.computer_name, 'vera-1');
    assert.equal(deletion.accepted_by.name, service.credentials.user_name);
    assert.match(deletion.receipt_hash, /^[0-9a-f]{64}$/);
    assert.deepEqual(
      living.mails.map((each: { recipient: string }) => each.recipient),
      ['vera@example.org'],
    );
    await remove(second, true);
    const gone = (await personOf(id)).body;
    assert.equal(gone.person.exists, false);
    assert.equal(gone.person.user_name, 'vera');
    assert.ok(gone.person.deleted_at !== null);
    assert.deepEqual([gone.totals.deletions, gone.totals.desktops, gone.totals.mails], [2, 0, 2]);
    assert.ok(!JSON.stringify(gone).includes('walter'));
  });

  it('is found by a part of the name or by ID, the living first, the deleted too', async () => {
    await createDesktops(service, owned('xenia-1', 'xenia-alive'));
    const [gone] = await createDesktops(service, owned('xenia-2', 'Xenia-gone'));
    const goneId = await idOf('xenia-gone');
    await remove(gone, true);
    const find = async (search: string) =>
      (await service.call('GET', `/persons?search=${search}`)).body.persons;
    const found = await find('XENIA');
    assert.deepEqual(
      found.map((each: { user_name: string; exists: boolean }) => [each.user_name, each.exists]),
      [
        ['xenia-alive', true],
        ['Xenia-gone', false],
      ],
    );
    assert.equal((await find(goneId))[0].user_name, 'Xenia-gone');
    assert.deepEqual(await find('nobody-at-all'), []);
    const past = (await service.call('GET', '/persons?search=xenia&offset=5')).body;
    assert.deepEqual([past.total_count, past.persons], [2, []]);
  });

  it('S16: of another project is as unknown as one who never was', async () => {
    const { pool } = service.database;
    await pool.query(
      `insert into projects (id, domain_id, name) select 'elsewhere', id, 'elsewhere' from domains limit 1`,
    );
    await pool.query(
      `insert into desktop_users (id, project_id, user_name, created_at) values ('foreign2', 'elsewhere', 'yusuf', now())`,
    );
    for (const id of ['foreign2', 'f'.repeat(32)]) {
      for (const answer of [await personOf(id), await service.call('POST', `/persons/${id}/reports`)])
        assert.deepEqual([answer.status, answer.body.error_code], [404, 'WKS.00170312']);
    }
    await pool.query(`delete from desktop_users where id = 'foreign2'`);
    assert.equal((await personOf('foreign2')).status, 404);
    assert.equal((await service.call('GET', '/persons?search=yusuf')).body.total_count, 0);
    const { rows } = await pool.query(`select from log_entries where kind = 'person-report'`);

    assert.equal(rows.length, 0);
  });

  it('is shown and reported only to whom a policy allows it', async () => {
    const users = await createPolicyUsers(service);
    const statement = { Effect: 'Allow', Action: ['workspace:persons:list', 'workspace:persons:get'] };
    const reader = await users.add('person-reader', { identity: [statement] });
    const id = await idOf('xenia-alive');
    const persons = `/v2/${service.credentials.project_id}/persons`;
    assert.equal((await reader.call('GET', `${persons}/${id}`)).status, 200);
    assert.equal((await reader.call('POST', `${persons}/${id}/reports`)).status, 403);
    const nobody = await users.add('person-nobody');
    assert.equal((await nobody.call('GET', persons)).status, 403);
  });
});

describe('a report about a person', () => {
  it('is signed, in the log, and verifies without the service, with the receipts in it', async () => {
    const [id] = await createDesktops(service, owned('zora-1', 'zora'));
    const user = await idOf('zora');
    await remove(id, true);
    const report = await reportOf(user);
    const verdict = judge(report, { keys: await keys() });
    assert.ok(verdict.valid, JSON.stringify(verdict));
    assert.equal(verdict.report.userName, 'zora');
    assert.deepEqual(verdict.report.receipts, [id]);
    assert.equal(report.document.deletions[0].computer_name, 'zora-1');
    const { rows } = await service.database.pool.query(
      `select convert_from(payload, 'UTF8') as payload from log_entries where kind = 'person-report'`,
    );

    assert.equal(rows.length, 1);
    assert.ok(!rows[0].payload.includes('zora'), 'the log has a commitment only');
    // The same person, another salt: nobody can tell from the log that two reports say the same.
    assert.notEqual((await reportOf(user)).salt, report.salt);
  });

  it('is refused when it was altered or forged', async () => {
    const user = await idOf('xenia-alive');
    const [id] = await createDesktops(service, owned('xenia-3', 'xenia-alive'));
    await remove(id);
    const report = await reportOf(user);
    const { document } = report;
    const [deletion] = document.deletions;
    const other = await reportOf(await idOf('walter'));
    for (const [altered, failed] of [
      [
        { ...report, document: { ...document, person: { ...document.person, user_name: 'ann' } } },
        'document',
      ],
      [{ ...report, document: { ...document, deletions: [] } }, 'document'],
      [
        { ...report, document: { ...document, deletions: [{ ...deletion, computer_name: 'x' }] } },
        'document',
      ],
      [{ ...report, document: other.document }, 'document'],
      [{ ...report, document: other.document, salt: other.salt }, 'document'],
      [{ ...report, salt: '0'.repeat(64) }, 'document'],
      [{ ...report, receipts: [] }, 'receipts'],
      [{ ...report, receipts: [...report.receipts, ...report.receipts] }, 'receipts'],
      [{ ...other, receipts: report.receipts }, 'receipts'],
      [{ ...report, report: { ...report.report, index: report.report.index - 1 } }, 'inclusion'],
      [{ ...report, report: { ...report.report, envelope: report.head } }, 'signature'],
      [{ ...report, keys: [] }, 'keys'],
      [{ ...report, extra: 1 }, 'form'],
      [{ ...report, format: 'deskplane-person-report-2' }, 'form'],
    ] as const) {
      const verdict = judge(altered);
      assert.equal(verdict.valid ? 'valid' : verdict.failed, failed);
    }
    const spaced = Buffer.from(`${canonicalJson(JSON.parse(JSON.stringify(report)))} `);
    assert.equal(verifyPersonReport(spaced).valid, false);
    const strange = judge(report, { keys: new Map([['other', Buffer.alloc(32)]]) });
    assert.equal(strange.valid ? 'valid' : strange.failed, 'keys');
  });

  it('has no name of another user of the same desktop, and none of the person once erased', async () => {
    const shared = { desktop_type: 'SHARED', desktops: [{ computer_name: 'shared-1' }] };
    const [id] = await createDesktops(service, shared);
    const both = ['zdena', 'milada'].map((user_name) => ({ user_name, user_group: 'default' }));
    for (const { user_name } of both)
      await service.call('POST', '/users', { user_name, user_email: `${user_name}@example.org` });
    const user = await idOf('zdena');
    const attached = await service.call('POST', '/desktops/attach', {
      desktops: [{ desktop_id: id, attach_user_infos: both }],
    });
    assert.equal(attached.status, 200, attached.text);
    await remove(id, true);
    const { body: whole } = await service.call('GET', `/deletions/${id}`);
    assert.ok(JSON.stringify(whole).includes('milada'), 'the other user is in the receipt');
    const earlier = await reportOf(user);
    assert.ok(JSON.stringify(earlier).includes('zdena'));
    assert.ok(!JSON.stringify(earlier).includes('milada'));
    assert.ok(judge(earlier).valid);

    assert.equal((await service.call('POST', '/erasures', { user_id: user })).status, 200);
    const erased = await reportOf(user);
    assert.ok(!JSON.stringify(erased).includes('zdena'));
    assert.ok(!JSON.stringify(erased).includes('shared-1'));
    assert.equal(erased.document.deletions[0].desktop_id, id);
    assert.ok(erased.document.person.erased_at !== null);
    const verdict = judge(erased, { keys: await keys() });
    assert.ok(verdict.valid, JSON.stringify(verdict));
    assert.ok(judge(earlier).valid, 'what was given out before says what was true then');
  });

  it('leaves an audit event about the person', async () => {
    const user = await idOf('walter');
    await reportOf(user);
    const rows = await askAuditEvents(
      service.database,
      `select trace_name, rating, resource_id from audit_events where resource_id = $1 and trace_name like '%eport'`,
      [user],
    );
    assert.deepEqual(
      rows.map((row) => [row.trace_name, row.rating]),
      [
        ['createPersonReport', 'normal'],
        ['createPersonReport', 'normal'],
      ],
    );
  });
});
