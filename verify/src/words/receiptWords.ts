import type { ReceiptCheck } from '../verifyReceipt.js';
import { faultsZh } from './faultsZh.js';
import { inOtherWords } from './inOtherWords.js';

/** What went without its desktop. */
export interface ReceiptPart {
  readonly kind: 'volume' | 'snapshot';
  readonly id: string;
}

const checksEn: Record<ReceiptCheck, string> = {
  form: 'the file is complete and in canonical form',
  keys: 'each key matches its thumbprint',
  head: 'the head of the log is signed',
  signature: 'the receipt is signed and unchanged',
  inclusion: 'the receipt is in the log',
  acceptance: 'the request to delete is in the log',
  content: 'every item of the accepted plan is accounted for',
  addenda: 'every later addition is signed and in the log',
  history: 'the log has only grown since the older head',
};

/** The same when a check fails. */
const failuresEn: Record<ReceiptCheck, string> = {
  form: 'the file is incomplete or not in canonical form',
  keys: 'a key does not match its thumbprint, or is not among the keys given',
  head: 'the signature of the head of the log is wrong',
  signature: 'the signature of the receipt is wrong: the receipt was changed',
  inclusion: 'the receipt is not in the log',
  acceptance: 'the request to delete is not in the log',
  content: 'the receipt does not account for the accepted plan',
  addenda: 'a later addition is unsigned, not in the log, or about another desktop',
  history: 'there is no proof that the log has only grown since the older head',
};

const checksZh: Record<ReceiptCheck, string> = {
  form: '文件完整，且为唯一的规范格式',
  keys: '密钥与其指纹一致',
  head: '日志头已签名',
  signature: '回执已签名，内容未被改动',
  inclusion: '回执已收录在日志中',
  acceptance: '删除请求已收录在日志中',
  content: '已受理计划中的每一项均有交代',
  addenda: '后续补充内容已签名并收录在日志中',
  history: '自旧日志头以来，日志只增不改',
};

const failuresZh: Record<ReceiptCheck, string> = {
  form: '文件不完整，或不是唯一的规范格式',
  keys: '密钥与其指纹不一致，或不是所给出的密钥',
  head: '日志头的签名无效',
  signature: '回执的签名无效：内容被改动过',
  inclusion: '回执未收录在日志中',
  acceptance: '删除请求未收录在日志中',
  content: '回执未能交代已受理计划的全部内容',
  addenda: '后续补充内容未签名、未收录在日志中或属于其他桌面',
  history: '无法证明自旧日志头以来日志只增不改',
};

/**
 * The verdict on a receipt, in English.
 * @param deskplane the command that gets receipts
 */
export const receiptEn = (deskplane: string) => ({
  labels: {
    accepted: 'Accepted',
    completed: 'Completed',
    items: 'Items',
    users: 'Users',
    log: 'Log',
    keys: 'Keys',
    opened: 'Named',
    addenda: 'Later',
  },
  checks: checksEn,
  failures: failuresEn,
  engine: (name: string) => `Engine: ${name}.`,
  simulated: 'SIMULATED: nothing real was deleted.',
  clockMoved: (seconds: number) =>
    `Tests had moved the clock of the service ahead by ${seconds} s. The times below are real.`,
  valid: (desktop: string, part: ReceiptPart | undefined, simulated: boolean, released: number) =>
    `The receipt is valid: ${simulated ? 'the simulated ' : ''}${
      part === undefined ? `desktop ${desktop}` : `${part.kind} ${part.id} of desktop ${desktop}`
    } is deleted${
      released === 0
        ? '.'
        : `, except ${released === 1 ? '1 item' : `${released} items`} never seen gone: released below.`
    }`,
  /** The receipt's own terms, where they are worded. */
  terms: {} as Readonly<Record<string, string>>,
  user: (id: string, outcome: string, reason: string) => `${id}: ${outcome} (${reason})`,
  opening: (subject: string, field: string, value: string) => `${subject} ${field}: ${value}`,
  item: (kind: string, id: string, engineId: string) =>
    engineId === '' ? `${kind} ${id}` : `${kind} ${id} (in the engine: ${engineId})`,
  ended: {
    seen: (item: string, ended: string, grade: string, at: string) => `${item}: ${ended} (${grade}), ${at}`,
    released: (item: string, by: string, reason: string, at: string) =>
      `${item}: never seen gone; released by ${by}, ${at}: "${reason}"`,
  },
  key: {
    none: '; not encrypted',
    plainDisk: '; not encrypted, its size was not enforced',
    destroyed: (id: string, at: string) => `; key ${id} destroyed, ${at}`,
    elsewhere: (id: string) => `; key ${id} destroyed with another item of this receipt`,
    kept: (id: string) => `; key ${id} kept`,
    needed: (id: string) => `; its key ${id} was kept: another item that stays needs it`,
    keptOrNotSeen: (id: string) => `; its key ${id} was kept or not seen destroyed`,
    notSeen: (id: string) => `; its key ${id} was not seen destroyed`,
  },
  addendum: {
    'mail-sent': (user: string, at: string) => `mail to ${user}: sent, ${at}`,
    'mail-kept': (user: string, at: string) =>
      `mail to ${user}: kept as a file, there was no mail server, ${at}`,
    'mail-undeliverable': (user: string, at: string, why: string) =>
      `mail to ${user}: undeliverable (${why}), ${at}`,
  },
  invalid: (failure: string, reason: string) => `the receipt is not valid: ${failure} (${reason}).`,
  outdated: (id: string, head: string) =>
    'the head is newer than this file and proves nothing about it. Everything else in the file is valid. Get the receipt ' +
    `again: ${deskplane} receipt get ${id} --head ${head}`,
  entry: (index: number, size: number, time: string) => `entry ${index} of ${size}, as of ${time}`,
});

/** The verdict on a receipt, in Chinese. */
export const receiptZh = (deskplane: string): ReturnType<typeof receiptEn> => ({
  labels: {
    accepted: '受理时间',
    completed: '完成时间',
    items: '删除项',
    users: '用户',
    log: '日志',
    keys: '密钥',
    opened: '名称',
    addenda: '后续',
  },
  checks: checksZh,
  failures: failuresZh,
  engine: (name) => `引擎：${name}。`,
  simulated: 'SIMULATED（模拟）：没有删除任何真实资源。',
  clockMoved: (seconds) => `测试曾将服务时钟拨快 ${seconds} 秒。以下时间均为真实时间。`,
  valid: (desktop, part, simulated, released) =>
    `回执有效：${simulated ? '模拟' : ''}桌面 ${desktop} ${part === undefined ? '' : `的${part.kind === 'volume' ? '磁盘' : '快照'} ${part.id} `}已删除${
      released === 0 ? '。' : `，但有 ${released} 项从未确认消失：见下方已释放的项。`
    }`,
  terms: {
    server: '云服务器',
    volume: '磁盘',
    port: '端口',
    snapshot: '快照',
    absent: '已确认消失',
    detached: '已分离',
    kept: '保留',
    deleted: '已删除',
    'deletion of users was not asked for': '未要求删除用户',
    'owned no other desktop': '没有其他桌面',
    owns: '还拥有 {} 个其他桌面',
    desktop: '桌面',
    user: '用户',
    actor: '操作者',
    name: '名称',
    email: '邮箱',
    computer_name: '名称',
    refused: '被拒绝',
    unsendable: '无法发送',
    'given-up': '已放弃',
  },
  user: (id, outcome, reason) => `${id}：${outcome}（${reason}）`,
  opening: (subject, field, value) => `${subject} ${field}：${value}`,
  item: (kind, id, engineId) => (engineId === '' ? `${kind} ${id}` : `${kind} ${id}（引擎中：${engineId}）`),
  ended: {
    seen: (item, ended, grade, at) => `${item}：${ended}（${grade}），${at}`,
    released: (item, by, reason, at) => `${item}：从未确认消失；由 ${by} 释放，${at}：“${reason}”`,
  },
  key: {
    none: '；未加密',
    plainDisk: '；未加密，未限制其大小',
    destroyed: (id, at) => `；密钥 ${id} 已销毁，${at}`,
    elsewhere: (id) => `；密钥 ${id} 已随本回执中的另一项销毁`,
    kept: (id) => `；保留密钥 ${id}`,
    needed: (id) => `；保留其密钥 ${id}：另一保留的项仍需使用`,
    keptOrNotSeen: (id) => `；其密钥 ${id} 已保留，或未确认已销毁`,
    notSeen: (id) => `；未确认其密钥 ${id} 已销毁`,
  },
  addendum: {
    'mail-sent': (user, at) => `给 ${user} 的邮件：已发送，${at}`,
    'mail-kept': (user, at) => `给 ${user} 的邮件：没有邮件服务器，已保存为文件，${at}`,
    'mail-undeliverable': (user, at, why) => `给 ${user} 的邮件：无法投递（${why}），${at}`,
  },
  invalid: (failure, reason) => `回执无效：${failure}（${inOtherWords(faultsZh, reason)}）。`,
  outdated: (id, head) =>
    `日志头比该文件新，因此无法据以判断该文件；文件的其他内容均无误。请重新获取回执：${deskplane} receipt get ${id} --head ${head}`,
  entry: (index, size, time) => `第 ${index} 条，共 ${size} 条，截至 ${time}`,
});
