import { createHash, type KeyObject } from 'node:crypto';
import { exportFormat, exportType } from '../auditTypes.js';
import { canonicalBytes, canonicalJson, type JsonValue } from '../canonicalJson.js';
import { bytesToSign, makeEnvelope } from '../envelope.js';
import { hashLeaf } from '../merkle.js';
import { keyIdOf, rawKeyOf, toJwk } from '../publicKeys.js';
import { describeTreeHead, treeHeadType } from '../treeHead.js';

/** An export of a log with one audit event, as a service with that key would sign it. */
export function makeAuditExport(publicKey: KeyObject, sign: (bytes: Buffer) => Buffer): string {
  const raw = rawKeyOf(publicKey);
  const seal = (type: string, content: JsonValue): JsonValue => {
    const payload = canonicalBytes(content);
    const envelope = makeEnvelope(type, payload, keyIdOf(raw), sign(bytesToSign(type, payload)));
    return { ...envelope, signatures: envelope.signatures.map((signature) => ({ ...signature })) };
  };
  const event = canonicalJson({
    trace: { trace_name: 'deleteDesktop', user: { domain: { id: 'account' } } },
    type: 'trace',
  });
  const head = {
    log: 'log',
    root: hashLeaf(Buffer.from(event)),
    size: 1,
    time: '2026-01-01T00:00:00.000Z',
  };
  const lines: JsonValue[] = [
    {
      account: 'account',
      after: [],
      before: [],
      end: 1,
      format: exportFormat,
      head: seal(treeHeadType, describeTreeHead(head)),
      keys: [{ ...toJwk(raw) }],
      start: 0,
    },
    { index: 0, payload: event },
  ];
  const signed = lines.map((line) => `${canonicalJson(line)}\n`).join('');
  const digest = createHash('sha256').update(signed).digest('hex');
  const end = seal(exportType, { digest, end: 1, log: head.log, size: head.size, start: 0 });
  return `${signed}${canonicalJson({ end })}\n`;
}
