// npm run openapi -- FILE: writes the OpenAPI document of this version, without a database or a running service.
import { writeFileSync } from 'node:fs';
import { presentDocument } from '../../server/dist/http/openapi/presentDocument.js';
import { readOpenApi } from './readOpenApi.mjs';

const file = process.argv[2];
if (file === undefined) {
  process.stderr.write('Usage: npm run openapi -- FILE\n');
  process.exit(2);
}
writeFileSync(file, `${JSON.stringify(presentDocument(await readOpenApi(), 'en'), null, 2)}\n`);
process.exit(0);
