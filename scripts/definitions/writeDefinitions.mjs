// Makes server/src/testing/definitions/*.json anew: see readDefinitions.mjs.
import { writeFileSync } from 'node:fs';
import { readInterface, readService, services } from './readDefinitions.mjs';

const [directory, sdk] = process.argv.slice(2);
if (directory === undefined || sdk === undefined) {
  process.stderr.write('Usage: node scripts/definitions/writeDefinitions.mjs DEFINITIONS INTERFACE\n');
  process.exit(2);
}
const place = new URL('../../server/src/testing/definitions/', import.meta.url);
const published = {};
for (const service of services) {
  const operations = readService(directory, service);
  if (service === 'workspace') Object.assign(published, operations);
  write(service, operations);
}
write('sdk', readInterface(sdk, published));

/** One operation a line, so that a difference shows which one changed. */
function write(name, operations) {
  const lines = Object.entries(operations).map(
    ([operation, facts]) => `${JSON.stringify(operation)}:${JSON.stringify(facts)}`,
  );
  writeFileSync(new URL(`${name}.json`, place), `{\n${lines.join(',\n')}\n}\n`);
}
