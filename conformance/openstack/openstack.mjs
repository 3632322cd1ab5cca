import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { desktopsBy } from '../checks/desktops.mjs';

const run = promisify(execFile);

export const facts = JSON.parse(readFileSync(process.argv[2], 'utf8'));

/** openstackclient for one who signs in with a password; every command resolves to what it prints as JSON. */
export function openstackAs(name, password) {
  const env = {
    ...process.env,
    OS_AUTH_URL: `${facts.endpoint}/v3`,
    OS_IDENTITY_API_VERSION: '3',
    OS_USERNAME: name,
    OS_PASSWORD: password,
    OS_USER_DOMAIN_NAME: facts.domain_name,
    OS_PROJECT_ID: facts.project_id,
    OS_REGION_NAME: facts.region,
  };
  const command = async (...words) => {
    try {
      const { stdout } = await run('openstack', words, { env, timeout: 60_000 });
      return stdout;
    } catch (error) {
      throw new Error(`openstack ${words.join(' ')}: ${error.stderr?.trim() || error.message}`, {
        cause: error,
      });
    }
  };
  return {
    command,
    show: async (...words) => JSON.parse(await command(...words, '--format', 'json')),
  };
}

/** How many entries openstacksdk finds in lists, read whole and page by page. */
export async function readPages() {
  const program = join(dirname(fileURLToPath(import.meta.url)), 'pages.py');
  const { stdout } = await run('python', [program, process.argv[2]], { timeout: 60_000 });
  return JSON.parse(stdout);
}

/** The service's own calls, by a token that openstackclient got. */
export function callsBy(token) {
  const send = async (method, path, { query = {}, body } = {}) => {
    const url = new URL(`${facts.endpoint}${path}`);
    for (const [key, value] of Object.entries(query)) {
      for (const one of [value].flat()) url.searchParams.append(key, String(one));
    }
    const answer = await fetch(url, {
      method,
      headers: {
        'x-auth-token': token,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const content = text === '' ? {} : JSON.parse(text);
    if (answer.ok) return { status: answer.status, body: content };
    throw Object.assign(new Error(`${method} ${path}: ${answer.status} ${text}`), {
      httpStatusCode: answer.status,
      errorCode: content.error_code,
      encodedAuthorizationMessage: content.encoded_authorization_message,
    });
  };
  return {
    desktops: desktopsBy((method, path, parts) => send(method, `/v2/${facts.project_id}${path}`, parts)),
    decode: async (message) => {
      const parts = { body: { encoded_message: message } };
      return (await send('POST', '/v5/decode-authorization-message', parts)).body.decoded_message;
    },
  };
}
