import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { taskForbidsDeletion } from './taskStatus.js';

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
