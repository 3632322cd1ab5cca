import type { AuditCheck } from '../verifyAuditExport.js';
import { faultsZh } from './faultsZh.js';
import { inOtherWords } from './inOtherWords.js';

const checksEn: Record<AuditCheck, string> = {
  form: 'the file is complete and well-formed',
  keys: 'the keys are known',
  head: 'the head of the log is signed',
  entries: 'the entries are complete, except those removed by a checkpoint',
  tree: 'every audit event is unchanged since it was sealed',
  signature: 'the file is unchanged since the service wrote it',
  history: 'the log has only grown since the older head',
};

/** The same when a check fails. */
const failuresEn: Record<AuditCheck, string> = {
  form: 'the file is incomplete or malformed',
  keys: 'a key is unknown',
  head: 'the signature of the head of the log is wrong',
  entries: 'an entry is missing, or was removed without a checkpoint',
  tree: 'an audit event was changed after it was sealed',
  signature: 'the file was changed after the service wrote it',
  history: 'there is no proof that the log has only grown since the older head',
};

const checksZh: Record<AuditCheck, string> = {
  form: '文件完整且格式正确',
  keys: '公钥可信',
  head: '日志头签名有效',
  entries: '条目完整，仅缺少由检查点清除的条目',
  tree: '每条事件自封存后未被改动',
  signature: '文件自服务输出后未被改动',
  history: '自较早的日志头以来日志只增不改',
};

const failuresZh: Record<AuditCheck, string> = {
  form: '文件不完整或格式错误',
  keys: '有未知的公钥',
  head: '日志头的签名无效',
  entries: '有条目缺失，或在无检查点的情况下被清除',
  tree: '有事件在封存后被改动',
  signature: '文件在服务输出后被改动',
  history: '无法证明自较早的日志头以来日志只增不改',
};

/**
 * The verdict on a file of audit events, in English.
 * @param deskplane the command that exports them
 */
export const auditEn = (deskplane: string) => ({
  checks: checksEn,
  failures: failuresEn,
  valid: (events: number, start: number, end: number, size: number, time: string) =>
    `Valid: ${events} audit events in entries ${start} to ${end - 1} of a log of ${size} (${time}).`,
  removed: (count: number) => `${count} older audit events were removed; a signed checkpoint records it.`,
  invalid: (failure: string, reason: string) => `the file is not valid: ${failure} (${reason}).`,
  outdated: (head: string) =>
    'the head is newer than this file and proves nothing about it. Everything else in the file is valid. Export the audit ' +
    `events again: ${deskplane} audit export --head ${head}`,
});

/** The verdict on a file of audit events, in Chinese. */
export const auditZh = (deskplane: string): ReturnType<typeof auditEn> => ({
  checks: checksZh,
  failures: failuresZh,
  valid: (events, start, end, size, time) =>
    `有效：日志第${start}到${end - 1}条中有${events}条审计事件，日志共${size}条（${time}）。`,
  removed: (count) => `另有${count}条较早的事件已被清除，由已签名的检查点记录。`,
  invalid: (failure, reason) => `文件无效：${failure}（${inOtherWords(faultsZh, reason)}）。`,
  outdated: (head) =>
    `日志头比该文件新，因此无法据以判断该文件；文件的其他内容均无误。请重新导出：${deskplane} audit export --head ${head}`,
});
