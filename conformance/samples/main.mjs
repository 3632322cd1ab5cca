// The samples of the API Explorer, run as they are written, against the service: an order, a list, a job, a deletion, and a call that
// the SDKs have no method for. Argument: the service's credentials.json.
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { sampleOf } from '../../samples/dist/sample.js';
import { check, expect, until } from '../checks/check.mjs';
import { goSettings } from '../setup/prepareSamples.mjs';

const run = promisify(execFile);
const facts = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const token = await signIn();
const { paths } = await (await fetch(`${facts.endpoint}/openapi.json`)).json();
const directory = resolve('samples');
mkdirSync(directory);
const tools = fileURLToPath(new URL('../.samples', import.meta.url));
symlinkSync(fileURLToPath(new URL('../node_modules', import.meta.url)), `${directory}/node_modules`);
symlinkSync(`${tools}/jars`, `${directory}/jars`);
for (const file of ['go.mod', 'go.sum']) copyFileSync(`${tools}/${file}`, `${directory}/${file}`);
const [image] = (await ask('/images')).images;
const [product] = (await ask('/products')).products;

/** How each is run: the file that it is written to, and the command. */
const languages = {
  curl: { file: 'sample.sh', command: ['sh', 'sample.sh'] },
  python: { file: 'sample.py', command: ['python', 'sample.py'] },
  node: { file: 'sample.mjs', command: [process.execPath, 'sample.mjs'] },
  go: { file: 'sample.go', command: ['env', ...goSettings(tools), 'go', 'run', 'sample.go'] },
  java: { file: 'Sample.java', command: ['java', '--class-path', 'jars/*', 'Sample.java'] },
};

for (const language of Object.keys(languages)) {
  const name = `sample-${language}`;
  const job = await check(`${language}: CreateDesktop`, async () => {
    const output = await sample(language, 'CreateDesktop', { body: order(name) });
    const [, id] = /job_?id["']?[:=] ?["']?([0-9a-f-]{36})/i.exec(output) ?? [];
    if (id === undefined) throw new Error(output);
    return id;
  });
  if (job === undefined) continue;
  await check(`${language}: ShowJob`, () =>
    until('the desktop is there', async () => {
      const output = await sample(language, 'ShowJob', { pathValues: { job_id: job } });
      if (/FAIL/.test(output)) throw new Error(output);
      return /SUCCESS/.test(output);
    }),
  );
  const desktop = await check(`${language}: ListDesktops`, async () => {
    const output = await sample(language, 'ListDesktops', { query: { computer_name: name, limit: 5 } });
    const [, id] = /desktop_?id["']?[:=] ?["']?([0-9a-f-]{36})/i.exec(output) ?? [];
    if (id === undefined) throw new Error(output);
    return id;
  });
  if (desktop === undefined) continue;
  await check(`${language}: DeleteDesktop`, async () => {
    const output = await sample(language, 'DeleteDesktop', {
      pathValues: { desktop_id: desktop },
      query: { delete_users: true },
    });
    if (!/\b204\b/.test(output)) throw new Error(output);
    await until('it is gone', async () => (await ask(`/desktops/${desktop}`)).error_code === 'DPL.0404');
  });
  await check(`${language}: ListDeletions, which no SDK has a method for`, async () => {
    const output = await sample(language, 'ListDeletions', { query: { state: ['done'], limit: 100 } });
    if (!output.includes(desktop)) throw new Error(output);
  });
  await check(`${language}: DeleteDesktop with If-Match, which no method sends`, async () => {
    const output = await sample(language, 'DeleteDesktop', {
      pathValues: { desktop_id: desktop },
      headers: { 'if-match': '"a"' },
    }).catch((error) => `${error.stdout}${error.stderr}`);
    if (!/\b404\b/.test(output)) throw new Error(output);
  });
  await check(`${language}: a path beyond ASCII is signed as it is sent`, async () => {
    const output = await sample(language, 'DeleteTag', {
      pathValues: { desktop_id: desktop, key: '团队 a=b' },
    }).catch((error) => `${error.stdout}${error.stderr}`);
    // The SDK for Node.js signs an encoded path encoded once more, which the service refuses.
    if (!(language === 'node' ? /\b401\b|APIGW\.0301/ : /\b404\b/).test(output)) throw new Error(output);
  });
  await check(`${language}: a hostile value stays a value`, async () => {
    const hostile = `'"\`$(touch broken)\${x}\\u0022);\u2028\n\\`;
    const output = await sample(language, 'ListDesktops', { query: { computer_name: hostile } });
    expect(/"?total_count"?: 0|\[\]/.test(output), true, `an empty list: ${output}`);
    expect((await run('ls', [directory])).stdout.includes('broken'), false, 'that the value ran');
  });
}

/** @returns what the program says */
async function sample(language, operation, values) {
  const { file, command } = languages[language];
  const [[path, method]] = Object.entries(paths).flatMap(([each, methods]) =>
    Object.entries(methods)
      .filter(([, { operationId }]) => operationId === operation)
      .map(([name]) => [each, name.toUpperCase()]),
  );
  const text = sampleOf(language, {
    operation,
    method,
    path,
    endpoint: facts.endpoint,
    projectId: facts.project_id,
    domainId: facts.domain_id,
    region: 'local-1',
    pathValues: {},
    query: {},
    headers: {},
    anonymous: false,
    takesBytes: false,
    takesForm: false,
    ...values,
  });
  writeFileSync(`${directory}/${file}`, text);
  const env = {
    ...process.env,
    HUAWEICLOUD_SDK_AK: facts.access_key,
    HUAWEICLOUD_SDK_SK: facts.secret_key,
    DESKPLANE_TOKEN: token,
  };
  const { stdout } = await run(command[0], command.slice(1), { cwd: directory, env });
  return stdout;
}

function order(name) {
  return {
    desktop_type: 'DEDICATED',
    product_id: product.product_id,
    image_type: 'gold',
    image_id: image.id,
    root_volume: { type: 'SAS', size: 80 },
    size: 1,
    desktops: [{ user_name: `${name}-user`, user_email: `${name}@example.com`, computer_name: name }],
  };
}

async function ask(path) {
  const url = `${facts.endpoint}/v2/${facts.project_id}${path}`;
  return (await fetch(url, { headers: { 'X-Auth-Token': token } })).json();
}

async function signIn() {
  const user = { name: facts.user_name, password: facts.password, domain: { name: facts.domain_name } };
  const identity = { methods: ['password'], password: { user } };
  const auth = { identity, scope: { project: { id: facts.project_id } } };
  const answer = await fetch(`${facts.endpoint}/v3/auth/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ auth }),
  });
  return answer.headers.get('x-subject-token');
}
