// node scripts/makeReceiptVectors.mjs [RECEIPT [RESTORE]]: writes the vectors, reports and restores in docs/receipts anew, after npm run
// build:tests. RECEIPT and RESTORE, files that `deskplane receipt get` and `deskplane snapshot receipt` printed of a service with the local
// engine, take the place of the real ones there.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeVectors } from '../server/dist/testing/receiptVectors.js';
import { writeReportVectors } from '../server/dist/testing/reportVectors.js';
import { writeRestoreVectors } from '../server/dist/testing/restoreVectors.js';

const receipts = fileURLToPath(new URL('../docs/receipts', import.meta.url));
const real = readFileSync(process.argv[2] ?? join(receipts, 'vectors/local.json'));
const realRestore = readFileSync(process.argv[3] ?? join(receipts, 'restores/local.json'));
write('vectors', writeVectors(real));
write('reports', writeReportVectors());
write('restores', writeRestoreVectors(realRestore));

function write(name, files) {
  const directory = join(receipts, name);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  for (const [file, content] of files) writeFileSync(join(directory, file), content);
}
