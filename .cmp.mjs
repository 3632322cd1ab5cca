import { readOpenApi } from './scripts/console/readOpenApi.mjs';
import { presentDocument } from './server/dist/http/openapi/presentDocument.js';
import { differencesOf } from './server/dist/testing/definitions/compareOperation.js';
import { readDefinitions } from './server/dist/testing/definitions/readDefinitions.js';
import { routedOperations } from './server/dist/testing/definitions/routedFields.js';
import { sameCall } from './server/dist/pages/publishedCall.js';
const doc = presentDocument(await readOpenApi(), 'en');
const published = new Map(readDefinitions().map((o) => [sameCall(o), o]));
let n = 0;
for (const r of routedOperations(doc)) { const d = published.get(sameCall(r)); if (!d) continue; n++; for (const x of differencesOf(d, r)) console.log(x); }
console.error(n);
process.exit(0);
