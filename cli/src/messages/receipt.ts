import type { ReceiptCheck } from '@deskplane/server/audit/verify/verifyReceipt.js';

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

/** What is said of receipts, in English. */
export const receiptEn = (deskplane: string) => ({
  help: {
    receipt: 'get and check receipts of deletions',
    get: 'print the receipt of a deletion with everything that it takes to check it',
    verify: 'check a receipt without the service',
    head: 'print the newest signed head of the log: keep it, later receipts can be held to it',
    keys: 'print the public keys that receipts are signed with, retired ones too',
    rotateKey: 'sign with a new key from now on; what the old one signed stays valid',
    desktopArgument: 'ID of the deleted desktop',
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
  },
  checks: checksEn,
  engine: (name: string) => `Engine: ${name}.`,
  valid: (desktop: string) => `The receipt is valid: desktop ${desktop} is deleted.`,
  validSimulated: (desktop: string) => `The receipt is valid: the simulated desktop ${desktop} is deleted.`,
  invalid: (check: string, reason: string) =>
    `the receipt is not valid. This does not hold: ${check} (${reason})`,
  entry: (index: number, size: number, time: string) => `entry ${index} of ${size}, as of ${time}`,
  ownKeys:
    'The keys came with the file. To know whose they are, give --keys with keys that you got elsewhere.',
  noDeletion: (id: string) => `desktop ${id} was not deleted here.`,
  running: (id: string) => `desktop ${id} is still being deleted; there is no receipt yet.`,
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
    desktopArgument: '已删除桌面的ID',
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
  },
  checks: checksZh,
  engine: (name) => `引擎：${name}。`,
  valid: (desktop) => `回执有效：桌面 ${desktop} 已删除。`,
  validSimulated: (desktop) => `回执有效：模拟桌面 ${desktop} 已删除。`,
  invalid: (check, reason) => `回执无效。以下不成立：${check}（${reason}）`,
  entry: (index, size, time) => `第 ${index} 条，共 ${size} 条，截至 ${time}`,
  ownKeys: '密钥来自文件本身。如需确认其归属，请用 --keys 指定从其他途径获得的密钥。',
  noDeletion: (id) => `此处没有桌面 ${id} 的删除记录。`,
  running: (id) => `桌面 ${id} 仍在删除中，尚无回执。`,
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
