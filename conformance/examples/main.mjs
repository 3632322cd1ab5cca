// The examples that delete a desktop safely, as they are, against a running service. Argument: its credentials.json.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { clientEnvironment } from '../../cli/dist/commands/env.js';
import { check, expect } from '../checks/check.mjs';
import { account } from '../node/sdk.mjs';
import { goSettings } from '../setup/prepareSamples.mjs';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const [credentialsFile] = process.argv.slice(2);
const environment = {
  ...process.env,
  ...clientEnvironment(JSON.parse(readFileSync(credentialsFile, 'utf8'))),
  DESKPLANE: join(root, 'deskplane'),
  DESKPLANE_CREDENTIALS: credentialsFile,
};

// Beside the packages that it imports, as in the project of whoever copies it.
const place = join(process.cwd(), 'examples');
mkdirSync(place);
cpSync(join(root, 'examples/node/delete-desktop.mjs'), join(place, 'delete-desktop.mjs'));
symlinkSync(join(root, 'conformance/node_modules'), join(place, 'node_modules'));
const tools = join(root, 'conformance/.samples');
cpSync(join(root, 'examples/go/delete_desktop.go'), join(place, 'delete_desktop.go'));
for (const file of ['go.mod', 'go.sum']) cpSync(join(tools, file), join(place, file));
const goProgram = join(place, 'delete_desktop');
await run('env', [...goSettings(tools), 'go', 'build', '-o', goProgram, 'delete_desktop.go'], { cwd: place });
const javaProgram = join(root, 'examples/java/DeleteDesktop.java');

const examples = [
  { client: 'curl', command: [join(root, 'examples/curl/delete-desktop.sh')] },
  // Python of the virtual environment that the suite runs its clients in.
  { client: 'the Python SDK', command: ['python', join(root, 'examples/python/delete_desktop.py')] },
  { client: 'the Node.js SDK', command: [process.execPath, join(place, 'delete-desktop.mjs')] },
  { client: 'the Go SDK', command: [goProgram] },
  {
    client: 'the Java SDK',
    command: ['java', '--class-path', join(tools, 'jars/*'), javaProgram],
  },
];

for (const [index, { client, command }] of examples.entries()) {
  const owner = `example${index + 1}`;
  const name = `${owner}-pc`;
  const [program, ...words] = [...command, name];
  const start = () => run(program, words, { env: environment });
  await check(`a desktop is deleted as planned, and its receipt verified, with ${client}`, async () => {
    const [id] = await account.desktops.create([owner]);
    const protect = (isProtected) =>
      account.send('PUT', `/v2/{project_id}/desktops/${id}`, {
        body: { desktop: { deletion_protection: isProtected } },
      });
    await protect(true);
    expect(await start().then(String, ({ code }) => code), 1, 'the exit code for a protected desktop');
    expect((await account.desktops.show(id)).status, 'ACTIVE', 'the status of the protected desktop');
    await protect(false);
    const { stdout } = await start();
    expect(stdout.includes(`${name} is gone.`), true, 'what it says of the desktop');
    expect(stdout.includes('The receipt is valid'), true, 'what it says of the receipt');
    await account.desktops.waitUntilGone(id);
  });
  await check(`a deletion that is held up ends the program of ${client}, which says so`, async () => {
    const [id] = await account.desktops.create([owner]);
    const body = { effect: 'delete_failed', desktop_id: id };
    await account.send('POST', '/_deskplane/faults', { body });
    const said = await start().then(
      () => 'it is gone',
      ({ code, stderr }) => `${code}: ${stderr}`,
    );
    const wanted = new RegExp(`the deletion is held up: see deskplane deletion watch ${name}\\n$`);
    expect([said.startsWith('1: '), wanted.test(said)], [true, true], `what it says at its end (${said})`);
    await account.send('DELETE', '/_deskplane/faults');
    await account.desktops.waitUntilGone(id);
  });
}
