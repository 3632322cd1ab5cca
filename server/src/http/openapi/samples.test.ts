import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { runInNewContext } from 'node:vm';
import { quoted, scriptValue, shellWord, terraformText } from '@deskplane/samples/literals.js';
import { sampleLanguages, sampleOf } from '@deskplane/samples/sample.js';
import { filledPath, type SampleCall, type SampleValue, sendsFile } from '@deskplane/samples/sampleCall.js';
import { terraformOperations } from '@deskplane/samples/terraform/terraform.js';
import { runOrThrow } from '../../system/runCommand.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';

interface Operation {
  readonly operationId: string;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly { name: string; in: string; required?: boolean; example: SampleValue }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { example?: unknown }>> };
}

let service: TestService;
let calls: readonly SampleCall[];
before(async () => {
  service = await startTestService();
  const paths: Record<string, Record<string, Operation>> = (await service.call('GET', '//openapi.json')).body
    .paths;
  calls = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => callOf(path, method, operation)),
  );
});
after(() => service.remove());

/** The call with the examples of the document. */
function callOf(
  path: string,
  method: string,
  { operationId, parameters = [], requestBody, security }: Operation,
): SampleCall {
  const valuesIn = (place: string) =>
    Object.fromEntries(
      parameters
        .filter((each) => each.in === place && each.name !== 'project_id')
        .map(({ name, example }) => [name, example]),
    );
  const content = requestBody?.content ?? {};
  return {
    operation: operationId,
    method: method.toUpperCase(),
    path,
    endpoint: service.endpoint,
    projectId: '0bec5db98280d2d02fd6c00c2de791ce',
    domainId: '0bec5db98280d2d02fd6c00c2de791cf',
    region: 'test-1',
    pathValues: valuesIn('path'),
    query: valuesIn('query'),
    headers: {},
    body: content['application/json']?.example,
    anonymous: security?.length === 0,
    takesBytes: content['application/octet-stream'] !== undefined,
    takesForm: content['multipart/form-data'] !== undefined,
  };
}

const hostileText = `'"\`$(id)\${x}%{y}</script>\n\\`;

/** The call with a hostile value for each of its texts. */
function withHostileTexts(call: SampleCall): SampleCall {
  const spoil = (value: unknown): unknown => {
    if (typeof value === 'string') return hostileText;
    if (Array.isArray(value)) return value.map(spoil);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, spoil(each)]));
  };
  const values = Object.fromEntries(Object.keys(call.pathValues).map((name) => [name, hostileText]));
  return { ...call, pathValues: values, body: spoil(call.body) };
}

describe('samples', () => {
  it('are there for every operation in every language but Terraform, for a file with curl alone', () => {
    assert.ok(calls.length > 190);
    for (const call of calls)
      for (const language of sampleLanguages) {
        if (language === 'terraform') continue;
        const text = sampleOf(language, call);
        assert.equal(
          text === undefined,
          sendsFile(call) && language !== 'curl',
          `${call.operation} ${language}`,
        );
        if (text === undefined) continue;
        assert.doesNotMatch(text, /undefined|\[object/, `${call.operation} ${language}`);
        assert.ok(text.includes(service.endpoint), `${call.operation} ${language}`);
      }
  });

  it('are there in Terraform wherever it has something that stands for the operation', () => {
    const known = calls.filter((call) => sampleOf('terraform', call) !== undefined);
    const names = new Set(known.map(({ operation }) => operation));
    const silent = terraformOperations.filter((name) => !names.has(name));
    // The examples are of what no resource of Terraform has: deletion protection, and a key for the caller.
    assert.deepEqual(silent.toSorted(), ['CreatePermanentAccessKey', 'UpdateDesktop']);
    assert.ok(['CreateDesktopUser', 'KeystoneCreateUser', 'CreatePolicyV5'].every((name) => names.has(name)));
    for (const call of known) {
      const text = sampleOf('terraform', call) ?? '';
      assert.doesNotMatch(text, /undefined|\[object/, call.operation);
      assert.ok(text.includes(service.endpoint), call.operation);
      assert.match(text, /^(?:resource|data|import) /m, call.operation);
    }
  });

  it('hold hostile values in Terraform wherever a call has them, and nothing that is evaluated', () => {
    for (const call of calls) {
      const text = sampleOf('terraform', withHostileTexts(call));
      if (text === undefined) continue;
      // What is left once the literals are taken out has neither an expression nor a quote.
      const bare = text.replace(/"(?:[^"\\\n]|\\.)*"/g, '""');
      assert.doesNotMatch(bare, /[$%]\{|</, call.operation);
      assert.doesNotMatch(text, /(?<![$])(?:[$][$])*[$]\{|(?<!%)(?:%%)*%\{/, call.operation);
    }
  });

  it('are there for no call that an address cannot hold: clients would make another one of it', () => {
    const withPaths = calls.filter(({ pathValues }) => Object.keys(pathValues).length > 0);
    assert.ok(withPaths.length > 90);
    for (const call of withPaths)
      for (const value of ['', '.', '..', 'half \ud800'])
        for (const name of Object.keys(call.pathValues)) {
          const spoiled = { ...call, pathValues: { ...call.pathValues, [name]: value } };
          for (const language of sampleLanguages)
            assert.equal(sampleOf(language, spoiled), undefined, `${call.operation} ${language} ${value}`);
          assert.doesNotThrow(() => filledPath(spoiled));
        }
    const [call] = withPaths;
    assert.ok(call !== undefined);
    for (const value of ['...', '.a', '%2e%2e', 'a/..'])
      assert.ok(sampleOf('curl', { ...call, pathValues: { ...call.pathValues, x: value } }) !== undefined);
  });

  it('say what to install, and take their keys from what the command puts in the environment', () => {
    const call = calls.find(({ operation }) => operation === 'ListDesktops');
    assert.ok(call !== undefined);
    for (const language of sampleLanguages) {
      const head = (sampleOf(language, call) ?? '').split('\n').slice(0, 4).join('\n');
      assert.match(head, /^(?:#|\/\/) eval "\$\(\.\/deskplane env\)"$/m, language);
      if (language !== 'curl') assert.match(head, / install |tidy|mvn|terraform init/, language);
    }
  });

  it('run with curl as they stand: a token comes from the log-in, or for the password, whatever is in it', async () => {
    const { domain_name, user_name, password, project_id } = service.credentials;
    const example = calls.find(({ operation }) => operation === 'ListDesktops');
    assert.ok(example !== undefined);
    const command = sampleOf('curl', { ...example, projectId: project_id, query: {} }) ?? '';
    const answer = async (shell: string, environment: Readonly<Record<string, string>>): Promise<string> =>
      runOrThrow('env', [
        ...Object.entries(environment).map(([name, value]) => `${name}=${value}`),
        shell,
        '-c',
        command,
      ]);
    const hostile = `a"b\\c'd$(e)\`f 9`;
    const user = { name: 'hostile', password: hostile, domain_id: service.credentials.domain_id };
    assert.equal((await service.call('POST', '//v3/users', { user })).status, 201);
    const named = { OS_USER_DOMAIN_NAME: domain_name };
    for (const shell of ['sh', 'bash']) {
      const root = { ...named, OS_USERNAME: user_name, OS_PASSWORD: password };
      assert.match(await answer(shell, root), /^HTTP\/1.1 200 /);
      const other = { ...named, OS_USERNAME: 'hostile', OS_PASSWORD: hostile };
      assert.match(await answer(shell, other), /^HTTP\/1.1 403 /);
      assert.match(await answer(shell, { ...root, OS_TOKEN: 'wrong' }), /^HTTP\/1.1 401 /);
    }
  });

  it('hold values that nothing in them ends', async () => {
    const hostile = [
      `'"\`$(id)\${x}%{y}\\`,
      '\\u0022); exit(); //',
      'a\r\nb\u2028c\u2029d\u0000\u202e',
      "'; rm -rf x; '",
      '</script>\u200b\ufeff',
    ];
    for (const text of hostile) {
      assert.equal(JSON.parse(quoted(text)), text);
      assert.equal(runInNewContext(`(${scriptValue({ __proto__x: [text], 'a b': text })})['a b']`), text);
      // A shell cannot hold U+0000, nor can a request.
      const word = text.replaceAll('\u0000', '');
      assert.equal(await runOrThrow('sh', ['-c', `printf '%s.' ${shellWord(word)}`]), `${word}.`);
      for (const literal of [quoted(text), terraformText(text)])
        assert.ok(JSON.parse(literal.replaceAll('$${', () => '${').replaceAll('%%{', () => '%{')) === text);
      assert.doesNotMatch(terraformText(text), /(?<![$])\$\{|(?<!%)%\{/);
    }
    assert.equal(quoted('half \ud800'), '"half \ufffd"');
  });
});
