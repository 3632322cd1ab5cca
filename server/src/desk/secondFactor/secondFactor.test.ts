import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { type Browser, openBrowser } from '../../testing/browser.js';
import { fromBase32 } from '../../testing/fromBase32.js';
import { startTestService, type TestAnswer, type TestService } from '../../testing/startTestService.js';
import { codeOf, stepAt, stepSeconds } from './codes.js';

const session = '/desk/api/session';
const config = '/assist-auth-config/method-config';
const objects = '/assist-auth-config/apply-objects';
const own = 'Chosen-by-user-2';
let service: TestService;
let enterpriseId: string;
/** What both clocks are ahead by: that of devices and that of lock-outs. */
let ahead = 0;
const now = (): number => Date.now() + ahead;
const clock = (): Date => new Date(now());

before(async () => {
  service = await startTestService({ clock, serviceClock: clock });
  enterpriseId = (await service.call('GET', '/workspaces')).body.enterprise_id;
});
after(() => service.remove());
beforeEach(async () => {
  await switchOn({ enable: false, apply_objects: [] });
});

async function switchOn(info: object): Promise<void> {
  const answer = await service.call('PUT', config, { otp_config_info: info });
  assert.equal(answer.status, 204, answer.text);
}

let made = 0;
interface Person {
  readonly id: string;
  readonly name: string;
}
async function addUser(more: object = {}): Promise<Person> {
  const name = `worker-${(made += 1)}`;
  const user = { user_name: name, user_email: `${name}@example.com`, active_type: 'ADMIN_ACTIVATE' };
  const answer = await service.call('POST', '/users', {
    ...user,
    password: own,
    next_login_change_password: false,
    ...more,
  });
  assert.equal(answer.status, 201, answer.text);
  return { id: answer.body.id, name };
}

async function addGroup(...members: readonly Person[]): Promise<string> {
  const group = { group_name: `group-${(made += 1)}`, platform_type: 'LOCAL' };
  const { id } = (await service.call('POST', '/groups', group)).body;
  if (members.length > 0) {
    const joining = { op_type: 'ADD', user_ids: members.map((member) => member.id) };
    assert.equal((await service.call('POST', `/groups/${id}/actions`, joining)).status, 204);
  }
  return id;
}

async function signIn({ name }: Person): Promise<{ browser: Browser; factor: string }> {
  const browser = openBrowser(service.endpoint);
  const body = { enterprise_id: enterpriseId, user_name: name, password: own };
  const answer = await browser.call('POST', session, body);
  assert.equal(answer.status, 200, answer.text);
  return { browser, factor: answer.body.second_factor };
}
const factorOf = async (person: Person): Promise<string> => (await signIn(person)).factor;
const prove = (browser: Browser, code: string): Promise<TestAnswer> =>
  browser.call('POST', `${session}/code`, { code });
const desktops = async (browser: Browser): Promise<number> =>
  (await browser.call('GET', '/desk/api/desktops')).status;
const wrongOf = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

/** The next code of a device: a later one each time. */
function nextCode(secret: Buffer): string {
  ahead += stepSeconds * 1_000;
  return codeOf(secret, stepAt(now()));
}

async function bind(browser: Browser): Promise<Buffer> {
  const shown = await browser.call('POST', '/desk/api/otp-device');
  assert.equal(shown.status, 200, shown.text);
  const secret = fromBase32(shown.body.secret);
  const answer = await prove(browser, nextCode(secret));
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.body.second_factor, 'proven');
  return secret;
}

describe('the second factor of those who work on desktops', () => {
  it('is asked of nobody while it is off, and of everybody while nobody is named', async () => {
    const person = await addUser();
    assert.equal(await factorOf(person), 'none');
    await switchOn({ enable: true });
    const { browser, factor } = await signIn(person);
    assert.equal(factor, 'bind');
    assert.equal(await desktops(browser), 403);
    const { otp_config_info: info } = (await service.call('GET', config)).body;
    assert.deepEqual([info.enable, info.receive_mode, info.apply_objects], [true, 'VMFA', []]);
  });

  it('is asked of those who are named, alone or with a group, as long as they are', async () => {
    const [alone, member, other] = [await addUser(), await addUser(), await addUser()];
    const group = await addGroup(member);
    await switchOn({
      enable: true,
      apply_objects: [{ object_type: 'USER', object_id: alone.id, object_name: alone.name.toUpperCase() }],
    });
    const add = [{ object_type: 'USER_GROUP', object_id: group }];
    assert.equal((await service.call('POST', objects, { add })).status, 204);
    assert.equal((await service.call('POST', objects, { add })).status, 204);
    const all = (await service.call('GET', objects)).body;
    assert.equal(all.total_count, 2);
    assert.deepEqual(all.objects[0], { object_type: 'USER', object_id: alone.id, object_name: alone.name });
    const groups = (await service.call('GET', `${objects}?object_type=USER_GROUP`)).body;
    assert.deepEqual(
      groups.objects.map(({ object_id }: { object_id: string }) => object_id),
      [group],
    );
    const named = (await service.call('GET', `${objects}?object_name=${alone.name}`)).body;
    assert.equal(named.total_count, 1);
    const second = (await service.call('GET', `${objects}?limit=1&offset=1`)).body;
    assert.deepEqual([second.total_count, second.objects[0].object_id], [2, group]);
    const asked = [await factorOf(alone), await factorOf(member), await factorOf(other)];
    assert.deepEqual(asked, ['bind', 'bind', 'none']);
    const both = { add, delete: [{ object_type: 'USER_GROUP', object_id: group.toUpperCase() }] };
    const refused = await service.call('POST', objects, both);
    assert.deepEqual([refused.status, refused.body.error_detail], [400, 'body: add.0'], refused.text);
    assert.equal((await service.call('GET', objects)).body.total_count, 2);
    const left = { delete: [{ object_type: 'USER', object_id: alone.id }] };
    assert.equal((await service.call('POST', objects, left)).status, 204);
    assert.deepEqual([await factorOf(alone), await factorOf(member)], ['none', 'bind']);
  });

  it('binds a device by its first code, and lets in with a code of it and the password', async () => {
    const person = await addUser();
    await switchOn({ enable: true });
    const { browser } = await signIn(person);
    const secret = await bind(browser);
    assert.equal(await desktops(browser), 200);
    assert.equal((await browser.call('POST', '/desk/api/otp-device')).status, 409);
    const later = await signIn(person);
    assert.equal(later.factor, 'prove');
    assert.equal(await desktops(later.browser), 403);
    const change = { original_password: own, password: 'Another-one-3' };
    assert.equal((await later.browser.call('POST', '/desk/api/password', change)).status, 403);
    assert.equal((await later.browser.call('POST', '/desk/api/otp-device')).status, 403);
    assert.equal((await prove(later.browser, nextCode(secret))).status, 200);
    assert.equal(await desktops(later.browser), 200);
  });

  it('takes no code twice, not even at once', async () => {
    const person = await addUser();
    await switchOn({ enable: true });
    const secret = await bind((await signIn(person)).browser);
    const [one, two] = [await signIn(person), await signIn(person)];
    const code = nextCode(secret);
    const answers = await Promise.all([prove(one.browser, code), prove(two.browser, code)]);
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((left, right) => left - right),
      [200, 401],
    );
    assert.equal((await prove((await signIn(person)).browser, code)).status, 401);
  });

  it('is locked after five wrong codes, which a right password does not undo', async () => {
    const person = await addUser();
    await switchOn({ enable: true });
    const secret = await bind((await signIn(person)).browser);
    for (let failures = 0; failures < 5; failures += 1) {
      const { browser } = await signIn(person);
      assert.equal((await prove(browser, wrongOf(codeOf(secret, stepAt(now()) + 100)))).status, 401);
    }
    const { browser } = await signIn(person);
    assert.equal((await prove(browser, nextCode(secret))).status, 401);
    assert.equal(await desktops(browser), 403);
    ahead += 16 * 60_000;
    assert.equal((await prove(browser, nextCode(secret))).status, 200);
  });

  it('is asked in sessions that were open when it was switched on', async () => {
    const { browser } = await signIn(await addUser());
    assert.equal(await desktops(browser), 200);
    await switchOn({ enable: true });
    assert.equal(await desktops(browser), 403);
    await switchOn({ enable: false });
    assert.equal(await desktops(browser), 200);
  });

  it('comes after a password of his own where that is wanted first', async () => {
    const person = await addUser({ next_login_change_password: true });
    await switchOn({ enable: true });
    const { browser } = await signIn(person);
    assert.equal((await browser.call('POST', '/desk/api/otp-device')).status, 409);
    const change = { original_password: own, password: 'Another-one-3' };
    assert.equal((await browser.call('POST', '/desk/api/password', change)).status, 204);
  });

  it('forgets a lost device with the sessions that it let in', async () => {
    const person = await addUser();
    await switchOn({ enable: true });
    const { browser } = await signIn(person);
    assert.deepEqual((await service.call('GET', `/users/${person.id}/otp-devices`)).body.otp_devices, []);
    const secret = await bind(browser);
    const path = `/users/${person.id}/otp-devices`;
    const [device] = (await service.call('GET', path)).body.otp_devices;
    assert.deepEqual([device.user_id, device.user_name, device.status], [person.id, person.name, 'ACTIVE']);
    const somebody = await addUser();
    const lost = { otp_ids: [device.id] };
    assert.equal((await service.call('DELETE', `/users/${somebody.id}/otp-devices`, lost)).status, 204);
    assert.equal(await desktops(browser), 200);
    assert.equal((await service.call('DELETE', path, lost)).status, 204);
    assert.equal((await service.call('DELETE', path, lost)).status, 204);
    assert.equal((await browser.call('GET', session)).status, 401);
    const again = await signIn(person);
    assert.equal(again.factor, 'bind');
    assert.equal((await prove(again.browser, nextCode(secret))).status, 401);
    await bind(again.browser);
  });

  it('refuses by name what it cannot be, and then changes nothing', async () => {
    const person = await addUser();
    for (const [info, name] of [
      [{ enable: true, receive_mode: 'HMFA' }, 'otp_config_info.receive_mode'],
      [{ enable: true, app_secret: 'secret' }, 'otp_config_info.app_secret'],
      [{ enable: true, auth_server_access_mode: 'DEDICATED' }, 'otp_config_info.auth_server_access_mode'],
      [{ enable: true, apply_rule: { rule_type: 'ACCESS_MODE', rule: 'PRIVATE' } }, 'apply_rule.rule'],
    ] as const) {
      const { status, body } = await service.call('PUT', config, { otp_config_info: info });
      assert.deepEqual([status, body.error_code], [409, 'DPL.0501'], name);
      assert.ok(body.error_msg.includes(name), body.error_msg);
    }
    const radius = { auth_type: 'RADIUS', otp_config_info: { enable: true } };
    assert.equal((await service.call('PUT', config, radius)).body.error_code, 'DPL.0501');
    const there = { object_type: 'USER', object_id: person.id };
    for (const wrong of [
      { object_type: 'USER', object_id: '0'.repeat(32) },
      { object_type: 'USER_GROUP', object_id: person.id },
      { ...there, object_name: 'somebody-else' },
    ]) {
      const { status } = await service.call('POST', objects, { add: [there, wrong] });
      assert.ok(status === 400 || status === 404, String(status));
      const whole = { enable: true, apply_objects: [wrong] };
      const answer = await service.call('PUT', config, { otp_config_info: whole });
      assert.ok(answer.status === 400 || answer.status === 404, answer.text);
    }
    assert.equal((await service.call('GET', objects)).body.total_count, 0);
    assert.equal((await service.call('GET', config)).body.otp_config_info.enable, false);
  });

  it('takes no body that would change nothing: it says what is missing, in both languages', async () => {
    const person = await addUser();
    for (const body of [{}, { add: [] }, { delete: [] }, { add: [], delete: [] }])
      for (const [language, words] of [
        ['en-us', /add or delete must name/],
        ['zh-cn', /add和delete至少/],
      ] as const) {
        const answer = await service.call('POST', objects, body, { 'x-language': language });
        assert.deepEqual([answer.status, answer.body.error_code], [400, 'WKS.0001'], answer.text);
        assert.match(answer.body.error_msg, words);
      }
    for (const [method, path, body, field] of [
      ['DELETE', `/users/${person.id}/otp-devices`, { otp_ids: [] }, 'otp_ids'],
      ['DELETE', `/users/${person.id}/otp-devices`, {}, 'otp_ids'],
      ['PUT', config, { otp_config_info: {} }, 'enable'],
      ['PUT', config, {}, 'otp_config_info'],
    ] as const) {
      const answer = await service.call(method, path, body);
      assert.deepEqual([answer.status, answer.body.error_code], [400, 'WKS.0001'], answer.text);
      assert.ok(answer.body.error_msg.includes(field), answer.body.error_msg);
    }
  });
});
