import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '../testing/desktopCalls.js';
import { startTestService, type TestAnswer, type TestService } from '../testing/startTestService.js';

/** A Monday. */
const now = new Date('2027-03-01T12:00:00Z');
let service: TestService;
let desktop: string;
before(async () => {
  service = await startTestService({ serviceClock: () => now });
  [desktop] = await createDesktops(service, { desktop_name: 'first' });
});
after(() => service.remove());

const path = '/scheduled-tasks';
const call: TestService['call'] = (...request) => service.call(...request);
const said = ({ status, body }: TestAnswer) => [status, body?.error_code];
const bodyOf = (further: object) => ({
  task_name: 'Evening',
  task_type: 'STOP',
  scheduled_type: 'DAY',
  day_interval: 1,
  scheduled_time: '19:00:00',
  time_zone: 'Asia/Shanghai',
  apply_objects: [{ object_type: 'DESKTOP', object_id: desktop }],
  ...further,
});
const create = (further: object = {}): Promise<TestAnswer> => call('POST', path, bodyOf(further));
async function task(further: object = {}): Promise<string> {
  const answer = await create(further);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.task_id;
}
const show = async (id: string) => (await call('GET', `${path}/${id}`)).body;
const list = async (query = '') => (await call('GET', `${path}?offset=0&limit=50${query}`)).body;

describe('scheduled tasks', () => {
  it('are made, shown, listed, changed and deleted', async () => {
    const id = await task({
      description: 'saves power',
      force_execute: true,
      expire_time: '2027-06-30 00:00:00',
    });
    const shown = await show(id);
    assert.deepEqual(shown, {
      id,
      task_name: 'Evening',
      task_type: 'STOP',
      description: 'saves power',
      enable: true,
      force_execute: true,
      scheduled_type: 'DAY',
      scheduled_date: null,
      scheduled_time: '19:00:00',
      day_interval: 1,
      week_list: null,
      month_list: null,
      date_list: null,
      expire_time: '2027-06-30 00:00:00',
      time_zone: 'Asia/Shanghai',
      next_execution_time: '2027-03-02 19:00:00',
      apply_objects: [{ object_id: desktop, object_type: 'DESKTOP', object_name: 'first' }],
    });
    const other = await task({ task_name: 'another', task_type: 'START' });
    const names = async (query: string): Promise<string[]> =>
      (await list(query)).scheduled_tasks.map((each: { task_name: string }) => each.task_name);
    assert.deepEqual(await names(''), ['another', 'Evening']);
    assert.deepEqual(await names('&task_name=EVEN'), ['Evening']);
    assert.deepEqual(await names('&task_type=START'), ['another']);
    assert.deepEqual(await names('&scheduled_type=WEEK'), []);
    assert.deepEqual(await names('&last_status=SUCCESS'), []);
    assert.deepEqual(await names('&life_cycle_type=POST_CREATE_DESKTOP_SUCCESS'), []);
    const changes = { scheduled_type: 'WEEK', week_list: '1,7', task_name: 'Weekend', force_execute: false };
    assert.equal((await call('PUT', `${path}/${id}`, changes)).status, 200);
    const changed = await show(id);
    assert.deepEqual(
      [changed.task_name, changed.week_list, changed.day_interval, changed.next_execution_time],
      ['Weekend', '1,7', null, '2027-03-06 19:00:00'],
    );
    assert.equal((await call('PUT', `${path}/${id}`, { enable: false })).status, 200);
    assert.equal((await show(id)).next_execution_time, null);
    assert.equal((await call('PUT', `${path}/${id}`, { enable: true, expire_time: '' })).status, 200);
    const again = await show(id);
    assert.deepEqual([again.next_execution_time, again.expire_time], ['2027-03-06 19:00:00', null]);
    assert.equal((await call('DELETE', `${path}/${id}`)).status, 200);
    assert.deepEqual(said(await call('GET', `${path}/${id}`)), [404, 'DPL.0404']);
    assert.deepEqual(said(await call('DELETE', `${path}/${id}`)), [404, 'DPL.0404']);
    const both = { task_ids: [other, randomUUID()] };
    assert.deepEqual(
      said(await call('POST', `${path}/batch-delete`, both)),
      [404, 'DPL.0404'],
      'all or none',
    );
    assert.equal((await call('POST', `${path}/batch-delete`, { task_ids: [other] })).status, 200);
    assert.equal((await list()).total_count, 0);
  });

  const refused: [string, object, RegExp, string][] = [
    ['of a kind that cannot be had', { task_type: 'REBUILD' }, /START, STOP, REBOOT, HIBERNATE$/, 'WKS.0001'],
    ['upon an event', { scheduled_type: 'LIFE_CYCLE' }, /LIFE_CYCLE/, 'DPL.0501'],
    ['tried on some first', { gray_count: 3 }, /gray_count/, 'DPL.0501'],
    ['that tell users', { extra_params: '{"notify_message":"x"}' }, /extra_params/, 'DPL.0501'],
    ['for pools', { apply_objects: [{ object_type: 'DESKTOP_POOL', object_id: 'x' }] }, /POOL/, 'DPL.0501'],
    ['for no desktop', { apply_objects: [] }, /at least one desktop/, 'WKS.0001'],
    [
      'for a desktop that is not there',
      { apply_objects: [{ object_type: 'DESKTOP', object_id: randomUUID() }] },
      /must name an existing desktop/,
      'WKS.0001',
    ],
    ['without a time of day', { scheduled_time: undefined }, /scheduled_time is required/, 'WKS.0001'],
    ['without an interval', { day_interval: undefined }, /day_interval is required/, 'WKS.0001'],
    ['with what goes with another kind', { week_list: '1' }, /week_list does not go/, 'WKS.0001'],
    ['in a zone that there is not', { time_zone: 'Mars/Olympus' }, /time_zone must be/, 'WKS.0001'],
    ['in an offset', { time_zone: 'GMT+08:00' }, /see time_zone_name of ListTimeZones/, 'WKS.0001'],
    [
      'until a date that there is not',
      { expire_time: '2027-02-30 00:00:00' },
      /expire_time must be/,
      'WKS.0001',
    ],
    ['that are over', { expire_time: '2027-03-01 00:00:00' }, /before expire_time/, 'WKS.0001'],
    [
      'on a date that never comes',
      { scheduled_type: 'MONTH', day_interval: undefined, month_list: '2', date_list: '30' },
      /\(date_list, month_list\)/,
      'WKS.0001',
    ],
    [
      'in the past',
      { scheduled_type: 'FIXED_TIME', day_interval: undefined, scheduled_date: '2027-03-01' },
      /\(scheduled_date, scheduled_time\)/,
      'WKS.0001',
    ],
    ['at a time that no clock shows', { scheduled_time: '24:00:00' }, /scheduled_time/, 'WKS.0001'],
  ];
  for (const [which, further, message, code] of refused)
    it(`${which} are refused by name`, async () => {
      const answer = await create(further);
      assert.equal(answer.body.error_code, code, answer.text);
      assert.match(answer.body.error_msg, message);
    });

  it('are for desktops named by their ids as they are, in lower case', async () => {
    const shouted = [{ object_type: 'DESKTOP', object_id: desktop.toUpperCase() }];
    const answer = await create({ apply_objects: shouted });
    assert.deepEqual([answer.status, answer.body.error_code], [400, 'WKS.0001'], answer.text);
    assert.match(answer.body.error_msg, /must name an existing desktop/);
  });

  it('keep what stood before a change that is refused', async () => {
    const id = await task();
    const kept = await show(id);
    for (const change of [{ scheduled_type: 'WEEK' }, { priority: 1 }, { apply_objects: [] }])
      assert.ok((await call('PUT', `${path}/${id}`, { task_name: 'x', ...change })).status >= 400);
    assert.deepEqual(await show(id), kept);
    await call('DELETE', `${path}/${id}`);
  });

  it('tell their times before they are made, through a change of the clock', async () => {
    const future = async (body: object): Promise<string[]> =>
      (await call('POST', `${path}/future-executions`, body)).body.future_executions;
    const berlin = { scheduled_time: '02:30:00', time_zone: 'Europe/Berlin' };
    const sundays = await future({
      ...berlin,
      scheduled_type: 'WEEK',
      week_list: '1',
      expire_time: '2027-04-05 00:00:00',
    });
    assert.deepEqual(sundays, [
      '2027-03-07 02:30:00',
      '2027-03-14 02:30:00',
      '2027-03-21 02:30:00',
      '2027-03-28 03:30:00',
      '2027-04-04 02:30:00',
    ]);
    assert.equal((await future({ ...berlin, scheduled_type: 'DAY', day_interval: 2 })).length, 10);
    const month = { ...berlin, scheduled_type: 'MONTH', month_list: '2,4', date_list: '1,L' };
    assert.deepEqual((await future(month)).slice(0, 3), [
      '2027-04-01 02:30:00',
      '2027-04-30 02:30:00',
      '2028-02-01 02:30:00',
    ]);
    const never = { ...berlin, scheduled_type: 'FIXED_TIME', scheduled_date: '2020-01-01' };
    assert.deepEqual(await future(never), []);
    assert.match((await call('POST', `${path}/future-executions`, {})).text, /scheduled_type is required/);
  });
});
