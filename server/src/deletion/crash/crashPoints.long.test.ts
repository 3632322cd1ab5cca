import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { exactBytes } from '../../audit/logEntry.js';
import type { Engine } from '../../engines/contract.js';
import { asId, type DesktopId, type Generation, type ProviderId, type SingleUseName } from '../../ids.js';
import { failures } from '../../testing/crashAtStep.js';
import { deleteWithCrash } from '../../testing/crashDeletion.js';
import { addDesktop, addUser, type TestProject } from '../../testing/desktopRows.js';
import { createOpenedProject, createPromptEngine } from '../../testing/openedProject.js';
import { addItem, plantInEngine } from '../../testing/plantItems.js';
import type { TestDatabase } from '../../testing/testDatabase.js';

describe('a deletion whose every step goes wrong once', () => {
  let test: TestDatabase;
  let engine: Engine;
  let project: TestProject;

  before(async () => {
    ({ test, project } = await createOpenedProject());
    engine = createPromptEngine(test.pool);
    await plantInEngine(test.database, { name: 'bystander' });
  });
  after(() => test.drop());

  /**
   * Of each sort of item one: ours, born without a record, never asked for, and there before the desktop.
   * @param made without those that nobody knows to be there, so that the claim is granted with the acceptance
   */
  async function addReference(round: number, made: boolean): Promise<DesktopId> {
    const { database } = test;
    const desktop = await addDesktop(database, project);
    const other = await addDesktop(database, project);
    await addUser(database, project, `lone${round}`, [desktop]);
    await addUser(database, project, `shared${round}`, [desktop, other]);
    const volume = await plantInEngine(database);
    const created = await plantInEngine(database, { kind: 'port' });
    const older = await plantInEngine(database, { name: `before${round}` });
    const server = await plantInEngine(database, { kind: 'server' }, [volume.id, created.id, older.id]);
    for (const item of [volume, server, older]) {
      await addItem(database, project, desktop, {
        kind: item.kind,
        single_use_name: asId<SingleUseName>(item.name),
        state: 'present',
        provider_id: asId<ProviderId>(item.id),
        generation: asId<Generation>(item.generation),
        ownership: item === older ? 'preexisting' : 'created',
      });
    }
    if (made) return desktop;
    const asked_at = new Date(Date.now() - 120_000);
    await addItem(database, project, desktop, {
      kind: 'port',
      single_use_name: asId<SingleUseName>(created.name),
      asked_at,
    });
    await addItem(database, project, desktop, { kind: 'volume' });
    return desktop;
  }

  async function textsOf(text: string, values: unknown[]): Promise<string[]> {
    const { rows } = await test.pool.query<{ text: string }>(text, values);
    return rows.map((row) => row.text);
  }

  /** Everything that is left, without ids and times. */
  async function endOf(desktop: DesktopId, round: number) {
    const names = [`lone${round}`, `shared${round}`];
    const receipts = await test.database
      .selectFrom('log_entries')
      .select(['kind', 'payload'])
      .where('desktop_id', '=', desktop)
      .execute();
    return {
      desktop: await textsOf(
        `select concat_ws(' ', gone_at is not null, status, task_status, x.state) as text
         from desktops d join deletions x on x.desktop_id = d.id where d.id = $1`,
        [desktop],
      ),
      items: await textsOf(
        `select concat_ws(' ', i.kind, i.ownership, i.state, p.intent, p.ended, p.absence_grade, p.worker is null) as text
         from items i left join deletion_items p on p.item_id = i.id where i.desktop_id = $1 order by 1`,
        [desktop],
      ),
      engine: await textsOf(
        `select replace(name, $1, '') as text from simulated_items
         where not (changes_to = 'gone' and changes_at <= now()) is true
           and (name in ('bystander', 'before' || $1) or name in (select single_use_name from items where desktop_id = $2))
         order by name`,
        [String(round), desktop],
      ),
      users: await textsOf(
        `select concat_ws(' ', replace(user_name, $2, ''), outcome, reason, exists (
           select from desktop_users u where u.id = user_id)) as text
         from deletion_users where desktop_id = $1 order by 1`,
        [desktop, String(round)],
      ),
      remaining: (
        await textsOf('select user_name as text from desktop_users where user_name = any($1)', [names])
      ).length,
      mails: await textsOf(
        `select replace(recipient, $2, '') as text from mails where desktop_id = $1 order by 1`,
        [desktop, String(round)],
      ),
      jobs: await textsOf('select distinct status as text from shown_sub_jobs where desktop_id = $1', [
        desktop,
      ]),
      log: receipts.map((entry) => entry.kind).sort(),
      receipt: receipts
        .filter((entry) => entry.kind === 'receipt')
        .flatMap((entry): string[] =>
          JSON.parse(exactBytes(entry.payload).toString()).items.map(
            (item: { kind: string; intent: string; ended: string }) =>
              `${item.kind} ${item.intent} ${item.ended}`,
          ),
        )
        .sort(),
    };
  }

  let rounds = 0;
  async function run(at: number, failure: (typeof failures)[number], made = false) {
    rounds += 1;
    const round = 10_000 + rounds;
    const desktopId = await addReference(round, made);
    const { projectId } = project;
    const outcome = await deleteWithCrash({ test, engine, projectId, desktopId, at, failure });
    return { outcome, end: await endOf(desktopId, round) };
  }

  let reference: Awaited<ReturnType<typeof run>>;

  it('S8: takes more than 30 steps when none goes wrong', async () => {
    reference = await run(0, 'dies before');
    const { steps } = reference.outcome;
    assert.ok(steps > 30, `${steps} steps`);
    assert.deepEqual(reference.end, {
      desktop: ['t   done'],
      items: [
        'port created absent delete absent api-absent t',
        'server created absent delete absent api-absent t',
        'volume created absent delete absent api-absent t',
        'volume created absent delete absent api-absent t',
        'volume preexisting present detach detached seen-unused t',
      ],
      engine: ['before', 'bystander'],
      users: ['lone deleted f', 'shared kept owns 1 other desktop t'],
      remaining: 1,
      mails: ['lone@example.org', 'shared@example.org'],
      jobs: ['SUCCESS'],
      log: ['acceptance', 'receipt'],
      receipt: [
        'port delete absent',
        'server delete absent',
        'volume delete absent',
        'volume delete absent',
        'volume detach detached',
      ],
    });
  });

  for (const failure of failures) {
    it(`S8: ends the same when a process ${failure} any step`, async () => {
      for (let at = 1; at <= reference.outcome.steps; at += 1) {
        const { outcome, end } = await run(at, failure);
        assert.ok(outcome.struck, `step ${at} was not reached`);
        assert.deepEqual(end, reference.end, `a process that ${failure} step ${at}`);
      }
    });
  }

  it('S8: ends the same when the claim was granted with the acceptance, whatever goes wrong at any step', async () => {
    const whole = await run(0, 'dies before', true);
    assert.ok(whole.outcome.steps < reference.outcome.steps, 'nothing is looked for');
    assert.deepEqual(whole.end.receipt, [
      'server delete absent',
      'volume delete absent',
      'volume detach detached',
    ]);
    for (const failure of failures)
      for (let at = 1; at <= whole.outcome.steps; at += 1) {
        const { outcome, end } = await run(at, failure, true);
        assert.ok(outcome.struck, `step ${at} was not reached`);
        assert.deepEqual(end, whole.end, `a process that ${failure} step ${at}`);
      }
  });
});
