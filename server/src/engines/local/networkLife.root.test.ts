import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { realAmbient } from '../../ambient.js';
import { createRule } from '../../network/change/changeRules.js';
import { createRuleWork } from '../../network/rules/keepRules.js';
import { addDesktop, addPort, addProject } from '../../testing/desktopRows.js';
import { type EngineHostProcess, startEngineHost } from '../../testing/engineHostProcess.js';
import { makeDesktop, removeSurely, specsOfDesktop, untilStatus } from '../../testing/engineItems.js';
import { inside } from '../../testing/localDesktop.js';
import {
  answerAt,
  ask,
  askInVain,
  converse,
  disposeWithPorts,
  everything,
  makePort,
  namespaceOf,
  namespacesOf,
  newVpc,
  placeBeside,
  routersOf,
  runIn,
  warningsOf,
} from '../../testing/localNetwork.js';
import { makeOutsideWorld } from '../../testing/outsideWorld.js';
import { createTestDatabase } from '../../testing/testDatabase.js';
import { waitUntil } from '../../testing/waitUntil.js';
import { startWorkLoop } from '../../workers/loop.js';

describe('the network of the local engine survives', () => {
  let host: EngineHostProcess;
  before(async () => {
    host = await startEngineHost();
  });
  after(() => disposeWithPorts(host));

  it('S8: SIGKILL of the engine host at any moment of a port’s creation or removal', async () => {
    const { engine } = host;
    for (const delayMs of [0, 4, 8, 12, 16, 20, 26, 32, 40, 50]) {
      const spec = specsOfDesktop(engine).port();
      const creation = engine.create(spec).catch((error: unknown) => error);
      await pause(delayMs);
      await host.end('SIGKILL');
      await creation;
      await host.start();
      for (const ref of await engine.findByName('port', spec.name)) {
        await untilStatus(engine, ref, 'available');
        const removal = engine.remove(ref, { force: false }).catch((error: unknown) => error);
        await pause(delayMs);
        await host.end('SIGKILL');
        await removal;
        await host.start();
        await removeSurely(engine, ref);
      }
      assert.deepEqual(await engine.list('port'), []);
      assert.deepEqual(await namespacesOf(host), []);
    }
  });

  it('S8: SIGKILL of the engine host while the ports of many desktops of one VPC go together', async () => {
    const { engine } = host;
    const vpc = newVpc(host);
    const ports = await Promise.all(
      Array.from({ length: 40 }, (_, index) => makePort(host, placeBeside(vpc, 20 + index))),
    );
    const [stays, ...going] = ports;
    assert.ok(stays !== undefined);
    const removals = going.map(({ ref }) =>
      engine.remove(ref, { force: false }).catch((error: unknown) => error),
    );
    await waitUntil(async () => (await engine.list('port')).length < ports.length, 'some are gone');
    await host.end('SIGKILL');
    await Promise.all(removals);
    await host.start();
    await Promise.all(going.map(({ ref }) => removeSurely(engine, ref)));
    assert.deepEqual(await namespacesOf(host), [stays.namespace, ...(await routersOf(host))].sort());
    const rules = await runIn((await routersOf(host))[0], 'nft', 'list', 'ruleset');
    assert.equal(new Set(rules.match(/\b(?:port|egress|ingress)_[0-9a-f]{6}/g)).size, 3);
    await removeSurely(engine, stays.ref);
    assert.deepEqual(await namespacesOf(host), []);
  });

  it('SIGKILL of the engine host with open connections that go on, and rules that are still changed', async (test) => {
    const one = await makePort(host, { ...placeBeside(newVpc(host), 20), rules: everything });
    const other = await makePort(host, { ...placeBeside(one.spec, 21), rules: everything });
    const service = await answerAt(other.namespace, 'other', 7020);
    const talk = await converse(one.namespace, 'tcp', '100.64.9.21', 7020);
    test.after(() => Promise.all([service.end(), talk.end()]));
    assert.equal(await talk.say('before'), 'other before');
    await host.end('SIGKILL');
    assert.equal(await talk.say('meanwhile'), 'other meanwhile');
    await host.start();
    assert.equal(await talk.say('after'), 'other after');
    await host.engine.setPortRules(other.ref, []);
    assert.equal(await talk.say('cut', 1), 'silence after cut');
  });

  it('a restart of the machine: the next start of a desktop makes its network again', async () => {
    const specs = specsOfDesktop(host.engine);
    const place = { ...placeBeside(specs.port(), 30), dnsServers: ['192.0.2.53'], rules: everything };
    const desktop = await makeDesktop(host.engine, { ...specs, port: () => ({ ...specs.port(), ...place }) });
    assert.equal(
      (await inside(host, desktop, 'cat', '/etc/resolv.conf')).split('\n')[0],
      'nameserver 192.0.2.53',
    );
    await host.engine.power(desktop.server, 'stop', 'hard');
    await untilStatus(host.engine, desktop.server, 'shutoff');
    await host.end('SIGKILL');
    for (const name of await namespacesOf(host)) await runIn(undefined, 'ip', 'netns', 'delete', name);
    await host.start();
    await host.engine.power(desktop.server, 'start', 'soft');
    await untilStatus(host.engine, desktop.server, 'active');
    const neighbour = await makePort(host, { ...placeBeside(specs.port(), 31), rules: everything });
    const service = await answerAt(neighbour.namespace, 'neighbour', 7021);
    assert.equal(await ask(namespaceOf(host, desktop.port), '100.64.9.31', 7021), 'neighbour hello');
    const question = 'exec 3<>/dev/tcp/100.64.9.31/7021; echo inside >&3; head -n1 <&3';
    assert.equal(await inside(host, desktop, 'bash', '-c', question), 'neighbour inside\n');
    await service.end();
    await removeSurely(host.engine, desktop.server, true);
    await removeSurely(host.engine, desktop.volume);
  });

  it('the loss of its records: what belongs to no port is named, an idle router goes', async () => {
    const port = await makePort(host);
    await host.end('SIGTERM');
    const [namespace, router] = [`dp-${host.instance}-0dd000`, `dp-${host.instance}-vpc-000000000000`];
    for (const name of [namespace, router]) await runIn(undefined, 'ip', 'netns', 'add', name);
    await host.start();
    assert.match(await warningsOf(host), new RegExp(`namespace ${namespace} belongs to no port`));
    assert.ok(!(await routersOf(host)).includes(router));
    await runIn(undefined, 'ip', 'netns', 'delete', namespace);
    await removeSurely(host.engine, port.ref);
  });
});

describe('the way out survives', () => {
  it('S8: SIGKILL of the engine host at any moment, and leaves nothing on the machine at the end', async () => {
    const world = await makeOutsideWorld();
    const settings = () =>
      runIn(
        world.machine,
        'sysctl',
        '-a',
        '-r',
        '^net\\.ipv[46]\\.conf\\.(all|default|up0)\\.(.*forwarding|accept_ra)$',
      );
    const before_ = await settings();
    const host = await startEngineHost(['--egress', 'up0'], { namespace: world.machine });
    try {
      for (const delayMs of [0, 10, 20, 30, 45, 60, 80, 110]) {
        const spec = { ...specsOfDesktop(host.engine).port(), rules: everything };
        const creation = host.engine.create(spec).catch((error: unknown) => error);
        await pause(delayMs);
        await host.end('SIGKILL');
        await creation;
        await host.start();
        for (const ref of await host.engine.findByName('port', spec.name)) {
          await untilStatus(host.engine, ref, 'available');
          assert.equal(await ask(namespaceOf(host, ref), '192.0.2.80', 80), 'outside hello');
          await removeSurely(host.engine, ref);
        }
        assert.deepEqual(await namespacesOf(host), []);
        assert.equal(await settings(), before_);
        assert.equal(await runIn(world.machine, 'nft', 'list', 'tables'), '');
        assert.doesNotMatch(await runIn(world.machine, 'ip', '-o', 'link'), /: de[0-9a-f]/);
      }
    } finally {
      await disposeWithPorts(host);
      await world.dispose();
    }
  });
});

describe('security groups of the service', () => {
  it('reach the ports of the local engine while these run', async () => {
    const database = await createTestDatabase();
    const host = await startEngineHost();
    const { database: rows, pool } = database;
    const work = createRuleWork({
      database: rows,
      pool,
      engine: host.engine,
      logger: pino({ level: 'silent' }),
    });
    const loop = startWorkLoop(work, pino({ level: 'silent' }), 50);
    try {
      const project = await addProject(rows);
      const vpc = newVpc(host);
      const ports = await Promise.all([40, 41].map((number) => makePort(host, placeBeside(vpc, number))));
      for (const { ref, spec } of ports) {
        const more = { provider_id: ref.id, generation: ref.generation };
        await addPort(rows, project, await addDesktop(rows, project), spec.address, more);
      }
      const [one, other] = ports;
      assert.ok(one && other);
      const service = await answerAt(other.namespace, 'other', 7030);
      assert.match(await askInVain(one.namespace, '100.64.9.41', 7030), /^nothing/);
      const [group, parts] = [project.securityGroupId, { database: rows, ambient: realAmbient }];
      await createRule(parts, project.projectId, group, { direction: 'egress', protocol: 'tcp' });
      await createRule(parts, project.projectId, group, {
        direction: 'ingress',
        protocol: 'tcp',
        multiport: '22,7030-7040',
        remote_group_id: group,
      });
      await waitUntil(
        async () => (await askInVain(one.namespace, '100.64.9.41', 7030)) === 'other hello',
        'the members of the group reach each other',
      );
      await pool.query(
        `update desktops set security_group_ids = '{}' where id = (
        select desktop_id from items where provider_id = $1)`,
        [one.ref.id],
      );
      await waitUntil(
        async () => (await askInVain(one.namespace, '100.64.9.41', 7030)).startsWith('nothing'),
        'who left the group reaches nobody',
      );
      await service.end();
    } finally {
      await loop.stop();
      await disposeWithPorts(host);
      await database.drop();
    }
  });
});
