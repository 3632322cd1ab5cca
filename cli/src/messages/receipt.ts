import type { ReceiptCheck } from '@deskplane/verify/verifyReceipt.js';

const checksEn: Record<ReceiptCheck, string> = {
  form: 'the file is whole, in its one canonical form',
  keys: 'the keys are what their fingerprints say',
  head: 'the head of the log is signed',
  signature: 'the receipt is signed, and nothing in it was changed',
  inclusion: 'the receipt is in the log',
  acceptance: 'the order to delete is in the log',
  content: 'every item of the accepted plan is accounted for',
  addenda: 'what was added later is signed and in the log',
  history: 'the log has only grown since the older head',
};

/** The same where it does not hold. */
const failuresEn: Record<ReceiptCheck, string> = {
  form: 'the file is not whole, or not in its one canonical form',
  keys: 'the keys are not what their fingerprints say, or not those that were given',
  head: 'the head of the log is not signed as it should be',
  signature: 'the receipt is not signed as it should be: something in it was changed',
  inclusion: 'the receipt is not in the log',
  acceptance: 'the order to delete is not in the log',
  content: 'the receipt does not account for the accepted plan',
  addenda: 'what was added later is not signed, not in the log, or about something else',
  history: 'nothing shows that the log has only grown since the older head',
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
  addenda: '后续补充内容未签名、未收录在日志中或与此无关',
  history: '无法证明自旧日志头以来日志只增不改',
};

/** What is said of receipts, in English. */
export const receiptEn = (deskplane: string) => ({
  help: {
    receipt: 'get and check receipts of deletions',
    get: 'print the receipt of a deletion with everything that it takes to check it',
    verify: 'check a receipt without the service',
    head: 'print the newest signed head of the log: keep it, later receipts can be held to it',
    keys: 'print the public keys that receipts are signed with, retired ones too',
    rotateKey: 'sign with a new key from now on; what the old one signed stays valid',
    desktopArgument: 'ID of the deleted desktop, or its name',
    fileArgument: 'the file; - for standard input',
    getHead: 'an older head, so that the receipt proves that the log has only grown since',
    verifyHead: 'an older head that the log must not have broken with',
    keysFile: `keys that you got elsewhere (${deskplane} receipt keys); without them the file's own count`,
  },
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
  valid: (desktop: string, simulated: boolean, released: number) =>
    `The receipt is valid: ${simulated ? 'the simulated desktop' : 'desktop'} ${desktop} is deleted${
      released === 0
        ? '.'
        : `, except ${released === 1 ? '1 item that was' : `${released} items that were`} never seen gone: released below.`
    }`,
  ended: {
    seen: (item: string, ended: string, grade: string, at: string) => `${item}: ${ended} (${grade}), ${at}`,
    released: (item: string, by: string, reason: string, at: string) =>
      `${item}: never seen gone; released by ${by}, ${at}: "${reason}"`,
  },
  addendum: {
    'mail-sent': (user: string, at: string) => `mail to ${user}: sent, ${at}`,
    'mail-undeliverable': (user: string, at: string, why: string) =>
      `mail to ${user}: undeliverable (${why}), ${at}`,
  },
  invalid: (failure: string, reason: string) => `the receipt is not valid: ${failure} (${reason}).`,
  outdated: (id: string, head: string) =>
    'the head is newer than this file, so it can say nothing about it. All else in the file is right. Get the receipt ' +
    `again: ${deskplane} receipt get ${id} --head ${head}`,
  entry: (index: number, size: number, time: string) => `entry ${index} of ${size}, as of ${time}`,
  ownKeys:
    'The keys came with the file. To know whose they are, give --keys with keys that you got elsewhere.',
  noDeletion: (id: string) => `desktop ${id} was not deleted here.`,
  running: (word: string) =>
    `desktop ${word} is still being deleted; there is no receipt yet. Follow it with: ${deskplane} deletion watch ${word}`,
  replayed: (id: string) =>
    `the end of desktop ${id} was replayed from the file of tombstones when the database was put back. The log here has no ` +
    'receipt of it; if there is one, it is in the log that the database had before.',
  unsealed: 'The receipt is not in the log yet; waiting',
  rotation: {
    warning:
      'A new key will sign receipts and heads from now on. Whoever checks receipts with keys that they keep has to get the new one.',
    question: 'Type yes to change the key: ',
    needsYes:
      'nobody can be asked here. The key was not changed. Add --yes to change it without being asked.',
    declined: 'The key was not changed.',
    done: (current: string, retired: string) =>
      `The key ${current} signs from now on; ${retired} is retired and stays published.`,
  },
  noFile: (path: string, why: string) => `${path} cannot be read: ${why}`,
  noHead: (path: string) => `${path} is not a head of the log (${deskplane} receipt head).`,
  noKeys: (path: string, why: string) => `${path} is not a key set (${deskplane} receipt keys): ${why}.`,
});

/** What is said of receipts, in Chinese. */
export const receiptZh = (deskplane: string): ReturnType<typeof receiptEn> => ({
  help: {
    receipt: '获取和校验删除回执',
    get: '输出删除回执及校验所需的全部内容',
    verify: '离线校验回执',
    head: '输出最新的已签名日志头；请妥善保存，以后的回执可据此核对',
    keys: '输出用于签署回执的公钥（包括已停用的）',
    rotateKey: '此后使用新密钥签名；旧密钥签署的内容仍然有效',
    desktopArgument: '已删除桌面的 ID 或名称',
    fileArgument: '文件；- 表示标准输入',
    getHead: '旧日志头，使回执可证明此后日志只增不改',
    verifyHead: '旧日志头，日志不得与其矛盾',
    keysFile: `从其他途径获得的密钥（${deskplane} receipt keys）；不指定时使用文件自带的密钥`,
  },
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
  valid: (desktop, simulated, released) =>
    `回执有效：${simulated ? '模拟桌面' : '桌面'} ${desktop} 已删除${
      released === 0 ? '。' : `，但有 ${released} 项从未确认消失：见下方已释放的项。`
    }`,
  ended: {
    seen: (item, ended, grade, at) => `${item}：${ended}（${grade}），${at}`,
    released: (item, by, reason, at) => `${item}：从未确认消失；由 ${by} 释放，${at}：“${reason}”`,
  },
  addendum: {
    'mail-sent': (user, at) => `给 ${user} 的邮件：已发送，${at}`,
    'mail-undeliverable': (user, at, why) => `给 ${user} 的邮件：无法投递（${why}），${at}`,
  },
  invalid: (failure, reason) => `回执无效：${failure}（${reason}）。`,
  outdated: (id, head) =>
    `日志头比该文件新，因此无法据以判断该文件；文件的其他内容均无误。请重新获取回执：${deskplane} receipt get ${id} --head ${head}`,
  entry: (index, size, time) => `第 ${index} 条，共 ${size} 条，截至 ${time}`,
  ownKeys: '密钥来自文件本身。如需确认其归属，请用 --keys 指定从其他途径获得的密钥。',
  noDeletion: (id) => `此处没有桌面 ${id} 的删除记录。`,
  running: (word) => `桌面 ${word} 仍在删除中，尚无回执。查看进展：${deskplane} deletion watch ${word}`,
  replayed: (id) =>
    `桌面 ${id} 的删除是在恢复数据库时根据墓碑文件重放的。此处的日志中没有其回执；如果有，则在数据库恢复之前的日志中。`,
  unsealed: '回执尚未收录到日志中，正在等待',
  rotation: {
    warning: '此后的回执和日志头将由新密钥签名。使用自存密钥校验回执的人需要获取新密钥。',
    question: '输入 yes 确认更换密钥：',
    needsYes: '此处无法询问，未更换密钥。如需不经询问直接更换，请添加 --yes。',
    declined: '未更换密钥。',
    done: (current, retired) => `此后由密钥 ${current} 签名；${retired} 已停用，其公钥仍会公布。`,
  },
  noFile: (path, why) => `无法读取 ${path}：${why}`,
  noHead: (path) => `${path} 不是日志头（${deskplane} receipt head）。`,
  noKeys: (path, why) => `${path} 不是密钥集（${deskplane} receipt keys）：${why}。`,
});
