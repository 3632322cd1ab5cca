/** Texts about receipts, in English. */
export const receiptEn = (deskplane: string) => ({
  help: {
    receipt: 'get and verify deletion receipts',
    get: 'print a deletion receipt with everything needed to verify it',
    verify: 'verify a receipt offline',
    head: 'print the latest signed head of the log; keep it to verify later receipts',
    keys: 'print the public signing keys, including retired ones',
    rotateKey: 'sign with a new key from now on; older signatures stay valid',
    desktopArgument: 'ID or name of the deleted desktop, or ID of a deleted disk or snapshot',
    fileArgument: 'the receipt file; - for standard input',
    getHead: 'an older head, to prove that the log has only grown since then',
    verifyHead: 'an older head: the log must have only grown since then',
    keysFile: `keys from a trusted source (${deskplane} receipt keys); default: the keys in the file itself`,
  },
  noDeletion: (id: string) => `nothing with the ID ${id} was deleted here.`,
  running: (word: string) =>
    `${word} is still being deleted; there is no receipt yet. Follow it with: ${deskplane} deletion watch ${word}`,
  replayed: (id: string) =>
    `the deletion of ${id} was replayed from the tombstone file after a restore. This log has no receipt of it. ` +
    'The log of the earlier database may have one.',
  unsealed: 'Waiting: the log does not contain the receipt yet',
  rotation: {
    warning:
      'A new key will sign receipts and heads from now on. Anyone who verifies receipts with stored keys must get the new key.',
    question: 'Type yes to rotate the key: ',
    needsYes:
      'Cannot ask for confirmation: there is no terminal. The key was not rotated. Pass --yes to skip the question.',
    declined: 'The key was not rotated.',
    done: (current: string, retired: string) =>
      `The key ${current} signs from now on. The key ${retired} is retired but stays published.`,
  },
});

/** The same in Chinese. */
export const receiptZh = (deskplane: string): ReturnType<typeof receiptEn> => ({
  help: {
    receipt: '获取和校验删除回执',
    get: '输出删除回执及校验所需的全部内容',
    verify: '离线校验回执',
    head: '输出最新的已签名日志头；请妥善保存，用于校验以后的回执',
    keys: '输出用于签署回执的公钥（包括已停用的）',
    rotateKey: '此后使用新密钥签名；旧密钥签署的内容仍然有效',
    desktopArgument: '已删除桌面的 ID 或名称，或已删除磁盘、快照的 ID',
    fileArgument: '文件；- 表示标准输入',
    getHead: '旧日志头，使回执可证明此后日志只增不改',
    verifyHead: '旧日志头，此后日志必须只增不改',
    keysFile: `来自可信来源的密钥（${deskplane} receipt keys）；默认使用文件自带的密钥`,
  },
  noDeletion: (id) => `此处没有 ID 为 ${id} 的删除记录。`,
  running: (word) => `${word} 仍在删除中，尚无回执。查看进展：${deskplane} deletion watch ${word}`,
  replayed: (id) =>
    `${id} 的删除是在恢复数据库时根据墓碑文件重放的。此日志中没有其回执，恢复之前的数据库的日志中可能有。`,
  unsealed: '正在等待：日志中尚无该回执',
  rotation: {
    warning: '此后的回执和日志头将由新密钥签名。使用自行保存的密钥校验回执者需要获取新密钥。',
    question: '输入 yes 确认轮换密钥：',
    needsYes: '无法确认：没有终端。未轮换密钥。使用 --yes 可跳过确认。',
    declined: '未轮换密钥。',
    done: (current, retired) => `此后由密钥 ${current} 签名；${retired} 已停用，其公钥仍会公布。`,
  },
});
