import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readObject } from '../machine/fields.js';
import type { Machine } from '../machine/machine.js';
import { answerLine } from './protocol.js';
import type { Verbs } from './verbs.js';

const id = '6f1c1f0e-52b4-4a53-9d6e-7a5a3c0de001';
const generation = '0'.repeat(32);
const machine: Machine = {
  version: '0',
  instance: 'abcdef12',
  bootId: id,
  missing: [],
  cgroups: 'none',
  missingLimits: [],
  capabilities: { figures: true, encryption: true, sizes: true, growth: true },
  warnings: [],
};
const volumeRef = { kind: 'volume', id, generation };
const room = {
  sizeBytes: 6,
  freeBytes: 4,
  promisedBytes: 3,
  promisableBytes: 4,
  reserveBytes: 2,
  overcommit: 1,
};
const port = {
  kind: 'port',
  name: 'dp-1',
  projectId: 'p',
  desktopId: 'd',
  vpcId: 'v',
  subnetId: 's',
  subnetCidr: '100.64.0.0/24',
  gatewayAddress: '100.64.0.1',
  address: '100.64.0.9',
  macAddress: 'fa:16:3e:00:00:01',
  dnsServers: ['9.9.9.9'],
  rules: [{ direction: 'egress', family: 4, protocol: 'any', remote: ['0.0.0.0/0'] }],
};
const server = {
  kind: 'server',
  name: 'dp-2',
  projectId: 'p',
  desktopId: 'd',
  hostName: 'desk',
  vcpus: 1,
  memoryMiB: 512,
  imageId: id,
  ports: [],
  volumes: [{ kind: 'volume', id, generation }],
};

const rule = { direction: 'ingress', family: 4, protocol: 'tcp', remote: ['10.0.0.0/8'] };
const rulesNobodyTakes: [name: string, rule: unknown][] = [
  ['of a family between the two', { ...rule, family: 5 }],
  ['of IPv6 with a range of IPv4', { ...rule, family: 6 }],
  ['with an address in place of a range', { ...rule, remote: ['10.0.0.1'] }],
  ['with a range that goes on in the language of nft', { ...rule, remote: ['10.0.0.0/8 } accept #'] }],
  ['with half a range of ports', { ...rule, portMin: 80 }],
  ['with ports the wrong way round', { ...rule, portMin: 443, portMax: 80 }],
  ['with ports of ICMP', { ...rule, protocol: 'icmp', portMin: 8, portMax: 8 }],
  ['of a protocol nobody knows', { ...rule, protocol: 'sctp' }],
  ['that says nothing of the other side', { ...rule, remote: undefined }],
];

/** Verbs over a host that holds nothing and notes what reaches it. */
function emptyHost(): { verbs: Verbs; reached: string[] } {
  const reached: string[] = [];
  const verbs: Verbs = {
    async create(spec) {
      reached.push(`create ${spec.kind}`);
      return { kind: spec.kind, id, generation };
    },
    findByName: async () => [],
    observe: async () => ({ state: 'absent' }),
    remove: async () => 'absent',
    power: async () => undefined,
    async plugVolume(_ref, volume) {
      reached.push(`plug ${volume.kind}`);
    },
    async resizeVolume(_ref, sizeGiB) {
      reached.push(`resize to ${sizeGiB}`);
    },
    async resizeServer(_ref, { vcpus, memoryMiB }) {
      reached.push(`resize to ${vcpus} cores and ${memoryMiB} MiB`);
    },
    async connectServer(_ref, ports) {
      reached.push(`connect to ${ports.length} ports`);
    },
    async replaceSystemDisk(_ref, { kind }, imageId, notAfter) {
      reached.push(`begin with ${kind} of ${imageId} until ${notAfter}`);
    },
    async notify(_ref, text) {
      reached.push(`tell ${text}`);
    },
    async restoreSnapshot() {
      reached.push('restore');
    },
    room: () => room,
    setPortRules: async () => undefined,
    troubles: () => [],
    list: () => [],
    images: () => [],
    removeImage: async () => undefined,
    resume: () => undefined,
    idle: async () => undefined,
  };
  return { verbs, reached };
}

async function ask(line: string) {
  const { verbs, reached } = emptyHost();
  const answer: unknown = JSON.parse(await answerLine(line, verbs, machine));
  return { answer, reached };
}

describe('the engine host reads requests strictly', () => {
  it('answers a good request under its id', async () => {
    const { answer, reached } = await ask(
      JSON.stringify({ id: 7, verb: 'create', params: { spec: port, notAfter: null } }),
    );
    assert.deepEqual(answer, { id: 7, ok: true, result: { kind: 'port', id, generation } });
    assert.deepEqual(reached, ['create port']);
  });

  it('says what it is', async () => {
    const { answer } = await ask(JSON.stringify({ id: 1, verb: 'hello', params: {} }));
    assert.deepEqual(answer, { id: 1, ok: true, result: { protocol: 5, ...machine, disk: room } });
  });

  const bad: [name: string, request: unknown][] = [
    ['no object', 5],
    ['null', null],
    ['a list', []],
    ['an unknown verb', { id: 1, verb: 'shell', params: {} }],
    ['a verb of the prototype', { id: 1, verb: 'toString', params: {} }],
    ['an unknown key beside the verb', { id: 1, verb: 'hello', params: {}, uid: 0 }],
    ['an unknown parameter', { id: 1, verb: 'hello', params: { debug: true } }],
    ['a negative id', { id: -1, verb: 'hello', params: {} }],
    ['no parameters', { id: 1, verb: 'list' }],
    ['an unknown kind', { id: 1, verb: 'list', params: { kind: 'host' } }],
    ['an id with a path in it', observeOf({ kind: 'volume', id: '../../etc/passwd', generation })],
    ['an id with a line break after it', observeOf({ kind: 'volume', id: `${id}\n`, generation })],
    [
      'a power action nobody knows',
      { id: 1, verb: 'power', params: { ref: refOf(), action: 'run', hard: true } },
    ],
    ['a force that is a text', { id: 1, verb: 'remove', params: { ref: refOf(), force: 'true' } }],
    ['a creation that does not say until when', { id: 1, verb: 'create', params: { spec: port } }],
    ['a port outside of its subnet', create({ ...port, address: '10.0.0.1' })],
    ['a port with options in its address', create({ ...port, address: '100.64.0.9 dev eth0' })],
    ['a port with an address that is none', create({ ...port, address: '100.64.0.999' })],
    ['a port with a group address', create({ ...port, macAddress: '01:00:5e:00:00:01' })],
    ['a snapshot of a port', create({ ...snapshotOf(), volume: { kind: 'port', id, generation } })],
    [
      'a port in the place of a disk',
      { id: 1, verb: 'plugVolume', params: { ref: refOf(), volume: { kind: 'port', id, generation } } },
    ],
    [
      'a port in the place of the system disk',
      {
        id: 1,
        verb: 'replaceSystemDisk',
        params: { ref: refOf(), volume: { kind: 'port', id, generation }, imageId: id },
      },
    ],
    [
      'a system disk from a path',
      { id: 1, verb: 'replaceSystemDisk', params: { ref: refOf(), volume: volumeRef, imageId: '../../etc' } },
    ],
    [
      'a system disk that may come at any text',
      {
        id: 1,
        verb: 'replaceSystemDisk',
        params: { ref: refOf(), volume: volumeRef, imageId: id, notAfter: 'late' },
      },
    ],
    ['a disk of no size', { id: 1, verb: 'resizeVolume', params: { ref: volumeRef, sizeGiB: 0 } }],
    ['a disk beyond all sizes', { id: 1, verb: 'resizeVolume', params: { ref: volumeRef, sizeGiB: 65_537 } }],
    [
      'a disk that names its key',
      { id: 1, verb: 'resizeVolume', params: { ref: { ...volumeRef, keyId: generation }, sizeGiB: 1 } },
    ],
    ['a port with the address of its gateway', create({ ...port, address: port.gatewayAddress })],
    ['a port with the broadcast address', create({ ...port, address: '100.64.0.255' })],
    ['a port without rules', create({ ...port, rules: undefined })],
    ['a port whose DNS server is a name', create({ ...port, dnsServers: ['resolver'] })],
    [
      'a port with IPv4 in place of IPv6',
      create({ ...port, ipv6: { ...port, subnetCidr: '100.64.0.0/24' } }),
    ],
    ...rulesNobodyTakes.map(([name, wrong]): [string, unknown] => [
      `a rule ${name}`,
      { id: 1, verb: 'setPortRules', params: { ref: refOf(), rules: [wrong] } },
    ]),
    ['a port with a volume field', create({ ...port, sizeGiB: 4 })],
    ['a server without system disk', create({ ...server, volumes: [] })],
    [
      'a server with a port among its disks',
      create({ ...server, volumes: [{ kind: 'port', id, generation }] }),
    ],
    ['a host name that is an option', create({ ...server, hostName: '--bind' })],
    ['a host name with a line break', create({ ...server, hostName: 'a\nroot::0:0' })],
    ['a memory of no bytes', create({ ...server, memoryMiB: 0 })],
    ['a disk device with a path in it', create(volumeOf('/dev/../etc'))],
    ['a disk of a broken size', create({ ...volumeOf('/dev/vda'), sizeGiB: 1.5 })],
    ['a name with a slash', create({ ...port, name: 'a/b' })],
    ['a name longer than any', create({ ...port, name: 'a'.repeat(129) })],
  ];
  for (const [name, request] of bad) {
    it(`refuses ${name}`, async () => {
      const { answer, reached } = await ask(JSON.stringify(request));
      const fields = readObject(answer, 'answer', ['id', 'ok', 'reason', 'message']);
      assert.equal(fields.flag('ok'), false);
      assert.equal(fields.text('reason', /^/), 'refused');
      assert.deepEqual(reached, []);
    });
  }

  it('refuses what is not JSON', async () => {
    const { answer } = await ask('{"id":1,');
    assert.deepEqual(answer, { id: null, ok: false, reason: 'refused', message: 'the request is not JSON' });
  });
});

function create(spec: object) {
  return { id: 1, verb: 'create', params: { spec, notAfter: null } };
}

function observeOf(ref: object) {
  return { id: 1, verb: 'observe', params: { ref } };
}

function snapshotOf() {
  return { kind: 'snapshot', name: 'dp-4', projectId: 'p', desktopId: 'd', volume: volumeRef };
}

function refOf() {
  return { kind: 'server', id, generation };
}

function volumeOf(device: string) {
  return {
    kind: 'volume',
    name: 'dp-3',
    projectId: 'p',
    desktopId: 'd',
    sizeGiB: 1,
    volumeType: 'SSD',
    device,
  };
}
