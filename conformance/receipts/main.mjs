// The verifier of docs/receipts in Python, against the test vectors, and a receipt and a report of the running service. Argument: the
// service's credentials.json.
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { check, expect } from '../checks/check.mjs';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const directory = join(root, 'docs/receipts');
const vectorsIn = join(directory, 'vectors');
const reportsIn = join(directory, 'reports');
const restoresIn = join(directory, 'restores');
const readIndex = (place) => JSON.parse(readFileSync(join(place, 'index.json'), 'utf8'));
const { keys, vectors } = readIndex(vectorsIn);

for (const { file, valid, engine, simulated, reason } of vectors) {
  await check(`${file} is ${valid ? 'valid' : `refused: ${reason}`}`, async () => {
    const found = await verify(join(vectorsIn, file), join(vectorsIn, keys));
    expect(found.valid, valid, 'whether it is valid');
    if (valid) expect([found.engine, found.simulated], [engine, simulated], 'the engine');
    // What is unknown is refused by its name.
    const [, name] = /(?:"|version )(\w[\w-]*)"? .*unknown/.exec(reason ?? '') ?? [];
    if (name !== undefined && !found.text.includes(name))
      throw new Error(`it does not name ${name}: ${found.text}`);
  });
}
for (const { file, valid, reason } of readIndex(reportsIn).vectors) {
  await check(`the report ${file} is ${valid ? 'valid' : `refused: ${reason}`}`, async () => {
    const found = await verify(join(reportsIn, file), join(reportsIn, 'keys.json'));
    expect(found.valid, valid, 'whether it is valid');
    expect(
      /^The (report is valid: it is about user c0ffee|(report|receipt) is not valid: )/.test(found.text),
      true,
      found.text,
    );
  });
}
for (const { file, valid, engine, outcome, reason } of readIndex(restoresIn).vectors) {
  await check(`the restore ${file} is ${valid ? 'valid' : `refused: ${reason}`}`, async () => {
    const found = await verify(join(restoresIn, file), join(restoresIn, 'keys.json'));
    expect(found.valid, valid, found.text);
    if (!valid)
      return expect(found.text.startsWith('The receipt of a restore is not valid: '), true, found.text);
    expect([found.engine, found.text.includes('it failed (')], [engine, outcome === 'failed'], found.text);
    expect(found.text.includes('SIMULATED: nothing real was changed'), engine === 'simulated', found.text);
  });
}
await check('what was released is named as never seen gone, with who released it and why', async () => {
  const { text } = await verify(join(vectorsIn, 'every-end.json'));
  for (const part of ['except 1 never seen gone', 'released by feedface', 'ticket 4711', 'mail-sent: '])
    if (!text.includes(part)) throw new Error(`it does not say "${part}": ${text}`);
});
await check(
  'a simulated desktop is called one, and a signature that does not fit is said in words',
  async () => {
    const { text } = await verify(join(vectorsIn, 'simulated.json'));
    if (!text.includes('the simulated desktop')) throw new Error(text);
    const changed = await verify(join(vectorsIn, 'changed-receipt.json'));
    if (!changed.text.includes('the signature of the deletion-receipt does not fit'))
      throw new Error(changed.text);
  },
);
await check('what a receipt of a restore does not prove is said, and what was changed is named', async () => {
  const { text } = await verify(join(restoresIn, 'failed.json'));
  for (const part of ['does not prove that the answer is true', 'held before, or what the snapshot held'])
    if (!text.includes(part)) throw new Error(`it does not say "${part}": ${text}`);
  const changed = await verify(join(restoresIn, 'changed-outcome.json'));
  if (!changed.text.includes('the signature of the restore-receipt does not fit'))
    throw new Error(changed.text);
});
await check('what is called wrongly says how it is used, and --help too', async () => {
  const noKeys = [join(vectorsIn, 'local.json'), join(vectorsIn, 'index.json')];
  for (const { words, code, start } of [
    { words: [], code: 2, start: 'Name a receipt' },
    { words: ['--help'], code: 0, start: 'Checks what' },
    { words: ['no-such-file'], code: 2, start: 'no-such-file cannot be read' },
    { words: noKeys, code: 2, start: noKeys[1] },
  ]) {
    const found = await runVerifier(words);
    expect(found.code, code, 'the exit code');
    if (!found.text.startsWith(start) || !found.text.includes('verify_receipt.py RECEIPT [KEYS]'))
      throw new Error(found.text);
  }
});
await check(
  'a receipt of the running service is valid and says that it is simulated, and so is a report about its user',
  async () => {
    await deskplane('desktop', 'create', '--user', 'receipts', '--email', 'receipts@example.com', '--wait');
    const { desktops } = JSON.parse(await deskplane('desktop', 'list', '--json'));
    const { desktop_id: id } = desktops.find(({ computer_name: name }) => name.startsWith('receipts'));
    await deskplane('desktop', 'delete', id, '--delete-users', '--yes', '--wait');
    const receipt = resolve('receipt.json');
    const published = resolve('keys.json');
    writeFileSync(receipt, await deskplane('receipt', 'get', id));
    writeFileSync(published, await deskplane('receipt', 'keys'));
    const found = await verify(receipt, published);
    expect([found.valid, found.engine, found.simulated], [true, 'simulated', true], 'the verdict');
    if (!found.text.includes(id)) throw new Error(`it is about another desktop: ${found.text}`);

    const report = resolve('report.json');
    await deskplane('report', 'receipts', '--output', report);
    const { code, text } = await runVerifier([report, published]);
    expect(code, 0, text);
    if (!/^The report is valid: .*\(receipts\)/.test(text) || !text.includes(id)) throw new Error(text);
  },
);

await check(
  'the receipt of a restore of the running service is valid, and its file is checked as the command got it',
  async () => {
    await deskplane('desktop', 'create', '--user', 'restores', '--email', 'restores@example.com', '--wait');
    const { desktops } = JSON.parse(await deskplane('desktop', 'list', '--json'));
    const { desktop_id: id } = desktops.find(({ computer_name: name }) => name.startsWith('restores'));
    await deskplane('snapshot', 'create', id, '--wait');
    await deskplane('desktop', 'stop', id, '--wait');
    const { desktop_snapshots: snapshots } = JSON.parse(await deskplane('snapshot', 'list', '--json'));
    const { snapshot_id: snapshot } = snapshots.find(({ desktop_id: of }) => of === id);
    const restored = await deskplane('snapshot', 'restore', snapshot, '--yes', '--wait');
    const [, job] = /snapshot receipt ([0-9a-f-]{36})/.exec(restored) ?? [];
    if (job === undefined) throw new Error(restored);
    const receipt = resolve('restore.json');
    const published = resolve('keys-of-restores.json');
    await deskplane('snapshot', 'receipt', job, '--output', receipt);
    writeFileSync(published, await deskplane('receipt', 'keys'));
    const { code, text } = await runVerifier([receipt, published]);
    expect(code, 0, text);
    for (const part of [id, snapshot, job, 'SIMULATED'])
      if (!text.includes(part)) throw new Error(`it does not say ${part}: ${text}`);
  },
);

/** What the verifier says: the environment's Python is the first in the path. */
async function verify(...files) {
  const { code, text } = await runVerifier(files);
  const [, engine] = /^Engine: (.*?)\./.exec(text) ?? [];
  if (code !== 0 && !/^The (receipt|report|receipt of a restore) is not valid/.test(text))
    throw new Error(`it broke off: ${text}`);
  return { valid: code === 0, engine, simulated: text.includes('SIMULATED: nothing real was deleted'), text };
}

function runVerifier(words) {
  return run('python', [join(directory, 'verify_receipt.py'), ...words]).then(
    ({ stdout }) => ({ code: 0, text: stdout }),
    ({ code, stderr }) => ({ code, text: stderr }),
  );
}

async function deskplane(...words) {
  const { stdout } = await run(process.execPath, [join(root, 'cli/bin/deskplane.mjs'), ...words], {
    env: { ...process.env, DESKPLANE_CREDENTIALS: process.argv[2] },
    timeout: 60_000,
  });
  return stdout;
}
