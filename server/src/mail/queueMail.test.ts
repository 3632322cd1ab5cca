import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { ProjectId } from '../ids.js';
import { addProject, outboxOf, queueMail, queueMailIn, someOrder } from '../testing/outbox.js';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.js';

const now = new Date('2026-03-05T08:30:13.000Z');

describe('queueing a mail', () => {
  let connections: TestDatabase;
  let projectId: ProjectId;
  before(async () => {
    connections = await createTestDatabase();
    projectId = await addProject(connections.database);
  });
  after(() => connections.drop());

  it('happens once per template, desktop and user, ever, also after it was sent (S12)', async () => {
    const { database } = connections;
    const order = someOrder(projectId);
    assert.equal(await queueMail(database, order, now), 'queued');
    assert.equal(
      await queueMail(database, { ...order, language: 'zh', recipient: 'new@example.com' }, now),
      'known',
    );
    await database.updateTable('mails').set({ sent_at: now, due_at: null }).execute();
    assert.equal(await queueMail(database, order, now), 'known');
    const rows = await outboxOf(database);
    assert.equal(rows.length, 1);
    assert.equal(rows[0]?.recipient, 'li.lei@example.com');
    assert.equal(rows[0]?.due_at, null);
  });

  it('is done for each user of a desktop, and for each desktop of a user', async () => {
    const { database } = connections;
    const order = someOrder(projectId);
    const other = someOrder(projectId);
    assert.equal(await queueMail(database, order, now), 'queued');
    assert.equal(await queueMail(database, { ...order, userId: other.userId }, now), 'queued');
    assert.equal(await queueMail(database, { ...order, desktopId: other.desktopId }, now), 'queued');
  });

  it('is undone with the transaction that it was part of', async () => {
    const { database } = connections;
    const order = someOrder(projectId);
    await assert.rejects(
      database.transaction().execute(async (transaction) => {
        assert.equal(await queueMailIn(transaction, order, now), 'queued');
        throw new Error('rolled back');
      }),
      /rolled back/,
    );
    assert.equal(await queueMail(database, order, now), 'queued');
  });

  it('is left out where there is no usable address, without an error that could hold a deletion up (L5)', async () => {
    const { database } = connections;
    const queued = (await outboxOf(database)).length;
    for (const recipient of [
      '',
      '   ',
      'nobody',
      'a@b.example\r\nRCPT TO:<c@d.example>',
      'a@b.example,c@d.example',
    ]) {
      assert.equal(await queueMail(database, someOrder(projectId, { recipient }), now), 'noAddress');
    }
    assert.equal((await outboxOf(database)).length, queued);
  });

  it('takes names that PostgreSQL would refuse in JSON (L5)', async () => {
    const facts = {
      computerName: 'a\u0000b\ud800',
      userName: '\udfff',
      goneAt: now,
      user: 'removed',
    } as const;
    assert.equal(await queueMail(connections.database, someOrder(projectId, { facts }), now), 'queued');
  });
});
