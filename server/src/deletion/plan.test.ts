import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { asId, type DesktopUserId, type ItemId } from '../ids.js';
import { type InventoryItem, planDeletion, taskForbidsDeletion } from './plan.js';

const item = (
  id: string,
  kind: InventoryItem['kind'],
  state: InventoryItem['state'] = 'present',
): InventoryItem => ({
  id: asId<ItemId>(id),
  kind,
  state,
});

describe('planDeletion', () => {
  it('S1: lists every item of the desktop that is not known to be gone, and nothing else', () => {
    const plan = planDeletion({
      items: [
        item('s', 'server'),
        item('a', 'volume'),
        item('b', 'volume', 'intended'),
        item('p', 'port'),
        item('old', 'volume', 'absent'),
      ],
      users: [],
    });
    assert.deepEqual(plan.items.map(({ id }) => id).sort(), ['a', 'b', 'p', 's']);
  });

  it('lets the server go before the disks and ports that it uses', () => {
    const plan = planDeletion({
      items: [item('p', 'port'), item('v', 'volume'), item('s', 'server')],
      users: [],
    });
    const stages = new Map(plan.items.map(({ kind, stage }) => [kind, stage]));
    assert.ok((stages.get('server') ?? 9) < (stages.get('volume') ?? 0));
    assert.equal(stages.get('volume'), stages.get('port'));
  });

  it('S12: keeps who had the desktop, with the address as it is now', () => {
    const user = { id: asId<DesktopUserId>('u'), name: 'alice', email: 'alice@example.com' };
    assert.deepEqual(planDeletion({ items: [], users: [user] }).users, [user]);
  });
});

describe('taskForbidsDeletion', () => {
  it('L1: lets an idle, a deleting and a failed desktop be deleted', () => {
    for (const task of ['', 'deleting', 'deleteFailed'])
      assert.equal(taskForbidsDeletion(task, false), false, task);
  });

  it('refuses a desktop that is being created, switched or rebuilt', () => {
    for (const task of [
      'scheduling',
      'spawning',
      'powering-off',
      'rebooting',
      'resize_prep',
      'an unknown task',
    ]) {
      assert.equal(taskForbidsDeletion(task, false), true, task);
    }
  });

  it('S13: force knows no such guard', () => {
    for (const task of ['scheduling', 'spawning', 'rebooting_hard'])
      assert.equal(taskForbidsDeletion(task, true), false, task);
  });
});
