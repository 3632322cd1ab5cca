import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { realAmbient } from '../ambient.js';
import { EngineError } from '../engines/contract.js';
import { ApiError } from '../errors/errors.js';
import { createDesktops, showUntilGone } from '../testing/desktopCalls.js';
import { failOften } from '../testing/progressRows.js';
import { callService, startTestService, type TestService } from '../testing/startTestService.js';
import { waitUntil } from '../testing/waitUntil.js';
import type { Gatekeeper } from './admitRequests.js';
import { addMetrics } from './metrics.js';
import { createCounter, createHistogram, writeMetrics } from './metricText.js';
import { createServer } from './server.js';

describe('the Prometheus text', () => {
  it('is written as the format says, with what is special escaped', () => {
    const counter = createCounter();
    counter.add({ path: 'a"b\\c\nd' });
    counter.add({ path: 'a"b\\c\nd' }, 2);
    const histogram = createHistogram([0.1, 1]);
    for (const value of [0.05, 0.1, 0.5, 7]) histogram.observe({}, value);
    const text = writeMetrics([
      { name: 'one_total', help: 'Some\nhelp.', type: 'counter', samples: counter.samples() },
      { name: 'two_seconds', help: 'Time.', type: 'histogram', samples: histogram.samples() },
      {
        name: 'three',
        help: 'Odd.',
        type: 'gauge',
        samples: [{ value: Number.POSITIVE_INFINITY }, { value: Number.NaN }],
      },
    ]);
    assert.equal(
      text,
      [
        '# HELP one_total Some\\nhelp.',
        '# TYPE one_total counter',
        'one_total{path="a\\"b\\\\c\\nd"} 3',
        '# HELP two_seconds Time.',
        '# TYPE two_seconds histogram',
        'two_seconds_bucket{le="0.1"} 2',
        'two_seconds_bucket{le="1"} 3',
        'two_seconds_bucket{le="+Inf"} 4',
        'two_seconds_sum 7.65',
        'two_seconds_count 4',
        '# HELP three Odd.',
        '# TYPE three gauge',
        'three +Inf',
        'three NaN',
        '',
      ].join('\n'),
    );
  });
});

/** Every sample of a scrape by its name with labels; every line has to be one the format knows. */
async function scrape(endpoint: string): Promise<Map<string, number>> {
  const response = await fetch(`${endpoint}/metrics`);
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
  const samples = new Map<string, number>();
  for (const line of (await response.text()).trimEnd().split('\n')) {
    if (/^# (HELP [a-z_]+ .+|TYPE [a-z_]+ (counter|gauge|histogram))$/.test(line)) continue;
    const match = /^([a-z_]+(?:\{[^}]*\})?) (\S+)$/.exec(line);
    assert.ok(match !== null, line);
    const [, name = '', value = ''] = match;
    assert.ok(!samples.has(name), `${name} twice`);
    samples.set(name, Number(value));
  }
  return samples;
}

describe('/metrics and where a caller is', () => {
  const refusal = new ApiError('APIGW.0301', ['no credentials']);
  for (const [address, status] of [
    ['127.0.0.1', 200],
    ['127.200.3.4', 200],
    ['::1', 200],
    ['::ffff:127.0.0.1', 200],
    ['10.0.0.5', 401],
    ['::ffff:10.0.0.5', 401],
    ['fe80::1', 401],
    ['0.0.0.0', 401],
  ] as const)
    it(`answers ${status} to ${address}`, async () => {
      const gatekeeper: Gatekeeper = {
        authenticate: () => Promise.reject(refusal),
        admitToProject: () => Promise.reject(refusal),
        protectRoot: () => Promise.reject(refusal),
      };
      const admission = { gatekeeper, ambient: realAmbient, region: 'test-1' };
      const server = await createServer({
        logger: pino({ level: 'silent' }),
        ...admission,
        newRequestId: () => 'request',
      });
      addMetrics(server, { admission, sources: [] });
      const answer = await server.inject({ url: '/metrics', remoteAddress: address });
      assert.equal(answer.statusCode, status);
      await server.close();
    });
});

describe('/metrics', () => {
  let service: TestService;
  let broken = false;
  before(async () => {
    service = await startTestService({
      simulated: { delayMs: 20 },
      engine: (simulated) => ({
        ...simulated,
        remove: async (ref, how) => {
          if (broken) throw new EngineError('internal', 'no luck');
          return simulated.remove(ref, how);
        },
      }),
    });
  });
  after(() => service.remove());

  it('counts deletions, their items by kind and end, mails, and splits the time into ours and the engine’s', async () => {
    const ids = await createDesktops(service, {
      desktops: [{ user_name: 'met', user_email: 'met@example.org' }, { user_name: 'ric' }],
    });
    for (const id of ids) await service.call('DELETE', `/desktops/${id}`);
    for (const id of ids) await showUntilGone(service, id);
    const [stuck] = await createDesktops(service, {});
    broken = true;
    await service.call('DELETE', `/desktops/${stuck}`);
    const expected = [
      ['deskplane_deletions_accepted_total', 3],
      ['deskplane_deletions_completed_total', 2],
      ['deskplane_deletions_open{state="running"}', 1],
      ['deskplane_deletions_open{state="failed"}', 0],
      ['deskplane_deletion_items_open{kind="server"}', 1],
      ['deskplane_deletion_items_ended_total{kind="server",end="absent"}', 2],
      ['deskplane_deletion_items_ended_total{kind="volume",end="absent"}', 2],
      ['deskplane_deletion_items_ended_total{kind="port",end="absent"}', 2],
      ['deskplane_deletion_item_ask_seconds_count{kind="server"}', 2],
      ['deskplane_deletion_item_absence_seconds_count{kind="volume"}', 2],
      ['deskplane_deletion_duration_seconds_count', 2],
      ['deskplane_mails_queued_total', 1],
    ] as const;
    // An item is counted a moment after its end can be seen.
    const found = await waitUntil(async () => {
      const samples = await scrape(service.endpoint);
      const shown = expected.map(([name]) => [name, samples.get(name)]);
      assert.deepEqual(shown, expected);
      return samples;
    }, 'everything to be counted');
    const sum = (name: string) => found.get(`${name}_sum{kind="server"}`) ?? Number.NaN;
    const [ours, engines] = [
      sum('deskplane_deletion_item_ask_seconds'),
      sum('deskplane_deletion_item_absence_seconds'),
    ];
    const whole = found.get('deskplane_deletion_duration_seconds_sum') ?? Number.NaN;
    assert.ok(ours >= 0 && engines >= 0.04, `${ours} ${engines}`);
    assert.ok(ours + engines <= whole + 0.01, 'the parts are no longer than the whole');
    broken = false;
  });

  it('counts what fails and how old it is', async () => {
    const [id] = await createDesktops(service, {});
    broken = true;
    await service.call('DELETE', `/desktops/${id}`);
    await waitUntil(async () => {
      await failOften(service.database.pool);
      const samples = await scrape(service.endpoint);
      const age = samples.get('deskplane_deletion_oldest_seconds') ?? 0;
      return (samples.get('deskplane_deletions_open{state="failed"}') ?? 0) >= 1 && age > 0;
    }, 'the failing one to be counted');
    broken = false;
  });

  it('counts requests by route, never by path, and tells of the process', async () => {
    await service.call('GET', '/desktops');
    for (const path of ['//no/such/path', '//another?x="}']) await service.call('GET', path);
    const found = await waitUntil(async () => {
      const samples = await scrape(service.endpoint);
      const unknown = samples.get('deskplane_http_requests_total{method="GET",route="none",status="404"}');
      return unknown === 2 ? samples : undefined;
    }, 'both requests to be counted');
    const lists = 'deskplane_http_requests_total{method="GET",route="/v2/:project_id/desktops",status="200"}';
    assert.ok((found.get(lists) ?? 0) >= 1);
    assert.ok((found.get('process_resident_memory_bytes') ?? 0) > 1e7);
    assert.ok((found.get('deskplane_event_loop_lag_seconds{quantile="0.99"}') ?? -1) >= 0);
    assert.ok([...found.keys()].every((name) => !name.includes(service.credentials.project_id)));
  });

  it('is open to this machine only, and otherwise to a credential', async () => {
    const proxied = await callService(service.endpoint, 'GET', '/metrics', undefined, {
      'x-forwarded-for': '203.0.113.9',
    });
    assert.equal(proxied.status, 401);
    const forged = await fetch(`${service.endpoint}/metrics`, {
      headers: { 'x-forwarded-for': '127.0.0.1', 'x-auth-token': 'guess' },
    });
    assert.equal(forged.status, 401);
    const token = await tokenOf(service);
    const known = await fetch(`${service.endpoint}/metrics`, {
      headers: { 'x-forwarded-for': '203.0.113.9', 'x-auth-token': token },
    });
    assert.equal(known.status, 200);
  });
});

async function tokenOf(service: TestService): Promise<string> {
  const { user_name, password, domain_name, project_id } = service.credentials;
  const answer = await service.call('POST', '//v3/auth/tokens', {
    auth: {
      identity: {
        methods: ['password'],
        password: { user: { name: user_name, password, domain: { name: domain_name } } },
      },
      scope: { project: { id: project_id } },
    },
  });
  return answer.headers.get('x-subject-token') ?? '';
}
