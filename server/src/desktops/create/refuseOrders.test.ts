import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { simulatedLinux } from '../../testing/desktopCalls.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';

const smallest = {
  desktop_type: 'DEDICATED',
  product_id: 'workspace.x86.small',
  image_type: 'gold',
  image_id: simulatedLinux,
  root_volume: { type: 'SAS', size: 80 },
  desktops: [{ user_name: 'nobody' }],
};
const windows = '6f1c2a5e-0d3b-4b7c-9a53-2f5d6f8c1b02';
const nowhere = 'a130ab3a-72bf-4b71-baa9-af4987c8e338';
const entry = (different: object) => ({ desktops: [{ user_name: 'nobody', ...different }] });
const times = (count: number, each: object) => Array.from({ length: count }, () => each);
const tags = (count: number) => Array.from({ length: count }, (_, index) => ({ key: `k${index}` }));

/** What is wrong, the order, the field that the answer names, and what else the answer says. */
const malformed: [string, object, RegExp][] = [
  ['no product', { product_id: undefined }, /^Invalid request: product_id is missing$/],
  ['a product that is a number', { product_id: 7 }, /product_id must be string/],
  ['an empty image', { image_id: '' }, /image_id must have at least 1 characters/],
  ['an unknown desktop type', { desktop_type: 'POOLED' }, /desktop_type must be one of DEDICATED, SHARED/],
  ['an unknown image type', { image_type: 'silver' }, /image_type must be one of/],
  ['no system disk', { root_volume: undefined }, /root_volume is missing/],
  [
    'a disk of 15 GB',
    { root_volume: { type: 'SAS', size: 15 } },
    /root_volume.size must be a multiple of 10/,
  ],
  ['a disk of 0 GB', { root_volume: { type: 'SAS', size: 0 } }, /root_volume.size must be at least 10/],
  ['a disk too large', { root_volume: { type: 'SAS', size: 32_770 } }, /size must be at most 32760/],
  ['a disk size as text', { root_volume: { type: 'SAS', size: '80' } }, /root_volume.size must be integer/],
  ['a disk of an unknown type', { root_volume: { type: 'FLOPPY', size: 80 } }, /root_volume.type must be/],
  ['eleven data disks', { data_volumes: times(11, { type: 'SAS', size: 10 }) }, /data_volumes must have at/],
  ['no desktop at all', { desktops: undefined }, /desktops or size is required/],
  ['an empty list of desktops', { desktops: [] }, /desktops must have at least 1 entries/],
  ['101 desktops', { desktops: times(101, { user_name: 'nobody' }) }, /desktops must have at most 100/],
  ['101 unassigned desktops', { desktops: undefined, size: 101 }, /size must be at most 100/],
  ['no unassigned desktop', { desktops: undefined, size: 0 }, /size must be at least 1/],
  [
    'a prefix without room',
    { desktops: undefined, size: 2, desktop_name: 'a'.repeat(14) },
    /desktop_name must have/,
  ],
  ['a user name with a space', entry({ user_name: 'no body' }), /user_name must be 1 to 32 letters, digits/],
  ['a user name too long', entry({ user_name: 'a'.repeat(33) }), /user_name must have at most 32/],
  [
    'a mail address with a line break',
    entry({ user_email: 'a@b\r\nBcc: c@d' }),
    /user_email must be one email address/,
  ],
  ['an unknown group', entry({ user_group: 'wheel' }), /user_group must be one of/],
  [
    'a name that begins with -',
    entry({ computer_name: '-desk' }),
    /computer_name must be letters, digits and -/,
  ],
  [
    'a name that ends with -',
    entry({ computer_name: 'desk-' }),
    /computer_name must be letters, digits and -/,
  ],
  ['a name with a dot', entry({ computer_name: 'desk.1' }), /computer_name must be letters, digits and -/],
  ['a name too long', entry({ computer_name: 'a'.repeat(16) }), /computer_name must have at most 15/],
  [
    'a name with a line break',
    entry({ computer_name: 'desk\n' }),
    /computer_name must be letters, digits and -/,
  ],
  [
    'a group of Windows on Linux',
    entry({ user_name: 'ann', user_email: 'ann@example.com', user_group: 'administrators' }),
    /desktops\.0\.user_group must be sudo or default for a desktop with Linux/,
  ],
  [
    'one name for two desktops',
    { desktops: [{ computer_name: 'twin' }, { computer_name: 'TWIN' }] },
    /computer_name TWIN is used for two desktops/,
  ],
  ['a prefix too long', entry({ desktop_name_prefix: 'abcdef' }), /desktop_name_prefix must have at most 5/],
  ['21 tags', { tags: tags(21) }, /tags must have at most 20/],
  [
    'one key for two tags',
    { tags: [{ key: 'team', value: 'red' }, { key: 'Team' }, { key: 'team', value: 'red' }] },
    /tags\.2\.key team is the key of another tag, too; give each key once/,
  ],
  ['a tag without a key', { tags: [{ value: 'x' }] }, /key is missing/],
  [
    'a tag of the system',
    { tags: [{ key: '_sys_x' }] },
    /tags.0.key must be letters, .* not begin with _sys_/,
  ],
  [
    'more addresses than desktops',
    { desktop_ips: ['100.64.0.9', '100.64.0.10'] },
    /desktop_ips has more addresses/,
  ],
  ['an address that is none', { desktop_ips: ['localhost'] }, /"localhost" is not an IPv4 address/],
  ['an address of another network', { desktop_ips: ['8.8.8.8'] }, /8\.8\.8\.8/],
  [
    'an enterprise project with a slash',
    { enterprise_project_id: 'a/b' },
    /enterprise_project_id must be letters/,
  ],
];
const unknown: [string, object, RegExp][] = [
  [
    'product_id',
    { product_id: 'workspace.none' },
    /product_id must name an existing resource: "workspace.none" does not exist/,
  ],
  [
    'product_id',
    { product_id: 'workspace.arm.small' },
    /product_id must name an existing resource: "workspace.arm.small"/,
  ],
  ['image_type', { image_type: 'private' }, /image_type must be gold for the image/],
  ['image_id', { image_id: nowhere }, /image_id must name an existing resource/],
  [
    'availability_zone',
    { availability_zone: 'mars-1a' },
    /availability_zone must name an existing resource: "mars-1a"/,
  ],
  ['nics.subnet_id', { nics: [{ subnet_id: nowhere }] }, /nics.subnet_id must name an existing resource/],
  [
    'nics.subnet_id',
    { nics: [{ subnet_id: "'; drop table desktops" }] },
    /nics.subnet_id must name an existing resource/,
  ],
  ['vpc_id', { vpc_id: nowhere }, /vpc_id must be the VPC of the subnet/],
  [
    'security_groups.id',
    { security_groups: [{ id: nowhere }] },
    /security_groups.id must name an existing resource/,
  ],
  [
    'root_volume.size',
    { image_id: windows, product_id: 'workspace.x86.large', root_volume: { type: 'SAS', size: 70 } },
    /at least 80/,
  ],
  ['product_id', { image_id: windows }, /too little memory: .* needs 4096 MB/],
];
const unoffered: [string, object, RegExp][] = [
  ['kms_id', { root_volume: { type: 'SAS', size: 80, kms_id: 'key' } }, /disk encryption/],
  ['eip', { eip: { type: '5_bgp', charge_mode: 'TRAFFIC', bandwidth_size: 1 } }, /public IP addresses/],
  ['a package of hours', { hour_package_product_id: 'p' }, /hour_package_product_id must be left out/],
  [
    'a disk of another desktop',
    entry({ copy_volume_ids: [nowhere] }),
    /desktops\.0\.copy_volume_ids must be left out/,
  ],
  ['nics', { nics: [{ subnet_id: nowhere }, { subnet_id: nowhere }] }, /more than one network interface/],
];

describe('CreateDesktop refuses', () => {
  let service: TestService;
  before(async () => {
    service = await startTestService();
  });
  after(() => service.remove());

  const written = async (): Promise<unknown> => {
    const { rows } = await service.database.pool.query(
      `select (select count(*) from desktops) as desktops, (select count(*) from desktop_users) as users,
        (select count(*) from jobs) as jobs, (select count(*) from items) as items`,
    );
    return rows[0];
  };
  const nothing = { desktops: '0', users: '0', jobs: '0', items: '0' };
  const order = (different: object, headers: Record<string, string> = {}) =>
    service.call('POST', '/desktops', { ...smallest, ...different }, headers);

  for (const [what, different, message] of malformed) {
    it(`${what} with 400, and writes nothing (A6)`, async () => {
      const answer = await order(different);
      assert.equal(answer.status, 400, answer.text);
      assert.equal(answer.body.error_code, 'WKS.0001');
      assert.match(answer.body.error_msg, message);
      assert.deepEqual(await written(), nothing);
    });
  }

  for (const [field, different, message] of unknown) {
    it(`an unknown or unfit ${field} with 400 naming it (${String(message)}), and writes nothing (S4)`, async () => {
      const answer = await order(different);
      assert.equal(answer.status, 400, answer.text);
      assert.equal(answer.body.error_code, 'WKS.0001');
      assert.equal(answer.body.error_detail, `body: ${field}`);
      assert.match(answer.body.error_msg, message);
      const chinese = await order(different, { 'x-language': 'zh-cn' });
      assert.match(chinese.body.error_msg, /^请求参数无效：.*[\u4e00-\u9fff]/);
      assert.deepEqual(await written(), nothing);
    });
  }

  for (const [field, different, message] of unoffered) {
    it(`${field}, which no engine here can do, with 409`, async () => {
      const answer = await order(different);
      assert.deepEqual([answer.status, answer.body.error_code], [409, 'DPL.0501']);
      assert.match(answer.body.error_msg, message);
      assert.deepEqual(await written(), nothing);
    });
  }

  it('more than the quota allows with 409 naming the quota', async () => {
    await service.database.patient.query(
      `insert into desktop_users (id, project_id, user_name, created_at)
       select 'u' || n, $1, 'quota' || n, now() from generate_series(1, 29999) n`,
      [service.credentials.project_id],
    );
    const answer = await order({ desktops: [{ user_name: 'one' }, { user_name: 'two' }] });
    assert.deepEqual([answer.status, answer.body.error_code], [409, 'DPL.4091']);
    assert.match(answer.body.error_msg, /users/);
    assert.equal((await order({ desktops: [{ user_name: 'quota1' }, { user_name: 'one' }] })).status, 200);
    await service.database.patient.query(
      `delete from desktop_users where user_name like 'quota%' and user_name <> 'quota1'`,
    );
  });

  it('a body that is no object, or no JSON at all, with 400', async () => {
    for (const body of ['[]', 'null', '"x"', '{', '']) {
      const answer = await service.call('POST', '/desktops', body, { 'content-type': 'application/json' });
      assert.equal(answer.status, 400, `${body}: ${answer.text}`);
    }
  });
});
