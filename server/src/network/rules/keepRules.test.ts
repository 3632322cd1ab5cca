import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type pg from 'pg';
import { pino } from 'pino';
import { realAmbient } from '../../ambient.js';
import { EngineError, type EngineErrorReason, type PortRule } from '../../engines/contract.js';
import { asId, type Generation, type ProviderId, type SecurityGroupId } from '../../ids.js';
import { addDesktop, addPort, addProject, type TestProject } from '../../testing/desktopRows.js';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.js';
import { waitUntil } from '../../testing/waitUntil.js';
import { startWorkLoop, type WorkLoop } from '../../workers/loop.js';
import { createRule, deleteRule } from '../change/changeRules.js';
import { createRuleWork } from './keepRules.js';

const logger = pino({ level: 'silent' });

describe('the rules of ports are kept true', () => {
  let test: TestDatabase;
  let project: TestProject;
  let loops: WorkLoop[] = [];
  let told: Map<string, readonly PortRule[]>;
  let calls: number;
  let trouble: EngineErrorReason | undefined;
  /** Happens while the engine is asked for the first time. */
  let atFirst: (() => Promise<unknown>) | undefined;
  /** Ports that the trouble is with; undefined: all. */
  let troubled: ReadonlySet<string> | undefined;

  before(async () => {
    test = await createTestDatabase();
  });
  beforeEach(async () => {
    await test.pool.query('truncate network_changes, port_rules');
    project = await addProject(test.database);
    told = new Map();
    calls = 0;
    trouble = undefined;
    troubled = undefined;
    atFirst = undefined;
  });
  afterEach(async () => {
    await Promise.all(loops.map((loop) => loop.stop()));
    loops = [];
  });
  after(() => test.drop());

  function keep(replicas = 1): void {
    for (let index = 0; index < replicas; index += 1) {
      const work = createRuleWork({
        database: test.database,
        pool: test.pool,
        logger,
        engine: {
          async setPortRules(ref, rules) {
            calls += 1;
            if (calls === 1) await atFirst?.();
            if (trouble !== undefined && (troubled?.has(ref.id) ?? true))
              throw new EngineError(trouble, 'as the test wants it');
            told.set(ref.id, rules);
          },
        },
      });
      loops.push(startWorkLoop(work, logger, 50));
    }
  }

  /** A desktop with a port that the engine knows; its id there. */
  async function addMember(address: string, groups = [project.securityGroupId]): Promise<ProviderId> {
    const desktop = await addDesktop(test.database, project, { security_group_ids: groups });
    const id = asId<ProviderId>(randomUUID());
    const generation = asId<Generation>(randomBytes(16).toString('hex'));
    await addPort(test.database, project, desktop, address, { provider_id: id, generation });
    return id;
  }

  async function addRule(group: SecurityGroupId, remote: SecurityGroupId): Promise<string> {
    const id = randomUUID();
    await test.database
      .insertInto('security_group_rules')
      .values({
        id,
        project_id: project.projectId,
        security_group_id: group,
        direction: 'ingress',
        family: 4,
        protocol: 'tcp',
        remote_group_id: remote,
        created_at: new Date(),
      })
      .execute();
    return id;
  }

  const remotes = (port: ProviderId) => told.get(port)?.flatMap((rule) => rule.remote);
  const settled = () =>
    waitUntil(async () => {
      const { rows } = await test.pool.query<{ left: number }>(
        'select count(*)::int as left from network_changes where due_at <= now()',
      );
      return rows[0]?.left === 0;
    }, 'every change is told');

  it('of a group that somebody writes rules into and takes them from, port by port of a list', async () => {
    const port = await addMember('100.64.0.5');
    keep();
    await settled();
    assert.deepEqual(told.get(port), []);
    const parts = { database: test.database, ambient: realAmbient };
    const { id } = await createRule(parts, project.projectId, project.securityGroupId, {
      direction: 'ingress',
      protocol: 'tcp',
      multiport: '22,80-90',
      remote_ip_prefix: '10.1.0.0/16',
    });
    await settled();
    const rule = { direction: 'ingress', family: 4, protocol: 'tcp', remote: ['10.1.0.0/16'] };
    assert.deepEqual(told.get(port), [
      { ...rule, portMin: 22, portMax: 22 },
      { ...rule, portMin: 80, portMax: 90 },
    ]);
    await deleteRule(parts, project.projectId, id);
    await settled();
    assert.deepEqual(told.get(port), []);
  });

  it('when members come and go', async () => {
    const group = project.securityGroupId;
    await addRule(group, group);
    const one = await addMember('100.64.0.5');
    keep();
    await settled();
    assert.deepEqual(remotes(one), ['100.64.0.5/32']);
    const other = await addMember('100.64.0.6');
    await settled();
    for (const port of [one, other]) assert.deepEqual(remotes(port), ['100.64.0.5/32', '100.64.0.6/32']);
    await end(test.pool, one);
    await settled();
    assert.deepEqual(remotes(other), ['100.64.0.6/32']);
    const { rows } = await test.pool.query<{ count: number }>('select count(*)::int from port_rules');
    assert.deepEqual(rows, [{ count: 1 }]);
  });

  it('when rules and the groups of a desktop change', async () => {
    const port = await addMember('100.64.0.7');
    keep();
    await settled();
    assert.deepEqual(told.get(port), []);
    const rule = await addRule(project.securityGroupId, project.securityGroupId);
    await settled();
    assert.deepEqual(told.get(port), [
      { direction: 'ingress', family: 4, protocol: 'tcp', remote: ['100.64.0.7/32'] },
    ]);
    await test.pool.query(`update desktops set security_group_ids = '{}' where project_id = $1`, [
      project.projectId,
    ]);
    await settled();
    assert.deepEqual(told.get(port), []);
    await test.database
      .updateTable('desktops')
      .set({ security_group_ids: [project.securityGroupId] })
      .where('project_id', '=', project.projectId)
      .execute();
    await settled();
    assert.equal(told.get(port)?.length, 1);
    await test.pool.query('delete from security_group_rules where id = $1', [rule]);
    await settled();
    assert.deepEqual(told.get(port), []);
  });

  const end = (queryable: Pick<pg.Pool, 'query'>, port: ProviderId) =>
    queryable.query(`update items set state = 'absent', absent_at = now() where provider_id = $1`, [port]);

  it('L7: without looking at any port when one goes that no rule names', async () => {
    const port = await addMember('100.64.0.13');
    await addMember('100.64.0.14');
    keep();
    await settled();
    await Promise.all(loops.map((loop) => loop.stop()));
    await end(test.pool, port);
    const { rows } = await test.pool.query<{ changes: number; known: number }>(
      'select (select count(*)::int from network_changes) as changes, (select count(*)::int from port_rules) as known',
    );
    assert.deepEqual(rows, [{ changes: 0, known: 1 }]);
  });

  it('L7: looking at one port only when one comes that no rule names', async () => {
    const known = await addMember('100.64.0.15');
    keep();
    await settled();
    await test.pool.query('truncate port_rules');
    const port = await addMember('100.64.0.16');
    await settled();
    assert.equal(calls, 2);
    assert.deepEqual([...told.keys()], [known, port]);
  });

  it('S8: when a port goes while a rule that names its group is written', async () => {
    const group = project.securityGroupId;
    const [one, other] = [await addMember('100.64.0.17'), await addMember('100.64.0.18')];
    keep();
    await settled();
    const going = await test.pool.connect();
    try {
      await going.query('begin');
      await end(going, one);
      const written = addRule(group, group);
      await waitUntil(async () => {
        const { rows } = await test.pool.query<{ waiting: boolean }>(
          `select exists (select from pg_locks where locktype = 'advisory' and not granted
             and database = (select oid from pg_database where datname = current_database())) as waiting`,
        );
        return rows[0]?.waiting ?? false;
      }, 'the rule waits for the port');
      await going.query('commit');
      await written;
    } finally {
      going.release();
    }
    await settled();
    assert.deepEqual(remotes(other), ['100.64.0.18/32']);
  });

  it('S8: when a port goes while its desktop joins a group that a rule names', async () => {
    const group = project.securityGroupId;
    await addRule(group, group);
    const [one, other] = [await addMember('100.64.0.19', []), await addMember('100.64.0.20')];
    keep();
    await settled();
    const joining = await test.pool.connect();
    try {
      await joining.query('begin');
      await joining.query(
        `update desktops set security_group_ids = $2
         where id = (select desktop_id from items where provider_id = $1)`,
        [one, [group]],
      );
      const gone = end(test.pool, one);
      await waitUntil(async () => {
        const { rows } = await test.pool.query<{ waiting: boolean }>(
          `select exists (select from pg_stat_activity where datname = current_database()
             and wait_event_type = 'Lock') as waiting`,
        );
        return rows[0]?.waiting ?? false;
      }, 'the port waits for the group');
      await joining.query('commit');
      await gone;
    } finally {
      joining.release();
    }
    await settled();
    assert.deepEqual(remotes(other), ['100.64.0.20/32']);
  });

  it('by one call per port that something changes for, and none for the others', async () => {
    const group = project.securityGroupId;
    await addRule(group, group);
    await Promise.all(['100.64.0.8', '100.64.0.9'].map((address) => addMember(address, [])));
    keep(3);
    await settled();
    assert.equal(calls, 2);
    const member = await addMember('100.64.0.10');
    await settled();
    assert.equal(calls, 3);
    assert.deepEqual(remotes(member), ['100.64.0.10/32']);
  });

  it('L7: of a whole group that fills pages: each port once, and none that went meanwhile', async () => {
    const addresses = Array.from({ length: 450 }, (_, index) => `100.64.${1 + (index >> 7)}.${index & 127}`);
    const ports = await Promise.all(addresses.map((address) => addMember(address)));
    await test.pool.query('truncate network_changes');
    await createRule(
      { database: test.database, ambient: realAmbient },
      project.projectId,
      project.securityGroupId,
      { direction: 'ingress', protocol: 'tcp', multiport: '22', remote_ip_prefix: '10.1.0.0/16' },
    );
    const { rows } = await test.pool.query<{ id: ProviderId }>(
      `select provider_id as id from items where project_id = $1 and kind = 'port' order by items.id desc limit 1`,
      [project.projectId],
    );
    const last = rows[0]?.id ?? assert.fail('there are ports');
    atFirst = () => end(test.pool, last);
    keep();
    await waitUntil(() => told.size === ports.length - 1, 'the others to be told');
    await settled();
    assert.deepEqual([told.has(last), calls], [false, ports.length - 1]);
  });

  it('S8: also when the engine was out of reach, and by whoever comes next', async () => {
    const port = await addMember('100.64.0.11');
    await addRule(project.securityGroupId, project.securityGroupId);
    trouble = 'unreachable';
    keep();
    await waitUntil(() => calls > 0, 'the engine is asked');
    await Promise.all(loops.map((loop) => loop.stop()));
    trouble = undefined;
    keep();
    await settled();
    assert.deepEqual(remotes(port), ['100.64.0.11/32']);
  });

  it('L3: although a port is on its way out at the engine', async () => {
    await addMember('100.64.0.12');
    trouble = 'conflict';
    keep();
    await settled();
    assert.ok(calls > 0);
  });

  it('S5: of a port that the engine did not know once, when it knows it again', async () => {
    const port = await addMember('100.64.0.21');
    await addRule(project.securityGroupId, project.securityGroupId);
    trouble = 'not-found';
    keep();
    await settled();
    assert.equal(told.has(port), false);
    trouble = undefined;
    const { rowCount } = await test.pool.query(
      'update network_changes set due_at = now() where due_at > now()',
    );
    assert.equal(rowCount, 1, 'it is looked at again later');
    await settled();
    assert.deepEqual(remotes(port), ['100.64.0.21/32']);
    const { rows } = await test.pool.query('select from network_changes');
    assert.equal(rows.length, 0);
  });

  it('L3: of other projects and other ports, while one port cannot be told', async () => {
    const broken = await addMember('100.64.0.22');
    trouble = 'unreachable';
    troubled = new Set([broken]);
    keep();
    await waitUntil(() => calls > 0, 'the engine is asked');
    const beside = await addMember('100.64.0.23');
    await waitUntil(() => told.has(beside), 'the port beside it to be told');
    project = await addProject(test.database);
    const elsewhere = await addMember('100.64.0.24');
    await waitUntil(() => told.has(elsewhere), 'the port of another project to be told');
    assert.equal(told.has(broken), false);
  });
});
