import type { PersonReportCheck } from '../verifyPersonReport.js';

const checksEn: Record<PersonReportCheck, string> = {
  form: 'the file is complete and in canonical form',
  keys: 'each key matches its thumbprint',
  head: 'the head of the log is signed',
  signature: 'the report is signed',
  inclusion: 'the report is in the log',
  document: 'the document is unchanged since it was signed',
  receipts: 'every receipt in it is valid and named by the document',
  history: 'the log has only grown since the older head',
};

/** The same when a check fails. */
const failuresEn: Record<PersonReportCheck, string> = {
  form: 'the file is incomplete or not in canonical form',
  keys: 'a key does not match its thumbprint, or is not among the keys given',
  head: 'the signature of the head of the log is wrong',
  signature: 'the signature of the report is wrong',
  inclusion: 'the report is not in the log',
  document: 'the document was changed after it was signed',
  receipts: 'a receipt is not valid, is missing, or is not named by the document',
  history: 'there is no proof that the log has only grown since the older head',
};

const checksZh: Record<PersonReportCheck, string> = {
  form: '文件完整，且为唯一的规范格式',
  keys: '密钥与其指纹一致',
  head: '日志头已签名',
  signature: '报告已签名',
  inclusion: '报告已收录在日志中',
  document: '内容自签名后未被改动',
  receipts: '其中每份回执均有效，且内容中均有记载',
  history: '自旧日志头以来，日志只增不改',
};

const failuresZh: Record<PersonReportCheck, string> = {
  form: '文件不完整，或不是唯一的规范格式',
  keys: '密钥与其指纹不一致，或不是所给出的密钥',
  head: '日志头的签名无效',
  signature: '报告的签名无效',
  inclusion: '报告未收录在日志中',
  document: '内容在签名后被改动',
  receipts: '有回执无效、缺失，或内容中没有记载',
  history: '无法证明自旧日志头以来日志只增不改',
};

/**
 * The verdict on a report about a person, in English.
 * @param deskplane the command that makes reports
 */
export const personReportEn = (deskplane: string) => ({
  labels: {
    made: 'Made',
    email: 'Email',
    state: 'State',
    desktops: 'Desktops',
    deletions: 'Deleted',
    mails: 'Mails',
    connections: 'Screens',
    deskEvents: 'Desk',
    receipts: 'Receipts',
    log: 'Log',
    keys: 'Keys',
  },
  checks: checksEn,
  failures: failuresEn,
  valid: (name: string, id: string) =>
    `The report about ${name === '' ? '(name erased)' : name}, ${id}, is valid.`,
  made: (at: string, by: string) => `${at}, by ${by}`,
  state: { exists: 'exists', deleted: 'deleted', erased: 'deleted and erased' },
  deletion: (name: string, id: string, at: string, by: string) =>
    `${name === '' ? '(name erased)' : name} (${id}), ${at === '' ? 'not yet done' : at}, by ${by}`,
  invalid: (failure: string, reason: string) => `the report is not valid: ${failure} (${reason}).`,
  outdated: (head: string) =>
    'the head is newer than this file and proves nothing about it. Everything else in the file is valid. Make the report ' +
    `again: ${deskplane} report USER --output FILE (head: ${head})`,
  entry: (index: number, size: number, time: string) => `entry ${index} of ${size}, as of ${time}`,
});

/** The verdict on a report about a person, in Chinese. */
export const personReportZh = (deskplane: string): ReturnType<typeof personReportEn> => ({
  labels: {
    made: '生成',
    email: '邮箱',
    state: '状态',
    desktops: '桌面',
    deletions: '已删除',
    mails: '邮件',
    connections: '画面连接',
    deskEvents: '自助操作',
    receipts: '回执',
    log: '日志',
    keys: '密钥',
  },
  checks: checksZh,
  failures: failuresZh,
  valid: (name, id) => `关于${name === '' ? '（名称已抹除）' : `“${name}”`}（${id}）的报告有效。`,
  made: (at, by) => `${at}，由 ${by}`,
  state: { exists: '存在', deleted: '已删除', erased: '已删除并抹除' },
  deletion: (name, id, at, by) =>
    `${name === '' ? '（名称已抹除）' : name}（${id}），${at === '' ? '尚未完成' : at}，由 ${by}`,
  invalid: (failure, reason) => `报告无效：${failure}（${reason}）。`,
  outdated: (head) =>
    `日志头比该文件新，因此无法据以判断该文件；文件的其他内容均无误。请重新生成报告：${deskplane} report USER --output FILE（日志头：${head}）`,
  entry: (index, size, time) => `第 ${index} 条，共 ${size} 条，截至 ${time}`,
});
