import { canonicalBytes, canonicalJson, type JsonObject } from '@deskplane/verify/canonicalJson.js';
import { commitTo } from '@deskplane/verify/commitment.js';
import { makeEnvelope } from '@deskplane/verify/envelope.js';
import { personReportFormat, personReportType, reportField } from '@deskplane/verify/personReportTypes.js';
import type { Kysely } from 'kysely';
import type { Static } from 'typebox';
import type { Ambient } from '../ambient.js';
import { appendEntry } from '../audit/appendEntry.js';
import { awaitSealed } from '../audit/awaitSealed.js';
import { indexAuditEvents } from '../audit/events/indexAuditEvents.js';
import { saltValue, userSubject } from '../audit/personalData.js';
import { keysOf } from '../audit/proveEntries.js';
import { proveInclusion, readHead } from '../audit/readLog.js';
import type { Database, Transaction } from '../database/connect.js';
import type { Schema } from '../database/schema.js';
import { assembleBundle } from '../deletion/receipt/assembleBundle.js';
import { asId, type DesktopId, type DesktopUserId, type IamUserId, type ProjectId } from '../ids.js';
import { serviceVersion } from '../serviceVersion.js';
import { describePerson } from './describePerson.js';
import type { PersonReportBody } from './schemas.js';

type Report = Static<typeof PersonReportBody>;

export interface ReportOrder {
  readonly projectId: ProjectId;
  readonly userId: DesktopUserId;
  readonly askedBy: { readonly userId: IamUserId; readonly name: string };
  readonly requestId: string;
}

export interface ReportParts {
  /** For what is written; with time for many rows. */
  readonly patient: Database;
  readonly ambient: Ambient;
}

/**
 * Everything on record about one desktop user, as a file that proves itself: the log gets a commitment to it, which is signed and sealed, and
 * the receipts of deletions come along. The log has no word of the document: without its salt nobody can guess it.
 * @throws {ApiError} WKS.00170312 when the project never had such a user; DPL.0503 when the log is not sealed in time
 */
export async function signReport(parts: ReportParts, order: ReportOrder): Promise<Report> {
  const { patient, ambient } = parts;
  await indexAuditEvents(patient);
  const { document, salt, payload, sequence } = await patient
    .transaction()
    .execute((transaction) => writeStatement(transaction, ambient, order));
  const { index, keyId, signature } = await awaitSealed(patient, sequence);
  if (keyId === null || signature === null) throw new Error('A report in the log is not signed.');
  const head = await readHead(patient);
  if (head === undefined) throw new Error('A log with sealed entries has no head.');
  const path = await proveInclusion(patient, index, head.size);
  const envelope = makeEnvelope(personReportType, payload, keyId, signature);
  return {
    format: personReportFormat,
    document,
    salt,
    report: { envelope, index, path: path.map((hash) => hash.toString('hex')) },
    receipts: await collectReceipts(patient, order, document),
    head: head.envelope,
    keys: await keysOf(patient, [head.envelope, envelope]),
  };
}

async function writeStatement(transaction: Transaction, ambient: Ambient, order: ReportOrder) {
  const { projectId, userId, askedBy, requestId } = order;
  const log = await transaction.selectFrom('log_identity').select('id').executeTakeFirst();
  const madeAt = ambient.now().toISOString();
  const document: Report['document'] = {
    type: 'person',
    version: 1,
    service: { name: 'deskplane', version: serviceVersion, instance: log?.id ?? null },
    project_id: projectId,
    made_at: madeAt,
    made_by: { user_id: askedBy.userId, name: askedBy.name },
    request_id: requestId,
    ...(await describePerson(transaction, projectId, userId)),
  };
  const opening = saltValue(ambient, userSubject(userId), reportField, canonicalJson(document));
  const content: JsonObject = {
    type: 'person-report',
    version: 1,
    project_id: projectId,
    user_id: userId,
    made_at: madeAt,
    made_by: askedBy.userId,
    request_id: requestId,
    document: commitTo(opening),
  };
  const sequence = await appendEntry(transaction, {
    kind: 'person-report',
    projectId,
    desktopId: null,
    content,
  });
  return { document, salt: opening.salt, payload: canonicalBytes(content), sequence };
}

/** The receipts that the document names, with what can be opened of this user, the desktop and whoever deleted it, not of other users. */
async function collectReceipts(
  database: Kysely<Schema>,
  { projectId, userId }: ReportOrder,
  document: Report['document'],
): Promise<Report['receipts']> {
  const shown = new Set(['desktop', 'actor', userSubject(userId)]);
  const receipts: Report['receipts'] = [];
  for (const { desktop_id: id, receipt_hash: hash } of document.deletions) {
    if (hash === null) continue;
    const bundle = await assembleBundle(database, projectId, asId<DesktopId>(id));
    if (bundle === undefined) throw new Error(`The receipt of desktop ${id} is no longer in the log.`);
    receipts.push({ ...bundle, openings: bundle.openings.filter(({ subject }) => shown.has(subject)) });
  }
  return receipts;
}
