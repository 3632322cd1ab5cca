import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { configKeys } from '../config/configKeys.js';
import { EngineError, type EngineRoom } from '../engines/contract.js';
import { serviceVersion } from '../serviceVersion.js';
import { callAs } from '../testing/identityCalls.js';
import { makeCertificate } from '../testing/makeCertificate.js';
import { startTestService, type TestService } from '../testing/startTestService.js';
import { describeCertificate } from './describeCertificate.js';

const room: EngineRoom = {
  sizeBytes: 1000,
  freeBytes: 400,
  reserveBytes: 100,
  promisedBytes: 5000,
  promisableBytes: 18_000,
};

describe('what an installation says of itself', () => {
  let service: TestService;
  let isAway = false;
  let hangs = false;
  before(async () => {
    service = await startTestService({
      environment: {
        DESKPLANE_DNS: '192.0.2.53',
        SMTP_URL: 'smtps://desk:geheim@mail.example.com',
        DATABASE_URL: 'postgres://desk:geheim@db.example.com/desk',
      },
      engine: (simulated) => ({
        ...simulated,
        health: async () => (hangs ? new Promise(() => undefined) : simulated.health()),
        room: async () => {
          if (hangs) return new Promise(() => undefined);
          if (isAway) throw new EngineError('unreachable', 'the engine host does not answer');
          return room;
        },
      }),
    });
  });
  after(() => service?.remove());

  it('is every setting with its source, its default and its meaning in the language of the caller', async () => {
    const { status, body } = await service.call('GET', '/installation');
    assert.equal(status, 200);
    assert.deepEqual(
      body.settings.map((each: { name: string }) => each.name),
      configKeys.map(({ name }) => name),
    );
    const find = (name: string) => body.settings.find((each: { name: string }) => each.name === name);
    const { meaning, ...dns } = find('DESKPLANE_DNS');
    assert.deepEqual(dns, {
      name: 'DESKPLANE_DNS',
      source: 'environment',
      value: '192.0.2.53',
      default: '',
    });
    assert.match(meaning, /^Local engine: addresses of at most three DNS servers/);
    assert.deepEqual([find('DESKPLANE_LIMITS').source, find('DESKPLANE_LIMITS').value], ['default', 'auto']);
    const chinese = await service.call('GET', '/installation', undefined, { 'x-language': 'zh-cn' });
    assert.match(JSON.stringify(chinese.body.settings), /子网未指定 DNS 时桌面使用的 DNS 服务器地址/);
  });

  it('holds nothing of a setting that may hold a password, but that it is set', async () => {
    const { text, body } = await service.call('GET', '/installation');
    assert.doesNotMatch(text, /geheim|example\.com/);
    const secrets = body.settings.filter(({ value }: { value: string | null }) => value === null);
    assert.deepEqual(
      secrets.map(({ name, source }: { name: string; source: string }) => [name, source]),
      [
        ['DATABASE_URL', 'environment'],
        ['SMTP_URL', 'environment'],
      ],
    );
  });

  it('is its versions, place, engine, database and log', async () => {
    const { body } = await service.call('GET', '/installation');
    const { version, node_version, instance_id, data_dir, region, tls, engine, database, log } = body;
    assert.deepEqual(
      { version, node_version, instance_id, data_dir, region, tls },
      {
        version: serviceVersion,
        node_version: process.versions.node,
        instance_id: '0123abcd',
        data_dir: service.dataDir,
        region: 'test-1',
        tls: null,
      },
    );
    assert.equal(engine.name, 'simulated');
    assert.match(database.version, /^\d+\.\d+$/);
    assert.match(database.schema, /^\d{4}_\w+/);
    assert.ok(database.size_bytes > 1_000_000 && !database.embedded);
    assert.match(log.id, /^[0-9a-f-]{32,36}$/);
    assert.ok(log.size === 0 || /^[0-9a-f]{64}$/.test(log.root));
  });

  it('is the room on disk and in memory, without that of an engine that is away or hangs', async () => {
    const { body } = await service.call('GET', '/installation/room');
    assert.ok(body.memory.size_bytes > body.memory.available_bytes && body.memory.available_bytes > 0);
    assert.ok(body.data.size_bytes > body.data.free_bytes && body.data.free_bytes > 0);
    assert.deepEqual(body.disks, {
      size_bytes: 1000,
      free_bytes: 400,
      reserve_bytes: 100,
      promised_bytes: 5000,
      promisable_bytes: 18_000,
    });
    const metrics = await service.call('GET', '//metrics');
    assert.match(metrics.text, /^deskplane_disks_promised_bytes 5000$/m);
    assert.match(metrics.text, /^deskplane_data_free_bytes \d+$/m);
    isAway = true;
    const without = await service.call('GET', '/installation/room');
    assert.deepEqual([without.status, without.body.disks], [200, null]);
    assert.doesNotMatch((await service.call('GET', '//metrics')).text, /deskplane_disks_/);
    isAway = false;
    hangs = true;
    assert.deepEqual((await service.call('GET', '/installation/room')).body.disks, null);
    assert.doesNotMatch((await service.call('GET', '//metrics')).text, /deskplane_disks_/);
    const { status, body: readiness } = await service.call('GET', '//readyz');
    assert.equal(status, 200);
    assert.deepEqual([readiness.ready, readiness.engine.ready], [true, false]);
    assert.equal(readiness.engine.reason, 'the engine does not answer');
    hangs = false;
  });

  it('is for users of the account of the installation only', async () => {
    const made = await service.call('POST', '//v3/domains', {
      domain: { name: 'acme', root_user: { name: 'boss', password: 'correct horse 7' } },
    });
    const project = made.body.domain.project.id;
    const scope = { project: { id: project } };
    const stranger = await callAs(service, {
      name: 'boss',
      password: 'correct horse 7',
      domain: 'acme',
      scope,
    });
    for (const path of ['installation', 'installation/room']) {
      const { status, body } = await stranger('GET', `/v2/${project}/${path}`);
      assert.deepEqual([status, body.error_code], [403, 'DPL.0403']);
    }
  });

  it('tells of a certificate for whom and until when it is good', () => {
    const until = new Date('2030-01-01T00:00:00.000Z');
    const facts = describeCertificate(makeCertificate(['desk.example.com', '192.0.2.1'], until).cert);
    assert.deepEqual(facts, {
      subject: 'CN=desk.example.com',
      issuer: 'CN=desk.example.com',
      names: ['desk.example.com', '192.0.2.1'],
      validFrom: '2029-12-22T00:00:00.000Z',
      validTo: until.toISOString(),
    });
  });
});
