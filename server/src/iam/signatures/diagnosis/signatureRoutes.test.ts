import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { callByKey, temporaryKeyOfRoot } from '../../../testing/callByKey.js';
import { callAs } from '../../../testing/identityCalls.js';
import {
  callService,
  startTestService,
  type TestAnswer,
  type TestService,
} from '../../../testing/startTestService.js';
import { canonicalRequest, computeSignature, sha256Hex } from '../canonicalRequest.js';
import { signRequest } from '../signRequest.js';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

const path = '/v3.0/OS-CREDENTIAL/signature-diagnoses';
const body = '{ "desktop_ids": ["a"] }';

interface Told {
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The text of a request that was signed right, and what of it was written down otherwise. */
function signedText(told: Told = {}, change: (text: string) => string = (text) => text): string {
  const { access_key: accessKey, secret_key: secretKey } = service.credentials;
  const {
    method = 'POST',
    url = `${service.endpoint}/v2/p/desktops/batch-delete?b=2&a=%C3%A9`,
    headers = {},
  } = told;
  const sent = signRequest({
    method,
    url: new URL(url),
    headers: { 'Content-Type': 'application/json', ...headers },
    body: told.body ?? body,
    accessKey,
    secretKey,
    now: new Date(),
  });
  const lines = Object.entries(sent).map(([name, value]) => `${name}: ${value}`);
  return change([`${method} ${url}`, ...lines, '', told.body ?? body].join('\n'));
}

/** The text of a request that was signed over a canonical request of its own. */
function signedOver(write: (canonical: string) => string): {
  readonly text: string;
  readonly canonical: string;
} {
  const { access_key: accessKey, secret_key: secretKey } = service.credentials;
  const date = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
  const target = '/v2/p/desktops/batch-delete?b=2&a=%C3%A9';
  const { host } = new URL(service.endpoint);
  const headers = [
    ['host', host],
    ['x-sdk-date', date],
  ] as const;
  const names = ['host', 'x-sdk-date'];
  const request = { method: 'POST', target, headers, body: Buffer.from(body) };
  const canonical = write(canonicalRequest(request, names, sha256Hex(Buffer.from(body))));
  const scheme = { algorithm: 'SDK-HMAC-SHA256' } as const;
  const signature = computeSignature({ scheme, accessKey, secretKey, date, canonical }).toString('hex');
  const authorization = `SDK-HMAC-SHA256 Access=${accessKey}, SignedHeaders=host;x-sdk-date, Signature=${signature}`;
  const lines = [
    `POST ${target} HTTP/1.1`,
    `Host: ${host}`,
    `X-Sdk-Date: ${date}`,
    `Authorization: ${authorization}`,
  ];
  return { text: [...lines, '', body].join('\r\n'), canonical };
}

const diagnose = (request: string, further: object = {}): Promise<TestAnswer> =>
  service.call('POST', `/${path}`, { request, ...further });

describe('the diagnosis of a refused signature', () => {
  it('finds a right one right, in both languages, whatever the line ends', async () => {
    const answer = await diagnose(signedText());
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body.verdict, 'right');
    assert.deepEqual(answer.body.differences, []);
    assert.equal(
      (await diagnose(signedText({}, (text) => text.replaceAll('\n', '\r\n')))).body.verdict,
      'right',
    );
    const chinese = await service.call(
      'POST',
      `/${path}`,
      { request: signedText() },
      { 'x-language': 'zh-cn' },
    );
    assert.match(chinese.body.meaning, /相符/);
  });

  const mistakes: readonly (readonly [string, string, (canonical: string) => string])[] = [
    ['a path without its last slash', 'path', (text) => text.replace('batch-delete/', 'batch-delete')],
    [
      'parameters in the order of the address',
      'query',
      (text) => text.replace('a=%C3%A9&b=2', 'b=2&a=%C3%A9'),
    ],
    ['no parameters at all', 'query', (text) => text.replace('a=%C3%A9&b=2', '')],
    ['a host without its port', 'header', (text) => text.replace(/host:(.*):\d+/, 'host:$1')],
    ['no empty line after the headers', 'header', (text) => text.replace('\n\n', '\n')],
    ['a method in lower case', 'method', (text) => text.replace('POST', 'post')],
    ['the hash of no body', 'payload_hash', (text) => text.replace(/\w{64}$/, sha256Hex(Buffer.alloc(0)))],
    ['UNSIGNED-PAYLOAD', 'payload_hash', (text) => text.replace(/\w{64}$/, 'UNSIGNED-PAYLOAD')],
  ];
  for (const [mistake, part, write] of mistakes)
    it(`names the line where ${mistake} was signed`, async () => {
      // The host of an address without one stands in its header alone: the port is what a client drops.
      const { text, canonical } = signedOver(write);
      const answer = await diagnose(text.replace('POST /', `POST ${service.endpoint}/`));
      assert.equal(answer.body.verdict, 'differs', answer.text);
      assert.deepEqual(
        answer.body.differences.map((each: { part: string }) => each.part),
        [part],
      );
      assert.equal(answer.body.signed_canonical_request, canonical);
    });

  it('names both lines where two were signed otherwise', async () => {
    const { text } = signedOver((canonical) =>
      canonical.replace('batch-delete/', 'batch-delete').replace(/\w{64}$/, sha256Hex(Buffer.alloc(0))),
    );
    const { differences } = (await diagnose(text)).body;
    assert.deepEqual(
      differences.map((each: { part: string; line: number }) => [each.part, each.line]),
      [
        ['path', 2],
        ['payload_hash', 8],
      ],
    );
  });

  it('compares with the canonical request that the client made, however odd', async () => {
    const { text, canonical } = signedOver((own) => own.replace('/v2/p/', '/v1/q/'));
    const blind = (await diagnose(text)).body;
    assert.equal(blind.verdict, 'unknown');
    const shown = (await diagnose(text, { canonical_request: canonical })).body;
    assert.equal(shown.verdict, 'differs');
    assert.match(shown.differences[0].signed, /^\/v1\/q\//);
    const other = (await diagnose(text, { canonical_request: canonical.replace('/v1/', '/v3/') })).body;
    assert.equal(other.verdict, 'unknown');
    assert.deepEqual(
      other.oddities.map((each: { name: string }) => each.name),
      ['not_what_was_signed'],
    );
  });

  it('tells what is odd besides: the clock, a header that was not sent, a token that must not be there', async () => {
    const odd = async (change: (text: string) => string): Promise<string[]> =>
      (await diagnose(signedText({}, change))).body.oddities.map((each: { name: string }) => each.name);
    assert.deepEqual(await odd((text) => text.replace(/^X-Sdk-Date: \d{8}/m, 'X-Sdk-Date: 20200101')), [
      'clock',
    ]);
    assert.deepEqual(await odd((text) => text.replace(/^Content-Type.*\n/m, '')), ['unsent_header']);
    assert.deepEqual(await odd((text) => text.replace(/^Content/m, 'X-Security-Token: x\nContent')), [
      'needless_security_token',
    ]);
  });

  it('never shows the secret, the right signature, or what would give it', async () => {
    const { text } = signedOver((canonical) => canonical.replace('batch-delete/', 'other'));
    const answer = await diagnose(text);
    assert.ok(!answer.text.includes(service.credentials.secret_key));
    // The signature in the text is the only one there is.
    assert.deepEqual(answer.text.match(/Signature/g), null);
  });

  it('takes the key of somebody else for one that is not there, and refuses what is no request', async () => {
    const created = await service.call('POST', '//v3/users', {
      user: { name: 'signer', password: 'Pass-word-12' },
    });
    const other = await callAs(service, { name: 'signer', password: 'Pass-word-12' });
    assert.equal(created.status, 201);
    const foreign = await other('POST', path, { request: signedText() });
    const missing = await other('POST', path, {
      request: signedText({}, (text) => text.replace(/Access=\w+/, 'Access=NOBODYSKEY')),
    });
    assert.equal(foreign.status, 404);
    assert.deepEqual(foreign.body, missing.body);
    for (const request of [
      'nonsense',
      'GET /',
      'GET / HTTP/1.1\nAuthorization: Basic x',
      'GET x\n\n',
      'GET /\nno header',
    ])
      assert.equal((await diagnose(request)).status, 400, request);
    const open = await callService(service.endpoint, 'POST', path, { request: signedText() }, {});
    assert.equal(open.status, 401);
  });
});

describe('the signed form of a call', () => {
  const sign = (call: object): Promise<TestAnswer> =>
    service.call('POST', '//v3.0/OS-CREDENTIAL/signed-calls', {
      access_key: service.credentials.access_key,
      ...call,
    });

  it('shows its steps, and is let in as it stands', async () => {
    const url = `${service.endpoint}/v2/${service.credentials.project_id}/desktops?limit=1`;
    const { status, body: signed, text } = await sign({ method: 'GET', url });
    assert.equal(status, 200, text);
    assert.match(signed.canonical_request, /^GET\n\/v2\/\w+\/desktops\/\nlimit=1\n/);
    assert.match(signed.string_to_sign, /^SDK-HMAC-SHA256\n\d{8}T\d{6}Z\n[0-9a-f]{64}$/);
    assert.equal((await fetch(url, { headers: signed.headers })).status, 200);
    assert.ok(!text.includes(service.credentials.secret_key));
  });

  it('is refused for keys of others and to temporary keys, and for headers that nobody can send', async () => {
    const url = `${service.endpoint}/`;
    assert.equal((await sign({ access_key: 'NOBODYSKEY', method: 'GET', url })).status, 404);
    const temporary = await temporaryKeyOfRoot(service);
    assert.equal((await sign({ access_key: temporary.access, method: 'GET', url })).status, 404);
    const answer = await callByKey(service, temporary)('POST', '/v3.0/OS-CREDENTIAL/signed-calls', {
      access_key: service.credentials.access_key,
      method: 'GET',
      url,
    });
    assert.equal(answer.status, 403);
    for (const headers of [{ host: 'x' }, { 'x-a': 'b\nc' }, { 'x-a': '中' }, { 'a b': 'c' }])
      assert.equal((await sign({ method: 'GET', url, headers })).status, 400, JSON.stringify(headers));
    for (const bad of ['ftp://x/', 'http://a b/', '/v2', 'http://u:p@x/'])
      assert.equal((await sign({ method: 'GET', url: bad })).status, 400, bad);
  });
});
