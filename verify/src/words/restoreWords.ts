import type { RestoreCheck } from '../verifyRestore.js';
import { faultsZh } from './faultsZh.js';
import { inOtherWords } from './inOtherWords.js';

const checksEn: Record<RestoreCheck, string> = {
  form: 'the file is complete and in canonical form',
  keys: 'each key matches its thumbprint',
  head: 'the head of the log is signed',
  signature: 'the receipt of the restore is signed and unchanged',
  inclusion: 'the receipt of the restore is in the log',
  acceptance: 'the request to restore is in the log',
  content: 'the receipt is about exactly this request',
  history: 'the log has only grown since the older head',
};

/** The same when a check fails. */
const failuresEn: Record<RestoreCheck, string> = {
  form: 'the file is incomplete or not in canonical form',
  keys: 'a key does not match its thumbprint, or is not among the keys given',
  head: 'the signature of the head of the log is wrong',
  signature: 'the signature of the receipt is wrong: the receipt was changed',
  inclusion: 'the receipt of the restore is not in the log',
  acceptance: 'the request to restore is not in the log',
  content: 'the receipt does not fit the request to restore',
  history: 'there is no proof that the log has only grown since the older head',
};

const checksZh: Record<RestoreCheck, string> = {
  form: '文件完整，且为唯一的规范格式',
  keys: '密钥与其指纹一致',
  head: '日志头已签名',
  signature: '恢复回执已签名，内容未被改动',
  inclusion: '恢复回执已收录在日志中',
  acceptance: '恢复请求已收录在日志中',
  content: '回执所述正是该请求',
  history: '自旧日志头以来，日志只增不改',
};

const failuresZh: Record<RestoreCheck, string> = {
  form: '文件不完整，或不是唯一的规范格式',
  keys: '密钥与其指纹不一致，或不是所给出的密钥',
  head: '日志头的签名无效',
  signature: '回执的签名无效：内容被改动',
  inclusion: '恢复回执未收录在日志中',
  acceptance: '恢复请求未收录在日志中',
  content: '回执与恢复请求不符',
  history: '无法证明自旧日志头以来日志只增不改',
};

/**
 * The verdict on the file of a restore, in English.
 * @param deskplane the command that gets such files
 */
export const restoreEn = (deskplane: string) => ({
  labels: {
    accepted: 'Accepted',
    ended: 'Ended',
    desktop: 'Desktop',
    disk: 'Disk',
    snapshot: 'Snapshot',
    job: 'Job',
    proven: 'Proven',
    notProven: 'Not proven',
    log: 'Log',
    keys: 'Keys',
  },
  checks: checksEn,
  failures: failuresEn,
  engine: (name: string) => `Engine: ${name}.`,
  simulated: 'SIMULATED: nothing real was changed.',
  valid: (snapshot: string) => `The receipt of the restore to snapshot ${snapshot} is valid.`,
  accepted: (at: string, by: string) => `${at}, asked for by ${by}`,
  snapshot: (id: string, at: string) => `${id}, made ${at}`,
  proven: {
    restored: 'the engine answered that it put the disk back: the disk then held what the snapshot held',
    failed: (code: string) =>
      `the restore failed (${code}): the disk then held what it held before, or what the snapshot held`,
  },
  notProven: {
    word: 'that the answer is true: nobody but the engine looked at the disk',
    now: 'what the disk holds now: it may have been written to since',
    key: (id: string) =>
      `that the old content is destroyed: the disk still has the key ${id}, and blocks may hold what was there before`,
    plain:
      'that the old content is destroyed: the disk is not encrypted, and blocks may hold what was there before',
  },
  invalid: (failure: string, reason: string) =>
    `the receipt of the restore is not valid: ${failure} (${reason}).`,
  outdated: (head: string) =>
    'the head is newer than this file and proves nothing about it. Everything else in the file is valid. Get the file ' +
    `again: ${deskplane} snapshot receipt JOB --head ${head}`,
  entry: (index: number, size: number, time: string) => `entry ${index} of ${size}, as of ${time}`,
});

/** The verdict on the file of a restore, in Chinese. */
export const restoreZh = (deskplane: string): ReturnType<typeof restoreEn> => ({
  labels: {
    accepted: '受理',
    ended: '结束',
    desktop: '桌面',
    disk: '磁盘',
    snapshot: '快照',
    job: '任务',
    proven: '已证明',
    notProven: '未证明',
    log: '日志',
    keys: '密钥',
  },
  checks: checksZh,
  failures: failuresZh,
  engine: (name) => `引擎：${name}。`,
  simulated: 'SIMULATED（模拟）：没有更改任何真实资源。',
  valid: (snapshot) => `恢复到快照 ${snapshot} 的回执有效。`,
  accepted: (at, by) => `${at}，由 ${by} 请求`,
  snapshot: (id, at) => `${id}，创建于 ${at}`,
  proven: {
    restored: '引擎答复已恢复该磁盘：当时磁盘内容与快照一致',
    failed: (code) => `恢复失败（${code}）：当时磁盘内容要么保持原样，要么与快照一致`,
  },
  notProven: {
    word: '答复属实：除引擎外，没有谁查看过该磁盘',
    now: '磁盘现在的内容：此后可能已有写入',
    key: (id) => `旧内容已销毁：磁盘仍使用密钥 ${id}，介质上的块可能仍含旧内容`,
    plain: '旧内容已销毁：磁盘未加密，介质上的块可能仍含旧内容',
  },
  invalid: (failure, reason) => `恢复回执无效：${failure}（${inOtherWords(faultsZh, reason)}）。`,
  outdated: (head) =>
    `日志头比该文件新，因此无法据以判断该文件；文件的其他内容均无误。请重新获取：${deskplane} snapshot receipt JOB --head ${head}`,
  entry: (index, size, time) => `第 ${index} 条，共 ${size} 条，截至 ${time}`,
});
