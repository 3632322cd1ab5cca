import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, describe, it } from 'node:test';
import { createDesktops, showUntilGone } from '../testing/desktopCalls.js';
import { startTestService, type TestService } from '../testing/startTestService.js';
import { createFaultList } from './faultList.js';

const faultsPath = '//_deskplane/faults';

describe('faults in calls of the API', () => {
  let service: TestService;
  before(async () => {
    service = await startTestService();
  });
  after(() => service.remove());
  afterEach(() => service.call('DELETE', faultsPath));

  async function add(fault: object): Promise<string> {
    const answer = await service.call('POST', faultsPath, fault);
    assert.equal(answer.status, 201, answer.text);
    return answer.body.fault_id;
  }
  const faults = async () => (await service.call('GET', faultsPath)).body.faults;
  const statuses = async (count: number, path: string): Promise<number[]> => {
    const seen: number[] = [];
    for (let call = 0; call < count; call += 1) seen.push((await service.call('GET', path)).status);
    return seen;
  };

  it('refuse the next calls of an operation, as often as was said, with code and text in the form of the API', async () => {
    const id = await add({ effect: 'error', operation: 'ListDesktops', error_code: 'DPL.0503', times: 2 });
    const refused = await service.call('GET', '/desktops', undefined, { 'x-language': 'zh-cn' });
    assert.deepEqual(
      [
        refused.status,
        refused.body.error_code,
        refused.body.error_detail,
        refused.headers.get('retry-after'),
      ],
      [503, 'DPL.0503', `fault ${id}`, '5'],
    );
    assert.match(refused.body.error_msg, /服务未就绪：测试替身注入的故障/);
    assert.deepEqual(await statuses(3, '/desktops'), [503, 200, 200]);
    const [fault] = await faults();
    assert.deepEqual([fault.times, fault.rate, fault.calls, fault.struck], [2, null, 4, 2]);
  });

  it('leave other operations alone', async () => {
    await add({ effect: 'error', operation: 'ListUsers', status: 500, rate: 1 });
    assert.deepEqual(await statuses(2, '/desktops'), [200, 200]);
    assert.deepEqual(await statuses(2, '/users'), [500, 500]);
  });

  it('answer errors of identity in their form', async () => {
    await add({ effect: 'error', operation: 'KeystoneListUsers', status: 429 });
    const refused = await service.call('GET', '//v3/users');
    assert.deepEqual(
      [refused.status, refused.body.error.code, refused.headers.get('retry-after')],
      [429, 429, '1'],
    );
  });

  it('strike a share of the calls, the same ones in every run with that seed', async () => {
    const run = async (seed: number): Promise<string> => {
      const id = await add({ effect: 'error', operation: 'ListDesktops', status: 503, rate: 0.5, seed });
      const seen = await statuses(24, '/desktops');
      assert.equal((await service.call('DELETE', `${faultsPath}/${id}`)).status, 204);
      return seen.join(' ');
    };
    const first = await run(7);
    assert.match(first, /200.*503|503.*200/);
    assert.equal(await run(7), first);
    assert.notEqual(await run(8), first);
  });

  it('are only for calls about a desktop where that is said, by path or by body', async () => {
    const [one, other] = await createDesktops(service, { size: 2, desktop_name: 'pair' });
    assert.ok(other !== undefined);
    await add({ effect: 'error', operation: 'ShowDesktopDetail', status: 503, rate: 1, desktop_id: one });
    assert.deepEqual(
      [await statuses(1, `/desktops/${one}`), await statuses(1, `/desktops/${other}`)],
      [[503], [200]],
    );
    await add({ effect: 'error', operation: 'BatchDeleteDesktops', status: 503, rate: 1, desktop_id: one });
    const remove = (id: string) => service.call('POST', '/desktops/batch-delete', { desktop_ids: [id] });
    assert.deepEqual([(await remove(one)).status, (await remove(other)).status], [503, 202]);
  });

  it('cut: end the connection before anything happens, and lost_answer: after it', async () => {
    const [id] = await createDesktops(service, {});
    const remove = () => service.call('DELETE', `/desktops/${id}?delete_users=false`);
    await add({ effect: 'cut', operation: 'DeleteDesktop' });
    await assert.rejects(remove());
    assert.equal((await service.call('GET', `/desktops/${id}`)).body.desktop.task_status, '');
    await add({ effect: 'lost_answer', operation: 'DeleteDesktop' });
    await assert.rejects(remove());
    await showUntilGone(service, id);
    const { calls } = (await service.call('GET', '//_deskplane/calls?operation=DeleteDesktop')).body;
    assert.deepEqual(
      calls.map((call: { status: number }) => call.status),
      [503, 204],
    );
  });

  it('delay: hold a call up for as long as was said', async () => {
    await add({ effect: 'delay', operation: 'ListDesktops', delay_ms: 300 });
    const begun = performance.now();
    assert.deepEqual(await statuses(1, '/desktops'), [200]);
    assert.ok(performance.now() - begun >= 299);
  });

  it('leave who has no right and what has no form to be refused for that', async () => {
    await add({ effect: 'error', operation: 'CreateDesktop', status: 503, rate: 1 });
    assert.equal((await service.call('POST', '/desktops', {})).status, 400);
    assert.equal((await service.call('POST', '/desktops', {}, { 'x-auth-token': 'no' })).status, 401);
    assert.equal((await faults())[0].calls, 0);
  });

  it('cannot be put into the control interface, nor are more of them kept than may be', async () => {
    const own = await service.call('POST', faultsPath, {
      effect: 'error',
      operation: 'ClearFaults',
      status: 503,
    });
    assert.deepEqual([own.status, own.body.error_detail], [400, 'body: operation']);
    for (let count = 0; count < 100; count += 1) await add({ effect: 'cut', operation: 'ShowQuotas' });
    const beyond = await service.call('POST', faultsPath, { effect: 'cut', operation: 'ShowQuotas' });
    assert.deepEqual([beyond.status, beyond.body.error_code], [409, 'DPL.0409']);
    assert.equal((await service.call('DELETE', `${faultsPath}/none`)).status, 404);
  });

  it('that have struck as often as they were to do not count towards how many there may be, and are shown for a while', async () => {
    const list = createFaultList({ now: () => new Date(0), uuid: randomUUID });
    const rule = { effect: 'cut', operation: 'ShowQuotas', delayMs: 0 } as const;
    const first = list.add({ ...rule, how: { times: 1 } });
    assert.equal(list.strike(() => true)?.id, first.id);
    for (let count = 0; count < 100; count += 1) {
      list.requireRoom(100 - count);
      list.add({ ...rule, how: { times: 2 } });
    }
    assert.throws(() => list.requireRoom(1), /remove some first/);
    assert.throws(() => list.add({ ...rule, how: { rate: 0.5, seed: 1 } }), /remove some first/);
    assert.equal(list.list().length, 101);
    // One of them strikes for the last time and makes room; of those that are done the newest hundred are shown.
    for (let call = 0; call < 2; call += 1) assert.ok(list.strike(() => true) !== undefined);
    list.add({ ...rule, how: { times: 1 } });
    while (list.strike(() => true) !== undefined);
    const newest = list.add({ ...rule, how: { always: true } });
    assert.equal(list.list().length, 101);
    assert.ok(!list.list().some(({ id }) => id === first.id));
    assert.equal(list.list().at(-1)?.id, newest.id);
  });

  const mistakes: readonly (readonly [fault: object, field: string, words: RegExp])[] = [
    [{ effect: 'error' }, 'operation', /or engine_call/],
    [
      { effect: 'error', operation: 'DeleteDesktops', status: 503 },
      'operation',
      /did you mean DeleteDesktop\?/,
    ],
    [{ effect: 'error', operation: 'DeleteDesktop' }, 'status', /or error_code/],
    [{ effect: 'error', operation: 'DeleteDesktop', status: 418 }, 'status', /418 needs an error_code/],
    [{ effect: 'error', operation: 'DeleteDesktop', error_code: 'DPL.503' }, 'error_code', /DPL\.0503/],
    [{ effect: 'cut', operation: 'DeleteDesktop', status: 503 }, 'status', /effect error/],
    [{ effect: 'delay', operation: 'DeleteDesktop' }, 'delay_ms', /how long/],
    [{ effect: 'no_effect', operation: 'DeleteDesktop' }, 'effect', /effect must not be no_effect for an op/],
    [{ effect: 'cut', operation: 'DeleteDesktop', kind: 'volume' }, 'kind', /of the engine/],
    [{ effect: 'cut', operation: 'DeleteDesktop', reason: 'timeout' }, 'reason', /engine_call/],
    [{ effect: 'cut', operation: 'DeleteDesktop', times: 1, rate: 0.5 }, 'rate', /exclude/],
    [{ effect: 'cut', operation: 'DeleteDesktop', seed: 1 }, 'seed', /for a rate/],
    [{ effect: 'cut', engine_call: 'remove' }, 'effect', /effect must not be cut .* use lost_answer/],
    [
      { effect: 'no_effect', engine_call: 'find' },
      'effect',
      /effect must be delay or error for the engine_call find, which changes nothing/,
    ],
    [{ effect: 'error', engine_call: 'power', kind: 'volume' }, 'kind', /must be server/],
    [{ effect: 'error', engine_call: 'list', item_id: 'x' }, 'item_id', /left out for the engine_call list/],
    [{ effect: 'stuck' }, 'desktop_id', /what gets stuck/],
    [{ effect: 'delete_failed', engine_call: 'remove' }, 'engine_call', /left out/],
    [
      { effect: 'stuck', desktop_id: '00000000-0000-4000-8000-000000000000' },
      'desktop_id',
      /no desktop of this account/,
    ],
    [{ effect: 'stuck', item_id: 'nothing' }, 'item_id', /no item of this account/],
    [{ effect: 'cut', operation: 'DeleteDesktop', time: 1 }, 'time', /./],
  ];
  for (const [fault, field, words] of mistakes)
    it(`that say ${JSON.stringify(fault)} are refused, naming ${field}`, async () => {
      const answer = await service.call('POST', faultsPath, fault);
      assert.equal(answer.status, 400, answer.text);
      assert.match(`${answer.body.error_detail} ${answer.body.error_msg}`, new RegExp(`\\b${field}\\b`));
      assert.match(answer.body.error_msg, words);
      const inChinese = await service.call('POST', faultsPath, fault, { 'x-language': 'zh-cn' });
      assert.match(inChinese.body.error_msg, /[\u4e00-\u9fff]/);
      assert.deepEqual(await faults(), []);
    });
});
