import {
  canonicalBytes,
  canonicalJson,
  type JsonObject,
  type JsonValue,
} from '@deskplane/verify/canonicalJson.js';
import { commitTo } from '@deskplane/verify/commitment.js';
import { toFields, toText } from '@deskplane/verify/fields.js';
import { hashLeaf } from '@deskplane/verify/merkle.js';
import { personReportFormat, personReportType, reportField } from '@deskplane/verify/personReportTypes.js';
import { toJwk } from '@deskplane/verify/publicKeys.js';
import { tellStory } from './receiptStories.js';
import { type Fields, parse, receiptOf, seal, sealLog, signed, toPlain, vectorKey } from './sealReceipt.js';

/** A file of a report about a person, and what verifiers have to say of it. */
interface ReportVector {
  readonly name: string;
  readonly file: Buffer;
  /** The check that fails, and a text that its reason has to contain; left out: it is valid. */
  readonly refused?: { readonly failed: string; readonly reason: string };
}

const story = tellStory('local');
const receipt = seal(story);
const receiptHash = hashLeaf(canonicalBytes(receiptOf(story))).toString('hex');
const desktopId = toText(receiptOf(story)['desktop_id']);
const userId = 'c0ffee00c0ffee00c0ffee00c0ffee00';
const salt = '5a'.repeat(32);
const deletion = { desktop_id: desktopId, computer_name: 'ann-1', receipt_hash: receiptHash };

/** Every vector, the same bytes each time. */
function makeReportVectors(): readonly ReportVector[] {
  const other = tellStory('simulated');
  const refused = (name: string, file: Buffer, failed: string, reason: string): ReportVector => ({
    name,
    file,
    refused: { failed, reason },
  });
  const document = documentOf({});
  const person = toFields(document['person'], 'person');
  return [
    { name: 'report', file: sealReport({}) },
    { name: 'erased', file: sealReport({ document: { person: { user_id: userId, user_name: '' } } }) },
    { name: 'no-receipts', file: sealReport({ document: { deletions: [] }, file: { receipts: [] } }) },
    refused(
      'changed-spaces',
      Buffer.from(JSON.stringify(parse(sealReport({})), null, 1)),
      'form',
      'canonical form',
    ),
    refused('changed-field', sealReport({ file: { note: 'believe me' } }), 'form', 'unknown field "note"'),
    refused(
      'changed-format',
      sealReport({ file: { format: 'deskplane-person-report-9' } }),
      'form',
      'the format "deskplane-person-report-9" is unknown',
    ),
    refused(
      'changed-document',
      sealReport({ file: { document: { ...document, person: { ...person, user_name: 'bob' } } } }),
      'document',
      'not the one that the log speaks of',
    ),
    refused(
      'changed-salt',
      sealReport({ file: { salt: '00'.repeat(32) } }),
      'document',
      'not the one that the log',
    ),
    refused(
      'other-person',
      sealReport({ statement: { user_id: 'f'.repeat(32) } }),
      'document',
      'not the one that',
    ),
    refused(
      'other-caller',
      sealReport({ statement: { made_by: 'someone' } }),
      'document',
      'another person, project, time',
    ),
    refused(
      'unknown-version',
      sealReport({ statement: { version: 2 } }),
      'document',
      'version 2 of reports is unknown',
    ),
    refused('signature-of-the-head', withEnvelopeOfHead(), 'signature', 'person-report'),
    refused('receipt-left-out', sealReport({ file: { receipts: [] } }), 'receipts', 'is missing'),
    refused(
      'receipt-twice',
      sealReport({ file: { receipts: [parse(receipt), parse(receipt)] } }),
      'receipts',
      'does not name the receipt',
    ),
    refused(
      'receipt-not-named',
      sealReport({ document: { deletions: [] } }),
      'receipts',
      'does not name the receipt',
    ),
    refused(
      'receipt-of-another-desktop',
      sealReport({ document: { deletions: [{ ...deletion, desktop_id: 'another' }] } }),
      'receipts',
      'does not name the receipt',
    ),
    refused(
      'receipt-invalid',
      sealReport({ file: { receipts: [parse(seal(other, { version: 5 }))] } }),
      'receipts',
      'version 5 of receipts is unknown',
    ),
    refused('receipt-of-another-log', sealReport({ log: 'another log' }), 'receipts', 'is of another log'),
  ];
}

/** The files of the vectors by name, and `index.json`, which says what is expected of which. */
export function writeReportVectors(): ReadonlyMap<string, Buffer> {
  const vectors = makeReportVectors();
  const index = vectors.map(({ name, refused }) => ({
    file: `${name}.json`,
    valid: refused === undefined,
    ...refused,
  }));
  const text = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
  return new Map([
    ['index.json', text({ keys: 'keys.json', vectors: index })],
    ['keys.json', text({ keys: [toJwk(vectorKey)] })],
    ...vectors.map(({ name, file }) => [`${name}.json`, file] as const),
  ]);
}

/** What a service with the key might write: a part may differ from what belongs to the others. */
interface Changes {
  /** Of the document that the log commits to. */
  readonly document?: Fields;
  readonly statement?: Fields;
  /** Of the file, which nobody signs as a whole. */
  readonly file?: Fields;
  readonly log?: string;
}

function sealReport({ document: told = {}, statement: stated = {}, file = {}, log }: Changes): Buffer {
  const document = documentOf(told);
  const commitment = commitTo({
    subject: `user:${userId}`,
    field: reportField,
    value: canonicalJson(document),
    salt,
  });
  const statement = {
    type: 'person-report',
    version: 1,
    project_id: document['project_id'],
    user_id: userId,
    made_at: document['made_at'],
    made_by: 'feedfacefeedfacefeedfacefeedface',
    request_id: document['request_id'],
    document: commitment,
    ...stated,
  };
  const entry = canonicalBytes(toPlain(statement));
  const other = canonicalBytes({ type: 'other', text: 'before' });
  const { head, prove } = sealLog([other, entry], log);
  return canonicalBytes(
    toPlain({
      format: personReportFormat,
      document,
      salt,
      report: { envelope: signed(personReportType, entry), ...prove(entry) },
      receipts: [parse(receipt)],
      head,
      keys: [toJwk(vectorKey)],
      ...file,
    }),
  );
}

function documentOf(change: Fields): JsonObject {
  const document: JsonValue = toPlain({
    type: 'person',
    version: 1,
    project_id: receiptOf(story)['project_id'],
    made_at: '2026-01-01T08:00:07.000Z',
    made_by: { user_id: 'feedfacefeedfacefeedfacefeedface', name: 'ops' },
    request_id: '55556666777788889999000011112222',
    person: { user_id: userId, user_name: 'ann' },
    deletions: [deletion],
    ...change,
  });
  return toFields(document, 'the document');
}

/** The statement is replaced by another thing that the service signed. */
function withEnvelopeOfHead(): Buffer {
  const file = parse(sealReport({}));
  const report = toFields(file['report'], 'report');
  return canonicalBytes({ ...file, report: { ...report, envelope: file['head'] ?? null } });
}
