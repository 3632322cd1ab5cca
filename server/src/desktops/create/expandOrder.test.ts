import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CreateDesktopBody } from './createSchemas.js';
import { expandOrder } from './expandOrder.js';

function order(different: Partial<CreateDesktopBody>): CreateDesktopBody {
  return {
    desktop_type: 'DEDICATED',
    product_id: 'workspace.x86.small',
    image_id: 'image',
    root_volume: { type: 'SAS', size: 80 },
    ...different,
  };
}

describe('an order of desktops', () => {
  it('asks for one desktop per entry', () => {
    const ordered = expandOrder(
      order({
        desktops: [
          { user_name: 'anna', user_email: 'anna@example.org', user_group: 'sudo', computer_name: 'DESK01' },
          { user_name: 'anna', user_group: '' },
          { desktop_name_prefix: 'pool' },
        ],
      }),
    );
    assert.deepEqual(ordered, [
      {
        wish: { name: 'DESK01', field: 'desktops.0.computer_name', prefix: 'anna' },
        user: { name: 'anna', email: 'anna@example.org', phone: '', group: 'sudo', at: 'desktops.0.' },
      },
      {
        wish: { name: undefined, field: 'desktops.1.computer_name', prefix: 'anna' },
        user: { name: 'anna', email: '', phone: '', group: 'default', at: 'desktops.1.' },
      },
      {
        wish: {
          name: undefined,
          field: 'desktops.2.computer_name',
          prefix: 'pool',
          choosesPrefix: true,
        },
        user: undefined,
      },
    ]);
  });

  it('asks for unassigned desktops by their number; the name is a prefix from two on', () => {
    assert.deepEqual(expandOrder(order({ size: 1, desktop_name: 'lab' })), [
      { wish: { name: 'lab', field: 'desktop_name', prefix: 'lab' }, user: undefined },
    ]);
    const three = expandOrder(order({ size: 3, desktop_name: 'lab' }));
    const numbered = { wish: { name: undefined, prefix: 'lab', choosesPrefix: true }, user: undefined };
    assert.deepEqual(three, [numbered, numbered, numbered]);
    assert.equal(expandOrder(order({ size: 2 }))[0]?.wish.prefix, 'desktop');
  });

  const refused: [string, Partial<CreateDesktopBody>, RegExp][] = [
    ['asks for nothing', {}, /desktops or size is required/],
    ['has an empty list', { desktops: [] }, /desktops or size is required/],
    [
      'gives one name to two desktops',
      { desktops: [{ computer_name: 'Desk' }, { computer_name: 'desk' }] },
      /computer_name desk is used for two desktops/,
    ],
    ['has a prefix without room for a number', { size: 2, desktop_name: 'a'.repeat(14) }, /at most 13/],
    ['has more addresses than desktops', { size: 1, desktop_ips: ['10.0.0.5', '10.0.0.6'] }, /desktop_ips/],
    ['has another number than entries', { size: 2, desktops: [{}] }, /size must be left out or 1/],
    [
      'names by a prefix beside entries',
      { desktop_name: 'lab', desktops: [{}] },
      /desktop_name goes with size/,
    ],
    [
      'has mail for nobody',
      { desktops: [{ user_email: 'a@example.org' }] },
      /user_email goes with user_name/,
    ],
    ['has a telephone of nobody', { desktops: [{ user_phone: '1' }] }, /user_phone goes with user_name/],
    ['has a group of nobody', { desktops: [{}, { user_group: 'sudo' }] }, /desktops.1 names no user/],
  ];
  for (const [what, different, message] of refused) {
    it(`is refused when it ${what}`, () => {
      assert.throws(() => expandOrder(order(different)), { code: 'WKS.0001', message });
    });
  }
});
