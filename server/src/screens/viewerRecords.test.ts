import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '../testing/desktopCalls.js';
import { connectPage, openPage } from '../testing/screenPageClient.js';
import { type ScreenStage, setScreenStage } from '../testing/screenStage.js';
import { waitUntil } from '../testing/waitUntil.js';

let stage: ScreenStage;
before(async () => {
  stage = await setScreenStage();
});
after(() => stage?.close());

const statusOf = async (id: string): Promise<string> =>
  (await stage.service.call('GET', `/desktops/${id}`)).body.desktop.login_status;

describe('what is on record of viewers', () => {
  it('login_status says whether somebody looks', async () => {
    const [looked] = await createDesktops(stage.service, {});
    assert.equal(await statusOf(looked), 'REGISTERED');
    const page = connectPage(stage.service, await openPage(stage.service, looked));
    await page.untilShown();
    await waitUntil(async () => (await statusOf(looked)) === 'CONNECTED', 'CONNECTED');
    page.socket.close();
    await waitUntil(async () => (await statusOf(looked)) === 'DISCONNECTED', 'DISCONNECTED');
  });

  it('all viewers see who looks on without being a user of the stage.desktop, and the log says it', async () => {
    const { name, headers } = await stage.viewer();
    const [owned] = await createDesktops(stage.service, {
      desktops: [{ user_name: name, user_email: `${name}@example.com`, computer_name: `of-${name}` }],
    });
    const own = connectPage(stage.service, await openPage(stage.service, owned, headers));
    await own.untilShown();
    assert.equal(own.notices[0].own, true);
    const root = connectPage(stage.service, await openPage(stage.service, owned));
    await root.untilShown();
    assert.equal(root.notices[0].own, false);
    const shown = (names: string[]) => () =>
      own.notices.some((notice) => notice.type === 'onlookers' && notice.names.join() === names.join());
    await waitUntil(shown([stage.service.credentials.user_name]), 'the user sees who looks on');
    root.socket.close();
    await waitUntil(() => {
      const last = own.notices.findLast((notice) => notice.type === 'onlookers');
      return last.names.length === 0;
    }, 'the user sees that he is alone again');
    own.socket.close();
    await waitUntil(async () => {
      const { rows } = await stage.sql(
        `select convert_from(payload, 'UTF8') as text from log_entries where convert_from(payload, 'UTF8') like '%leaveDesktopScreen%'`,
      );
      return rows.some(({ text }) => text.includes(owned));
    }, 'the log says when he left');
  });

  it('a connection whose process died ends at its last beat', async () => {
    const id = '0d000000-0000-4000-8000-000000000001';
    const host = '0d000000-0000-4000-8000-000000000002';
    await stage.sql(`insert into screen_hosts values ($1, '2026-01-01T00:00:10Z')`, [host]);
    await stage.sql(
      `insert into screen_connections (id, host_id, project_id, desktop_id, computer_name, viewer_id, user_name,
         is_reconnect, started_at)
       select $1, $2, project_id, id, computer_name, 'v', 'dead', false, '2026-01-01T00:00:00Z' from desktops where id = $3`,
      [id, host, stage.desktop],
    );
    await waitUntil(async () => {
      const { rows } = await stage.sql('select ended_at from screen_connections where id = $1', [id]);
      return rows[0].ended_at?.toISOString() === '2026-01-01T00:00:10.000Z';
    }, 'the end');
  });

  it('the API lists, counts and exports the connections to those who may see them', async () => {
    const [shown] = await createDesktops(stage.service, {});
    const { computer_name: name } = (await stage.service.call('GET', `/desktops/${shown}`)).body.desktop;
    const page = connectPage(stage.service, await openPage(stage.service, shown));
    await page.untilShown();
    page.socket.close();
    const records = await waitUntil(async () => {
      const { body } = await stage.service.call('GET', `/connections/desktops?computer_name=${name}`);
      return typeof body.records[0]?.connection_end_time === 'string' && body;
    }, 'a record with an end');
    assert.equal(records.total_count, 1);
    assert.equal(records.records[0].user_name, stage.service.credentials.user_name);
    assert.equal(records.records[0].source_ip, '127.0.0.1');
    const none = await stage.service.call('GET', '/connections/desktops?terminal_type=TC');
    assert.equal(none.body.total_count, 0);
    const file = await stage.service.call(
      'GET',
      `/connections/desktops/export?computer_name=${name}&language=zh-cn`,
    );
    assert.match(file.text, /用户,计算机名/);
    assert.match(file.text, new RegExp(`,${name},127\\.0\\.0\\.1,`));
    const online = await stage.service.call('GET', '/connections/online-users?query_type=DAY');
    assert.match(online.body.time_counts.at(-1), /^\d{4}-\d\d-\d\dT\d\d:00:00Z:[1-9]\d*$/);
    const noDay = await stage.service.call(
      'GET',
      '/connections/desktops?start_time=2026-02-30T00:00Z&end_time=2026-03-05T00:00Z',
    );
    assert.deepEqual([noDay.status, noDay.body.error_detail], [400, 'query: start_time']);
    const half = await stage.service.call('GET', '/connections/desktops?start_time=2026-01-01T00:00Z');
    assert.equal(half.status, 400);
    const { headers } = await stage.viewer();
    assert.equal((await stage.service.call('GET', '/connections/desktops', undefined, headers)).status, 403);
  });
});
