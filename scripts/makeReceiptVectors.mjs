// node scripts/makeReceiptVectors.mjs [RECEIPT]: writes docs/receipts/vectors anew, after npm run build:tests. RECEIPT, a file that
// `deskplane receipt get` printed of a service with the local engine, takes the place of the real one there.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeVectors } from '../server/dist/testing/receiptVectors.js';

const directory = fileURLToPath(new URL('../docs/receipts/vectors', import.meta.url));
const real = readFileSync(process.argv[2] ?? join(directory, 'local.json'));
rmSync(directory, { recursive: true, force: true });
mkdirSync(directory, { recursive: true });
for (const [name, content] of writeVectors(real)) writeFileSync(join(directory, name), content);
