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
});
