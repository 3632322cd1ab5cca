import { createHash } from 'node:crypto';
import { exportFormat, exportType } from '../auditTypes.js';
import { canonicalJson, type JsonValue } from '../canonicalJson.js';
import { hashLeaf } from '../merkle.js';
import { describeTreeHead, treeHeadType } from '../treeHead.js';
import { publicJwk, seal } from './exampleBundle.js';

/** An export of a log with one audit event, signed with the key of the examples. */
export function makeAuditExport(): string {
  const event = canonicalJson({
    trace: { trace_name: 'deleteDesktop', user: { domain: { id: 'account' } } },
    type: 'trace',
  });
  const root = hashLeaf(Buffer.from(event));
  const head = { log: 'log', root, size: 1, time: '2026-01-01T00:00:00.000Z' };
  const first = {
    account: 'account',
    after: [],
    before: [],
    end: 1,
    format: exportFormat,
    head: seal(treeHeadType, describeTreeHead(head)),
    keys: [publicJwk],
    start: 0,
  };
  const signed = `${canonicalJson(toJson(first))}\n${canonicalJson({ index: 0, payload: event })}\n`;
  const digest = createHash('sha256').update(signed).digest('hex');
  const end = seal(exportType, { digest, end: 1, log: head.log, size: head.size, start: 0 });
  return `${signed}${canonicalJson(toJson({ end }))}\n`;
}

function toJson(value: object): JsonValue {
  const json: JsonValue = JSON.parse(JSON.stringify(value));
  return json;
}
