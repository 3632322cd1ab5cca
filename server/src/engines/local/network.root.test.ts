import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { after, before, describe, it } from 'node:test';
import { type EngineHostProcess, startEngineHost } from '../../testing/engineHostProcess.js';
import { removeSurely, specsOfDesktop } from '../../testing/engineItems.js';
import {
  answerAt,
  ask,
  askInVain,
  type Companion,
  converse,
  disposeWithPorts,
  everybody,
  everything,
  type MadePort,
  makePort,
  newVpc,
  placeBeside,
  routerLines,
  routersOf,
  runIn,
} from '../../testing/localNetwork.js';
import { isGeneration, made } from '../../testing/madeIds.js';
import { waitUntil } from '../../testing/waitUntil.js';
import type { PortRule } from '../contract.js';

describe('a port of the local engine lets pass what its rules say', () => {
  let host: EngineHostProcess;
  let one: MadePort;
  let other: MadePort;
  let service: Companion;

  before(async () => {
    host = await startEngineHost();
    one = await makePort(host, placeBeside(newVpc(host), 20));
    other = await makePort(host, placeBeside(one.spec, 21));
    service = await answerAt(other.namespace, 'other', 7001);
  });
  after(async () => {
    await service.end();
    await disposeWithPorts(host);
  });
  const setRules = (port: MadePort, rules: readonly PortRule[]) => host.engine.setPortRules(port.ref, rules);

  it('shows addresses, the gateway and no neighbours to programs inside', async () => {
    const shown = await runIn(one.namespace, 'ip', '-br', 'address', 'show', 'eth0');
    assert.match(shown, /UP\s+100\.64\.9\.20\/24 fd00:9::14\/64 *$/m);
    assert.match(await runIn(one.namespace, 'ip', 'link', 'show', 'eth0'), /fa:16:3e:00:01:14/);
    assert.match(await runIn(one.namespace, 'ip', 'route'), /^default via 100\.64\.9\.254 dev eth0 *$/m);
    assert.match(await runIn(one.namespace, 'ip', '-6', 'route'), /^default via fd00:9::1 dev eth0 /m);
    assert.doesNotMatch(await runIn(one.namespace, 'ip', 'route'), /100\.64\.9\.0\/24/);
  });

  it('lets two desktops of a VPC reach each other only when both rules say so', async () => {
    const addresses = ['100.64.9.21', 'fd00:9::15'];
    const outward: readonly PortRule[] = [everybody('egress', 4), everybody('egress', 6)];
    const inward: readonly PortRule[] = [
      everybody('ingress', 4, { protocol: 'tcp', portMin: 7000, portMax: 7002, remote: ['100.64.9.20/32'] }),
      everybody('ingress', 6, { protocol: 'tcp', portMin: 7001, portMax: 7001, remote: ['fd00:9::14/128'] }),
    ];
    for (const [mine, theirs] of [
      [[], []],
      [outward, []],
      [[], inward],
    ]) {
      await setRules(one, mine ?? []);
      await setRules(other, theirs ?? []);
      for (const address of addresses)
        assert.match(await askInVain(one.namespace, address, 7001), /^nothing/);
    }
    await setRules(one, outward);
    for (const address of addresses) {
      assert.equal(await ask(one.namespace, address, 7001), 'other hello');
      assert.match(await askInVain(one.namespace, address, 7001, 'udp'), /^nothing/);
    }
    // What may begin from one side may not from the other.
    const back = await answerAt(one.namespace, 'one', 7001);
    await setRules(other, [...inward, ...outward]);
    assert.match(await askInVain(other.namespace, '100.64.9.20', 7001), /^nothing/);
    await back.end();
  });

  it('names a port range, a protocol and a remote range, and takes no others', async () => {
    await setRules(one, everything);
    const near = everybody('ingress', 4, { remote: ['100.64.9.16/29', '100.64.9.20/32'] });
    for (const [rule, reached] of [
      [near, true],
      [{ ...near, remote: ['100.64.9.24/29', '10.0.0.0/8'] }, false],
      [{ ...near, remote: [] }, false],
      [{ ...near, protocol: 'tcp' }, true],
      [{ ...near, protocol: 'udp' }, false],
      [{ ...near, protocol: 'icmp' }, false],
      [{ ...near, protocol: 'tcp', portMin: 7002, portMax: 65_535 }, false],
      [{ ...near, protocol: 'tcp', portMin: 1, portMax: 7001 }, true],
    ] as const) {
      await setRules(other, [rule]);
      const answer = await (reached ? ask : askInVain)(one.namespace, '100.64.9.21', 7001);
      assert.equal(answer === 'other hello', reached, `${JSON.stringify(rule)}: ${answer}`);
    }
  });

  for (const kind of ['tcp', 'udp'] as const) {
    it(`keeps an open ${kind} connection that stays allowed and cuts it both ways when it no longer is`, async (test) => {
      await setRules(one, everything);
      await setRules(other, [everybody('ingress', 4)]);
      const talk = await converse(one.namespace, kind, '100.64.9.21', 7001);
      test.after(() => talk.end());
      assert.equal(await talk.say('first'), 'other first');
      await setRules(other, [everybody('ingress', 4, { protocol: kind, portMin: 7001, portMax: 7001 })]);
      assert.equal(await talk.say('second'), 'other second');
      await setRules(other, []);
      service.process.stdin?.write('unasked\n');
      assert.equal(await talk.say('listen', 1), 'silence after listen');
      const heard = service.words().length;
      assert.equal(await talk.say('third', 1), 'silence after third');
      assert.doesNotMatch(service.words().slice(heard), /third/);
      await setRules(other, everything);
      if (kind === 'udp') assert.equal(await talk.say('fourth'), 'other fourth');
    });
  }

  it('refuses rules for a port that is not there, and what nft could misread', async () => {
    const gone = { ...one.ref, generation: made('0'.repeat(32), isGeneration) };
    await assert.rejects(host.engine.setPortRules(gone, []), { reason: 'not-found' });
    const odd = everybody('ingress', 4, { remote: ['10.0.0.0/8, 0.0.0.0/0'] });
    await assert.rejects(setRules(one, [odd]), { reason: 'refused' });
  });
});

describe('the network of the local engine keeps apart what does not belong together', () => {
  let host: EngineHostProcess;
  const companions: Companion[] = [];
  before(async () => {
    host = await startEngineHost();
  });
  after(async () => {
    for (const companion of companions) await companion.end();
    await disposeWithPorts(host);
  });

  it('gives equal addresses of two VPCs and of two projects to different desktops', async () => {
    const [first, second, third] = await Promise.all([1, 2, 3].map(() => makePort(host)));
    assert.ok(first && second && third);
    // The third has the VPC id of the first in a project of its own.
    const vpcs = [first.spec, second.spec, { ...third.spec, vpcId: first.spec.vpcId }];
    for (const [index, vpc] of vpcs.entries()) {
      const client = await makePort(host, { ...placeBeside(vpc, 30), rules: everything });
      const server = await makePort(host, { ...placeBeside(vpc, 31), rules: everything });
      companions.push(await answerAt(server.namespace, `vpc${index}`, 7002));
      assert.equal(await ask(client.namespace, '100.64.9.31', 7002), `vpc${index} hello`);
      assert.equal(await ask(client.namespace, 'fd00:9::1f', 7002), `vpc${index} hello`);
    }
    assert.equal((await routersOf(host)).length, 4);
  });

  it('leads to no service of the host by any of its addresses, whatever the rules allow', async () => {
    const port = await makePort(host, { ...placeBeside(newVpc(host), 40), rules: everything });
    const server = createServer((socket) => socket.end('the host\n'));
    await new Promise<void>((resolve) => server.listen(0, '::', resolve));
    const bound = server.address();
    assert.ok(typeof bound === 'object' && bound !== null);
    const own = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
    const addresses = own
      .filter((each) => !each.internal && each.scopeid === undefined)
      .map((each) => each.address);
    const others = ['100.64.9.254', 'fd00:9::1', '169.254.169.254', '100.64.9.255', '255.255.255.255'];
    for (const address of new Set([...addresses, ...others])) {
      assert.match(await askInVain(port.namespace, address, bound.port), /^nothing/, address);
    }
    server.close();
  });

  it('has no link, address, route or rule in the namespace of the host', async () => {
    const port = await makePort(host);
    const look = async () =>
      Promise.all([
        runIn(undefined, 'ip', '-o', 'link'),
        runIn(undefined, 'ip', 'route', 'show', 'table', 'all'),
        runIn(undefined, 'nft', 'list', 'tables'),
      ]).then((parts) => parts.join('\n'));
    const seen = await look();
    assert.doesNotMatch(seen, new RegExp(`${host.instance}|${port.ref.id.slice(0, 6)}|100\\.64\\.9\\.`));
  });

  it('drops spoofed senders, foreign MACs, ARP and neighbour discovery on their way into the router', async () => {
    const liar = await makePort(host, { ...placeBeside(newVpc(host), 50), rules: everything });
    const victim = await makePort(host, { ...placeBeside(liar.spec, 51), rules: everything });
    const third = await makePort(host, { ...placeBeside(liar.spec, 52), rules: everything });
    const ears = await answerAt(victim.namespace, 'victim', 7003);
    companions.push(ears);
    const line = (await routerLines(host)).find((each) => each.includes(victim.ref.id.slice(0, 6)));
    const name = line?.split(' ')[0] ?? '';
    const neighbours = await runIn(name, 'ip', 'neighbour');
    await runIn(liar.namespace, 'python3', '-c', spoofing, liar.spec.macAddress, third.spec.macAddress);
    await waitUntil(
      async () => ears.words().includes('honest4') && ears.words().includes('honest6'),
      'the honest ones',
    );
    assert.doesNotMatch(ears.words(), /spoofed/);
    assert.equal(await runIn(name, 'ip', 'neighbour'), neighbours);
    assert.match(neighbours, new RegExp(`^100\\.64\\.9\\.52 .*${third.spec.macAddress} PERMANENT`, 'm'));
  });
});

/** Frames, made by root in the port's namespace: no program of a desktop can make such. The honest ones come last. */
const spoofing = `
import socket, struct, sys
own, foreign = (bytes.fromhex(mac.replace(':', '')) for mac in sys.argv[1:3])
router = bytes.fromhex('026470000001')
raw = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
raw.bind(('eth0', 0))
def checksum(data):
  data += b'\\0' * (len(data) % 2)
  total = sum(struct.unpack('!%dH' % (len(data) // 2), data))
  while total >> 16: total = (total & 0xffff) + (total >> 16)
  return ~total & 0xffff
def udp(family, source, target, text):
  pack = lambda address: socket.inet_pton(family, address)
  length = 8 + len(text)
  pseudo = pack(source) + pack(target) + (struct.pack('!BBH', 0, 17, length) if family == socket.AF_INET else struct.pack('!II', length, 17))
  body = struct.pack('!HHHH', 4000, 7003, length, 0) + text
  body = body[:6] + struct.pack('!H', checksum(pseudo + body)) + text
  if family == socket.AF_INET:
    header = struct.pack('!BBHHHBBH', 0x45, 0, 20 + length, 1, 0, 64, 17, 0) + pack(source) + pack(target)
    return b'\\x08\\x00' + header[:10] + struct.pack('!H', checksum(header)) + header[12:] + body
  return b'\\x86\\xdd' + struct.pack('!IHBB', 0x60000000, length, 17, 64) + pack(source) + pack(target) + body
four, six = socket.AF_INET, socket.AF_INET6
def send(source_mac, packet, to=router): raw.send(to + source_mac + packet)
for source in ['100.64.9.52', '100.64.9.254', '8.8.8.8', '0.0.0.0', '127.0.0.1']:
  send(own, udp(four, source, '100.64.9.51', b'spoofed address'))
for source in ['fd00:9::34', 'fd00:9::1', 'fe80::1', '2001:db8::1', '::']:
  send(own, udp(six, source, 'fd00:9::33', b'spoofed address'))
send(foreign, udp(four, '100.64.9.50', '100.64.9.51', b'spoofed MAC'))
send(foreign, udp(six, 'fd00:9::32', 'fd00:9::33', b'spoofed MAC'))
tag = b'\\x81\\x00\\x00\\x05'
send(own, tag + udp(four, '100.64.9.52', '100.64.9.51', b'spoofed VLAN'))
for operation in [1, 2]:
  for address in ['100.64.9.52', '100.64.9.50', '100.64.9.254']:
    arp = b'\\x08\\x06' + struct.pack('!HHBBH', 1, 0x800, 6, 4, operation) + own + socket.inet_aton(address) + foreign + socket.inet_aton('100.64.9.51')
    send(own, arp)
    send(own, arp, b'\\xff' * 6)
for source, said in [('fd00:9::32', 'fd00:9::34'), ('fd00:9::34', 'fd00:9::34'), ('fd00:9::1', 'fd00:9::1')]:
  for target in ['fd00:9::33', 'fd00:9::1', 'ff02::1']:
    for kind, flags in [(136, 0x60000000), (135, 0), (134, 0x40000000)]:
      body = struct.pack('!BBHI', kind, 0, 0, flags) + socket.inet_pton(six, said) + b'\\x02\\x01' + own
      pseudo = socket.inet_pton(six, source) + socket.inet_pton(six, target) + struct.pack('!II', len(body), 58)
      body = body[:2] + struct.pack('!H', checksum(pseudo + body)) + body[4:]
      send(own, b'\\x86\\xdd' + struct.pack('!IHBB', 0x60000000, len(body), 58, 255) + socket.inet_pton(six, source) + socket.inet_pton(six, target) + body)
send(own, udp(four, '100.64.9.50', '100.64.9.51', b'honest4'))
send(own, udp(six, 'fd00:9::32', 'fd00:9::33', b'honest6'))
`;

describe('ports and routers come and go without a trace', () => {
  let host: EngineHostProcess;
  before(async () => {
    host = await startEngineHost();
  });
  after(() => disposeWithPorts(host));

  it('keeps a router as long as any port needs it, however many come and go at once', async () => {
    const { spec, ref } = await makePort(host);
    const numbers = [60, 61, 62, 63];
    const ports = await Promise.all(numbers.map((number) => makePort(host, placeBeside(spec, number))));
    await Promise.all(ports.map((port) => removeSurely(host.engine, port.ref)));
    assert.equal((await routersOf(host)).length, 1);
    const [again] = await Promise.all([
      makePort(host, { ...placeBeside(spec, 60), rules: everything }),
      removeSurely(host.engine, ref),
    ]);
    const last = await makePort(host, { ...placeBeside(spec, 61), rules: everything });
    const service = await answerAt(last.namespace, 'last', 7004);
    assert.equal(await ask(again.namespace, '100.64.9.61', 7004), 'last hello');
    await service.end();
    await Promise.all([again, last].map((port) => removeSurely(host.engine, port.ref)));
    assert.deepEqual(await routersOf(host), []);
  });

  it('refuses a second port with an address of the VPC', async () => {
    const { spec, ref } = await makePort(host);
    const { projectId, vpcId, address } = spec;
    const second = { ...specsOfDesktop(host.engine).port(), projectId, vpcId, address };
    await assert.rejects(host.engine.create(second), { reason: 'conflict' });
    await removeSurely(host.engine, ref);
  });
});
