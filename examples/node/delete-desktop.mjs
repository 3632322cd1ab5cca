// Deletes one desktop, and only as its plan says: node delete-desktop.mjs NAME
// Reads what `deskplane env` prints. Needs the official SDK (@huaweicloud/huaweicloud-sdk-core); with DESKPLANE set to the path of our
// command, it verifies the receipt, too. Workspace has no package for Node.js: its calls go through the SDK's core.
import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core';
import { ClientBuilder } from '@huaweicloud/huaweicloud-sdk-core/ClientBuilder.js';

const [name] = process.argv.slice(2);
if (name === undefined) stop('usage: node delete-desktop.mjs NAME');
const { env } = process;
const credentials = new BasicCredentials({
  ak: env.HUAWEICLOUD_SDK_AK,
  sk: env.HUAWEICLOUD_SDK_SK,
  projectId: env.HUAWEICLOUD_SDK_PROJECT_ID,
  securityToken: env.HUAWEICLOUD_SDK_SECURITY_TOKEN,
});
const region = env.HUAWEICLOUD_SDK_REGION_ID.toUpperCase().replaceAll('-', '_');
const client = new ClientBuilder((made) => made)
  .withCredential(credentials)
  .withEndpoint(env[`HUAWEICLOUD_SDK_REGION_WORKSPACE_${region}`])
  .build();

/** @returns the answer's body; throws what has `httpStatusCode` and `errorCode` on any refusal */
const send = (method, path, { query = {}, headers = {} } = {}) =>
  client.sendRequest({
    method,
    url: `/v2/{project_id}${path}`,
    contentType: 'application/json',
    headers,
    pathParams: {},
    queryParams: query,
  });

// Exactly one: who deletes by name must not take the wrong one.
const { desktops } = await send('GET', '/desktops', { query: { computer_name: name } });
const called = desktops.filter(({ computer_name: other }) => other === name);
if (called.length !== 1) stop(`there is not exactly one desktop ${name}`);
const [{ desktop_id: id }] = called;
const { desktop } = await send('GET', `/desktops/${id}`);
if (desktop.deletion_protection) stop(`${name} is protected`);

const flags = { email_notification: false };
const plan = await send('GET', `/desktops/${id}/deletion-plan`, { query: flags });
for (const item of plan.items) process.stdout.write(`${item.intent} ${item.kind} ${item.id}\n`);

// Only this plan: if anything has changed since, the answer is 412 and nothing is done.
const headers = { 'if-match': `"${plan.digest}"` };
await send('DELETE', `/desktops/${id}`, { query: flags, headers }).catch(({ httpStatusCode, errorCode }) =>
  stop(`the deletion was refused with ${httpStatusCode} ${errorCode}`),
);

// The SDK shows no headers, and so not the job's id: the deletion itself is followed. Sealed, its receipt is there.
let deletion;
do {
  await pause(200);
  deletion = await send('GET', `/deletions/${id}`);
  if (deletion.state === 'failed') stop(`the deletion is held up: see deskplane deletion watch ${name}`);
} while (deletion.state !== 'done' || deletion.receipt_state !== 'sealed');
process.stdout.write(`${name} is gone.\n`);

if (env.DESKPLANE) {
  const receipt = execFileSync(env.DESKPLANE, ['receipt', 'get', id]);
  execFileSync(env.DESKPLANE, ['receipt', 'verify', '-'], {
    input: receipt,
    stdio: ['pipe', 'inherit', 'inherit'],
  });
}

function stop(why) {
  process.stderr.write(`delete-desktop.mjs: ${why}\n`);
  process.exit(1);
}
