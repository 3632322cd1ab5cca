import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type EngineHostProcess, startEngineHost } from '../../testing/engineHostProcess.js';
import { removeSurely } from '../../testing/engineItems.js';
import {
  answerAt,
  ask,
  askInVain,
  disposeWithPorts,
  everything,
  makePort,
  newVpc,
  placeBeside,
  runIn,
  warningsOf,
} from '../../testing/localNetwork.js';
import {
  machineAddresses,
  makeOutsideWorld,
  type OutsideWorld,
  outsideAddresses,
} from '../../testing/outsideWorld.js';
import { waitUntil } from '../../testing/waitUntil.js';

async function makeDesktopPort(host: EngineHostProcess, rules = everything) {
  return makePort(host, { ...placeBeside(newVpc(host), 20), rules });
}

describe('desktops reach the outside when the settings name an interface', () => {
  let world: OutsideWorld;
  let host: EngineHostProcess;
  let options: readonly string[] = ['--egress', 'up0'];
  const settingsOfMachine = () =>
    runIn(
      world.machine,
      'sysctl',
      '-a',
      '-r',
      '^net\\.ipv[46]\\.conf\\.(all|default|up0|lo)\\.(.*forwarding|accept_ra)$',
    );
  let settings: string;

  before(async () => {
    world = await makeOutsideWorld();
    settings = await settingsOfMachine();
    host = await startEngineHost(() => options, { namespace: world.machine });
  });
  after(async () => {
    await disposeWithPorts(host);
    await world.dispose();
  });

  it('under the address of the machine, by IPv4 and IPv6, TCP and UDP', async () => {
    const port = await makeDesktopPort(host);
    for (const address of outsideAddresses.public) {
      for (const kind of ['tcp', 'udp'] as const) {
        assert.equal(await ask(port.namespace, address, 80, { kind }), 'outside hello', `${kind} ${address}`);
      }
    }
    const ears = await answerAt(world.outside, 'ears', 81);
    for (const address of outsideAddresses.public) {
      assert.equal(await ask(port.namespace, address, 81, { kind: 'udp' }), 'ears hello');
    }
    assert.match(ears.words(), /from ::ffff:203\.0\.113\.10\n/);
    assert.match(ears.words(), /from 2001:db8:1::10\n/);
    await ears.end();
  });

  it('also two desktops of two VPCs with one address', async () => {
    const ports = await Promise.all([makeDesktopPort(host), makeDesktopPort(host)]);
    const answers = await Promise.all(ports.map((port) => ask(port.namespace, '192.0.2.80', 80)));
    assert.deepEqual(answers, ['outside hello', 'outside hello']);
  });

  it('but no private range, no metadata service, nothing next to the machine, and nothing of the machine', async () => {
    const port = await makeDesktopPort(host);
    const own = await answerAt(world.machine, 'machine', 80);
    const refused = [
      ...outsideAddresses.private,
      ...outsideAddresses.metadata,
      ...outsideAddresses.connected,
      ...machineAddresses,
    ];
    const transit = await runIn(world.machine, 'ip', '-o', 'address');
    const cables = [...transit.matchAll(/inet6? (198\.19\.[\d.]+|fd64:[0-9a-f:]+)/g)].map(
      ([, address]) => address ?? '',
    );
    assert.ok(cables.length >= 2, transit);
    for (const address of [...refused, ...cables]) {
      assert.match(await askInVain(port.namespace, address, 80), /^nothing/, address);
    }
    await own.end();
  });

  it('only where the rules of the port say so', async () => {
    const port = await makeDesktopPort(host, []);
    assert.match(await askInVain(port.namespace, '192.0.2.80', 80), /^nothing/);
  });

  it('and nobody outside reaches them', async () => {
    const port = await makeDesktopPort(host);
    const service = await answerAt(port.namespace, 'desktop', 7010);
    for (const range of ['100.64.9.0/24', '198.19.0.0/16']) {
      await runIn(world.outside, 'ip', 'route', 'replace', range, 'via', machineAddresses[0]);
    }
    await runIn(world.outside, 'ip', '-6', 'route', 'replace', 'fd00:9::/64', 'via', machineAddresses[1]);
    const inner = await runIn(world.machine, 'ip', 'neighbour');
    const routers = [...inner.matchAll(/^(198\.19\.\S+) /gm)].map(([, address]) => address ?? '');
    assert.ok(routers.length > 0);
    for (const address of [...routers, '100.64.9.20', 'fd00:9::14']) {
      assert.match(await askInVain(world.outside, address, 7010), /^nothing/, address);
      assert.match(await askInVain(world.machine, address, 7010), /^nothing/, address);
    }
    await service.end();
  });

  it('while the machine goes on to take router advertisements', async () => {
    await makeDesktopPort(host);
    const now = await settingsOfMachine();
    for (const key of ['ipv6.conf.all.forwarding', 'ipv6.conf.up0.forwarding', 'ipv6.conf.up0.accept_ra']) {
      const value = (text: string) => new RegExp(`^net\\.${key} = (\\d)$`, 'm').exec(text)?.[1];
      assert.equal(value(now), value(settings), key);
    }
    await runIn(world.outside, 'python3', '-c', advertising);
    await waitUntil(
      async () => /default.*proto ra/.test(await runIn(world.machine, 'ip', '-6', 'route')),
      'the advertised route is taken',
    );
  });

  it('S8: cuts them off when it starts without the setting, and gives back what it changed', async () => {
    const port = await makeDesktopPort(host);
    assert.equal(await ask(port.namespace, '192.0.2.80', 80), 'outside hello');
    await host.end('SIGKILL');
    options = [];
    await host.start();
    assert.match(await askInVain(port.namespace, '192.0.2.80', 80), /^nothing/);
    assert.equal(await settingsOfMachine(), settings);
    assert.equal(await runIn(world.machine, 'nft', 'list', 'tables'), '');
    await host.end('SIGTERM');
    options = ['--egress', 'up0', '--egress-allow', '10.9.0.0/16,203.0.113.1/32'];
    await host.start();
    for (const address of ['192.0.2.80', '10.9.9.9', '203.0.113.1']) {
      assert.equal(await ask(port.namespace, address, 80), 'outside hello');
    }
    for (const address of ['192.168.77.1', '169.254.169.254', machineAddresses[0]]) {
      assert.match(await askInVain(port.namespace, address, 80), /^nothing/);
    }
  });

  it('and takes everything back with the last port', async () => {
    for (const { kind, id, generation } of await host.engine.list('port')) {
      await removeSurely(host.engine, { kind, id, generation });
    }
    assert.equal(await settingsOfMachine(), settings);
    assert.equal(await runIn(world.machine, 'nft', 'list', 'tables'), '');
    assert.doesNotMatch(await runIn(world.machine, 'ip', '-o', 'link'), /: de[0-9a-f]/);
  });
});

/** One router advertisement (RFC 4861 §4.2) of a router that stays for half an hour. */
const advertising = `
import socket, struct
s = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6)
s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 255)
s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, socket.if_nametoindex('eth0'))
s.sendto(struct.pack('!BBHBBHII', 134, 0, 0, 64, 0, 1800, 0, 0), ('ff02::1', 0))
`;

describe('firewalls of others', () => {
  let world: OutsideWorld;
  let host: EngineHostProcess;
  before(async () => {
    world = await makeOutsideWorld();
    const rules =
      'add table ip filter; add chain ip filter FORWARD { type filter hook forward priority 0; policy drop; }';
    await runIn(world.machine, 'nft', rules);
    host = await startEngineHost(['--egress', 'up0'], { namespace: world.machine });
  });
  after(async () => {
    await disposeWithPorts(host);
    await world.dispose();
  });

  it('that drop what is forwarded are named and left alone, and let desktops out once they accept', async () => {
    const foreign = () => runIn(world.machine, 'nft', 'list', 'table', 'ip', 'filter');
    const before_ = await foreign();
    assert.match(await warningsOf(host), new RegExp(`ip filter FORWARD drops .* de${host.instance}\\*`));
    const port = await makeDesktopPort(host);
    assert.match(await askInVain(port.namespace, '192.0.2.80', 80), /^nothing/);
    assert.equal(await ask(port.namespace, '2001:db8:80::80', 80), 'outside hello');
    assert.equal(await foreign(), before_);
    for (const side of ['iifname', 'oifname']) {
      await runIn(world.machine, 'nft', `add rule ip filter FORWARD ${side} "de${host.instance}*" accept`);
    }
    assert.equal(await ask(port.namespace, '192.0.2.80', 80), 'outside hello');
  });
});

describe('an interface that is not there', () => {
  it('is named, and desktops live without the outside', async () => {
    const world = await makeOutsideWorld();
    const host = await startEngineHost(['--egress', 'nowhere0'], { namespace: world.machine });
    try {
      assert.match(await warningsOf(host), /interface nowhere0, which is not there/);
      const port = await makeDesktopPort(host);
      assert.match(await askInVain(port.namespace, '192.0.2.80', 80), /^nothing/);
    } finally {
      await disposeWithPorts(host);
      await world.dispose();
    }
  });
});
