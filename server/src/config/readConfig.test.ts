import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { configKeys } from './configKeys.js';
import { parseConfigFile } from './parseConfigFile.js';
import { type ConfigProblem, type Environment, readConfig } from './readConfig.js';

function problemsOf(environment: Environment, yaml?: string): readonly ConfigProblem[] {
  const result = readConfig(environment, yaml === undefined ? undefined : parseConfigFile(yaml), '/clone');
  assert.ok(Array.isArray(result), 'the configuration was accepted');
  return result;
}

function configOf(environment: Environment, yaml?: string) {
  const result = readConfig(environment, yaml === undefined ? undefined : parseConfigFile(yaml), '/clone');
  assert.ok(!Array.isArray(result), JSON.stringify(result));
  return result;
}

describe('readConfig', () => {
  it('gives the documented defaults for an empty environment', () => {
    assert.deepEqual(configOf({}), {
      host: '127.0.0.1',
      port: 8080,
      publicUrl: undefined,
      trustedProxies: [],
      tls: undefined,
      signInPlainHttp: false,
      clientConnections: 2000,
      dataDir: '/clone/.deskplane',
      databaseUrl: undefined,
      databaseConnections: 30,
      smtpUrl: undefined,
      engine: 'automatic',
      region: 'local-1',
      masterKeyFile: undefined,
      disks: { form: 'automatic', reserveGiB: undefined, overcommit: 20 },
      egress: { device: undefined, allowed: [], dnsServers: [] },
      limitRequests: false,
      deletionRetentionDays: 365,
      simulated: { seed: 1, delayMs: 300, faultRate: 0 },
      testControl: 'off',
      file: undefined,
      given: [],
    });
  });

  it('tells what was given, by which way, and shows nothing that may hold a password', () => {
    const environment = { DESKPLANE_PORT: '9000', DESKPLANE_REGION: '', SMTP_URL: 'smtp://user:geheim@mail' };
    const yaml = 'DESKPLANE_PORT: 8000\nDESKPLANE_REGION: eu-1\nDATABASE_URL: postgres://u:geheim@db/x\n';
    const { given, file } = configOf(environment, yaml);
    assert.deepEqual(given, [
      { name: 'DESKPLANE_PORT', source: 'environment', value: '9000' },
      { name: 'DATABASE_URL', source: 'file', value: undefined },
      { name: 'SMTP_URL', source: 'environment', value: undefined },
      { name: 'DESKPLANE_REGION', source: 'file', value: 'eu-1' },
    ]);
    assert.equal(file, '/clone/deskplane.yaml');
    const named = configOf({ DESKPLANE_CONFIG: 'etc/own.yaml' }, 'DESKPLANE_PORT: 8000');
    assert.equal(named.file, '/clone/etc/own.yaml');
  });

  it('refuses an SMTP_URL that mail could not use, without repeating it', () => {
    const [problem] = problemsOf({ SMTP_URL: 'smtp://user:geheim@mail?unheard=of' });
    assert.equal(problem?.key, 'SMTP_URL');
    assert.doesNotMatch(problem?.message ?? '', /geheim/);
  });

  it('takes every key from the environment', () => {
    const config = configOf({
      DESKPLANE_HOST: '::1',
      DESKPLANE_PORT: '0',
      DESKPLANE_PUBLIC_URL: 'https://Desk.example.com:8443/',
      DESKPLANE_TRUSTED_PROXIES: '192.0.2.1, 2001:db8::/32',
      DESKPLANE_TLS_CERTIFICATE: 'tls/chain.pem',
      DESKPLANE_TLS_KEY: '/etc/key.pem',
      DESKPLANE_CLIENT_CONNECTIONS: '50',
      DESKPLANE_DATA_DIR: 'here',
      DATABASE_URL: 'postgres://u:p@db/x',
      DESKPLANE_DATABASE_CONNECTIONS: '12',
      SMTP_URL: 'smtps://mail',
      DESKPLANE_ENGINE: 'simulated',
      DESKPLANE_REGION: 'eu-1',
      DESKPLANE_MASTER_KEY_FILE: '/run/key',
      DESKPLANE_DISKS: 'plain',
      DESKPLANE_DISK_RESERVE_GIB: '2.5',
      DESKPLANE_DISK_OVERCOMMIT: '3',
      DESKPLANE_EGRESS: 'eth0.7',
      DESKPLANE_EGRESS_ALLOW: '10.1.0.0/16, 2001:db8::/64',
      DESKPLANE_DNS: '192.0.2.53 2001:db8::53',
      DESKPLANE_LIMITS: 'on',
      DESKPLANE_DELETION_RETENTION_DAYS: '0',
      DESKPLANE_SIMULATED_SEED: '42',
      DESKPLANE_SIMULATED_DELAY_MS: '5',
      DESKPLANE_SIMULATED_FAULT_RATE: '0.25',
      DESKPLANE_SIMULATED_CONTROL: 'loopback',
    });
    const { given, ...rest } = config;
    assert.ok(given.every(({ source }) => source === 'environment'));
    assert.deepEqual(rest, {
      host: '::1',
      port: 0,
      publicUrl: 'https://desk.example.com:8443',
      trustedProxies: [
        { address: '192.0.2.1', family: 'ipv4', prefix: 32 },
        { address: '2001:db8::', family: 'ipv6', prefix: 32 },
      ],
      tls: { certificate: '/clone/tls/chain.pem', key: '/etc/key.pem' },
      signInPlainHttp: false,
      clientConnections: 50,
      dataDir: '/clone/here',
      databaseUrl: 'postgres://u:p@db/x',
      databaseConnections: 12,
      smtpUrl: 'smtps://mail',
      engine: 'simulated',
      region: 'eu-1',
      masterKeyFile: '/run/key',
      disks: { form: 'plain', reserveGiB: 2.5, overcommit: 3 },
      egress: {
        device: 'eth0.7',
        allowed: ['10.1.0.0/16', '2001:db8::/64'],
        dnsServers: ['192.0.2.53', '2001:db8::53'],
      },
      limitRequests: true,
      deletionRetentionDays: 0,
      simulated: { seed: 42, delayMs: 5, faultRate: 0.25 },
      testControl: 'loopback',
      file: undefined,
    });
  });

  it('refuses disks of a kind that there is not, and sizes and factors out of range', () => {
    const bad = [
      ['DESKPLANE_DISKS', 'luks'],
      ['DESKPLANE_DISK_RESERVE_GIB', '-1'],
      ['DESKPLANE_DISK_RESERVE_GIB', '10 GiB'],
      ['DESKPLANE_DISK_OVERCOMMIT', '0'],
      ['DESKPLANE_DISK_OVERCOMMIT', '1e3'],
      ['DESKPLANE_EGRESS', 'eth0 drop'],
      ['DESKPLANE_EGRESS', '../eth0'],
      ['DESKPLANE_EGRESS_ALLOW', '10.1.0.1'],
      ['DESKPLANE_EGRESS_ALLOW', '10.1.0.0/33'],
      ['DESKPLANE_DNS', 'resolver'],
      ['DESKPLANE_DNS', 'fe80::1%eth0'],
      ['DESKPLANE_DNS', '192.0.2.1,192.0.2.2,192.0.2.3,192.0.2.4'],
    ] as const;
    for (const [key, value] of bad) {
      assert.deepEqual(
        problemsOf({ [key]: value }).map((each) => each.key),
        [key],
        value,
      );
    }
  });

  it('refuses a public URL that is more than scheme, host and port', () => {
    const bad = [
      'desk.example.com',
      'ftp://desk',
      'https://u:p@desk',
      'https://desk/path',
      'https://desk?a',
      'https://',
    ];
    for (const value of bad)
      assert.equal(problemsOf({ DESKPLANE_PUBLIC_URL: value })[0]?.key, 'DESKPLANE_PUBLIC_URL', value);
    assert.equal(
      configOf({ DESKPLANE_PUBLIC_URL: 'http://[2001:db8::1]' }).publicUrl,
      'http://[2001:db8::1]',
    );
  });

  it('refuses proxies that are no addresses, and ranges that are everybody', () => {
    for (const value of [
      'proxy',
      '192.0.2.1/33',
      '0.0.0.0/0',
      '::/0',
      '10.0.0.1 10',
      '::ffff:192.0.2.1',
      '0:0:0:0:0:ffff:c000:201',
      '1.2.3.4/',
    ]) {
      const [problem] = problemsOf({ DESKPLANE_TRUSTED_PROXIES: value });
      assert.equal(problem?.key, 'DESKPLANE_TRUSTED_PROXIES', value);
    }
  });

  it('takes a certificate with its key, and neither alone', () => {
    assert.equal(problemsOf({ DESKPLANE_TLS_CERTIFICATE: 'a' })[0]?.key, 'DESKPLANE_TLS_KEY');
    assert.equal(problemsOf({ DESKPLANE_TLS_KEY: 'a' })[0]?.key, 'DESKPLANE_TLS_CERTIFICATE');
    assert.equal(problemsOf({ DESKPLANE_CLIENT_CONNECTIONS: '9' })[0]?.key, 'DESKPLANE_CLIENT_CONNECTIONS');
  });

  it('limits requests by itself where other machines can reach the service', () => {
    for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost'])
      assert.equal(configOf({ DESKPLANE_HOST: host }).limitRequests, false, host);
    for (const host of ['0.0.0.0', '::', '192.0.2.7', 'desk.example.com'])
      assert.equal(configOf({ DESKPLANE_HOST: host }).limitRequests, true, host);
    assert.equal(configOf({ DESKPLANE_LIMITS: 'on' }).limitRequests, true);
    // The proxy on this machine speaks for others.
    assert.equal(configOf({ DESKPLANE_TRUSTED_PROXIES: '127.0.0.1' }).limitRequests, true);
    assert.equal(configOf({ DESKPLANE_HOST: '::', DESKPLANE_LIMITS: 'off' }).limitRequests, false);
  });

  it('lets the environment win over the file, and an empty value count as not given', () => {
    const yaml = 'DESKPLANE_PORT: 9000\nDESKPLANE_REGION: from-file\nSMTP_URL:\n';
    const config = configOf({ DESKPLANE_REGION: 'from-env', DESKPLANE_PORT: '' }, yaml);
    assert.equal(config.port, 9000);
    assert.equal(config.region, 'from-env');
    assert.equal(config.smtpUrl, undefined);
  });

  it('names an unknown key and the one that was probably meant', () => {
    assert.deepEqual(problemsOf({ DESKPLANE_PROT: '1' }), [
      { key: 'DESKPLANE_PROT', message: 'is not a setting of Deskplane. Did you mean DESKPLANE_PORT?' },
    ]);
    assert.match(problemsOf({}, 'DATABASE_ULR: x')[0]?.message ?? '', /Did you mean DATABASE_URL\?/);
    assert.doesNotMatch(problemsOf({ DESKPLANE_SOMETHING_ELSE: '1' })[0]?.message ?? '', /Did you mean/);
  });

  it('accepts its own internal variables and everything that is not ours', () => {
    configOf({
      DESKPLANE_RUN_AS: '1:1',
      DESKPLANE_TEST_DATABASE_URL: 'x',
      DESKPLANE_CONFIG: 'f',
      PATH: '/bin',
    });
  });

  it('reports every problem at once', () => {
    const problems = problemsOf({
      DESKPLANE_HOST: 'not a host',
      DESKPLANE_PORT: '65536',
      DATABASE_URL: 'mysql://secret',
      DESKPLANE_DATABASE_CONNECTIONS: '10',
      SMTP_URL: 'mail',
      DESKPLANE_ENGINE: 'docker',
      DESKPLANE_REGION: 'Up Per',
      DESKPLANE_LIMITS: 'yes',
      DESKPLANE_DELETION_RETENTION_DAYS: '36501',
      DESKPLANE_SIMULATED_SEED: '-1',
      DESKPLANE_SIMULATED_DELAY_MS: '1.5',
      DESKPLANE_SIMULATED_FAULT_RATE: '2',
      DESKPLANE_NOPE: 'x',
    });
    assert.equal(problems.length, 13);
  });

  it('never repeats the value of a URL, which may carry a password', () => {
    for (const DATABASE_URL of ['mysql://u:secret@h', 'postgres://u:secret@h,i/x?port=1,2,3']) {
      const problems = problemsOf({ DATABASE_URL, SMTP_URL: 'secret' });
      assert.deepEqual(
        problems.map(({ key }) => key),
        ['DATABASE_URL', 'SMTP_URL'],
      );
      assert.doesNotMatch(JSON.stringify(problems), /secret/);
    }
  });

  for (const yaml of ['- a', 'text', 'DESKPLANE_PORT: [1]', 'DESKPLANE_PORT: {a: 1}', 'a: b: c', '&a [*a]']) {
    it(`refuses the file ${JSON.stringify(yaml)}`, () => {
      assert.ok(problemsOf({}, yaml).length > 0);
    });
  }

  it('reads a numeric look-alike in a file as it was written by its meaning', () => {
    assert.equal(configOf({}, 'DESKPLANE_SIMULATED_FAULT_RATE: 0.5').simulated.faultRate, 0.5);
    assert.ok(problemsOf({}, 'DESKPLANE_PORT: true').length > 0);
  });

  it('has a default in the table for every key that has no empty meaning', () => {
    assert.equal(new Set(configKeys.map((key) => key.name)).size, configKeys.length);
    assert.ok(configKeys.every(({ meaning }) => meaning.en.endsWith('.') && meaning.zh.endsWith('。')));
  });
});

describe('the documentation of the settings', () => {
  for (const language of ['en', 'zh'] as const) {
    it(`has every key with its default and its meaning, in order, in ${language}`, async () => {
      const text = await readFile(
        new URL(`../../../docs/${language}/configuration.md`, import.meta.url),
        'utf8',
      );
      const rows = [...text.matchAll(/^\| `([A-Z_]+)` \| (?:`(.*?)`)? ?\| (.*) \|$/gm)];
      assert.deepEqual(
        rows.map(([, name, fallback, meaning]) => [name, fallback ?? '', meaning]),
        configKeys.map((key) => [key.name, key.default, key.meaning[language]]),
      );
    });
  }
});
