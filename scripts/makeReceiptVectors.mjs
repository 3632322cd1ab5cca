// node scripts/makeReceiptVectors.mjs [RECEIPT]: writes docs/receipts/vectors and docs/receipts/reports anew, after npm run
// build:tests. RECEIPT, a file that `deskplane receipt get` printed of a service with the local engine, takes the place of the real
// one there.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeVectors } from '../server/dist/testing/receiptVectors.js';
import { writeReportVectors } from '../server/dist/testing/reportVectors.js';

const receipts = fileURLToPath(new URL('../docs/receipts', import.meta.url));
const real = readFileSync(process.argv[2] ?? join(receipts, 'vectors/local.json'));
write('vectors', writeVectors(real));
write('reports', writeReportVectors());

function write(name, files) {
  const directory = join(receipts, name);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  for (const [file, content] of files) writeFileSync(join(directory, file), content);
}
