// The samples of every operation with hostile values, run against an address that writes down what it is asked: each has to send exactly
// what was meant, and nothing of a value may be carried out. Compiled languages are compiled once, as one program of all samples.
// Argument: the service's credentials.json.
import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { sampleOf } from '../../samples/dist/sample.js';
import { check } from '../checks/check.mjs';
import { goSettings } from '../setup/prepareSamples.mjs';
import { batchesOf } from './batches.mjs';
import { differenceOf, hostileCall } from './hostileCalls.mjs';
import { startRecorder } from './recorder.mjs';

const run = promisify(execFile);
const facts = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { paths } = await (await fetch(`${facts.endpoint}/openapi.json`)).json();
const tools = fileURLToPath(new URL('../.samples', import.meta.url));
const directory = resolve('hostile');
mkdirSync(directory);
symlinkSync(fileURLToPath(new URL('../node_modules', import.meta.url)), join(directory, 'node_modules'));
symlinkSync(join(tools, 'jars'), join(directory, 'jars'));

const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
);
const recorders = await Promise.all(operations.map(() => startRecorder()));
const calls = operations.map((each, index) => hostileCall(each, recorders[index].endpoint, facts));

for (const [language, { file, text, driver, commands }] of Object.entries(batchesOf(goSettings(tools)))) {
  const place = join(directory, language);
  mkdirSync(place);
  for (const name of ['jars', 'node_modules']) symlinkSync(join(directory, name), join(place, name));
  for (const name of ['go.mod', 'go.sum']) copyFileSync(join(tools, name), join(place, name));
  for (const name of ['piece', 'users.csv']) writeFileSync(join(place, name), 'bytes');
  const numbers = calls.flatMap((call, index) => {
    const sample = sampleOf(language, call);
    if (sample === undefined) return [];
    writeFileSync(join(place, file(index)), text(sample, index));
    return [index];
  });
  for (const [name, content] of Object.entries(driver(numbers))) writeFileSync(join(place, name), content);
  for (const recorder of recorders) recorder.forget();
  const env = {
    ...process.env,
    HUAWEICLOUD_SDK_AK: facts.access_key,
    HUAWEICLOUD_SDK_SK: facts.secret_key,
    DESKPLANE_TOKEN: 'token',
  };
  let said = '';
  await check(`${language}: the samples of ${numbers.length} operations run`, async () => {
    for (const [command, ...words] of commands) {
      const options = { cwd: place, env, maxBuffer: 64 * 1024 * 1024 };
      said += (await run(command, words, options)).stdout;
    }
  });
  const errors = new Map(
    [...said.matchAll(/^(\d+) failed: (.*)$/gm)].map(([, number, why]) => [Number(number), why]),
  );
  for (const index of numbers)
    await check(`${language}: ${calls[index].operation} sends what was meant`, async () => {
      const difference = differenceOf(calls[index], recorders[index].seen());
      if (difference !== undefined) throw new Error(`${difference} ${errors.get(index) ?? ''}`);
    });
  await check(`${language}: nothing of a value ran`, async () => {
    if (existsSync(join(place, 'broken'))) throw new Error('the file "broken" is there');
  });
}
for (const recorder of recorders) recorder.stop();
