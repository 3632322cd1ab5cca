import { statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describeEvents } from './describeEvents.mjs';
import { describeOperations } from './describeOperations.mjs';

const root = new URL('../..', import.meta.url);
const place = (path) => fileURLToPath(new URL(path, root));
const operations = place('console/src/api/operations.generated.ts');
const events = place('console/src/audit/eventWords.generated.ts');
const sources = [
  'server/dist/tsconfig.tsbuildinfo',
  'scripts/console/describeEvents.mjs',
  'scripts/console/describeOperations.mjs',
  'scripts/console/readOpenApi.mjs',
];

/** Writes what the console takes from the routes (types of the API, words for audit events) if they or we changed since the last time. */
export async function writeOperations() {
  const made = Math.min(changedAt(operations), changedAt(events));
  if (sources.every((path) => changedAt(place(path)) < made)) return;
  const { readOpenApi } = await import('./readOpenApi.mjs');
  const { presentDocument } = await import('../../server/dist/http/openapi/presentDocument.js');
  const { auditEventNameOf, leavesAuditEvent } = await import(
    '../../server/dist/audit/events/auditEventNames.js'
  );
  const document = await readOpenApi();
  const [english, chinese] = ['en', 'zh'].map((language) => presentDocument(document, language));
  writeFileSync(
    events,
    describeEvents(english, chinese, auditEventNameOf, (operation) => leavesAuditEvent({ operation })),
  );
  writeFileSync(operations, describeOperations(document));
}

function changedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
