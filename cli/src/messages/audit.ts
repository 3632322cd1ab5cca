/** What is said of traces, in English. */
export const auditEn = (deskplane: string) => ({
  help: {
    audit: 'who did what, or was refused it',
    list: 'list traces, newest first',
    limit: 'how many (1 to 200)',
    since: 'only traces since this time: a date (2026-03-01, 2026-03-01T14:00Z) or an age (2h, 30d)',
    until: 'only traces until this time, given likewise',
    user: 'only of this IAM user, by name or ID',
    name: 'only of this name, for instance deleteDesktop',
    resource: 'only about the resource with this ID',
    denied: 'only refusals and failures',
    export: 'print traces as JSON Lines that prove themselves; send them to a file',
    exportHead: 'file with an older head of the log, to prove that the log has only grown since',
    verify: 'check a file of traces, without the service',
    verifyFile: 'the file; - for standard input',
    keys: `file with the public keys (${deskplane} receipt keys); without it the keys in the file count`,
    verifyHead: 'file with an older head of the log, which must not have forgotten or changed anything since',
    retain: 'let old traces of all accounts go; only the account that runs the service may',
    keep: 'age up to which traces stay, for instance 400d',
  },
  titles: {
    time: 'TIME',
    name: 'TRACE',
    user: 'USER',
    from: 'FROM',
    resource: 'RESOURCE',
    code: 'CODE',
    outcome: 'OUTCOME',
  },
  outcomes: { accepted: 'done', denied: 'denied', failed: 'failed' },
  none: 'There are no such traces.',
  more: 'There are more: ask for more with --limit, or for older ones with --until.',
  badTime: (word: string) => `${word} is neither a date (2026-03-01) nor an age (2h, 30d).`,
  retained: (count: number, checkpoint: number) =>
    `${count} traces let go; entry ${checkpoint} of the log says so.`,
  nothingOld: 'No trace is older than that.',
});

export type AuditMessages = ReturnType<typeof auditEn>;

/** The same in Chinese. */
export const auditZh = (deskplane: string): AuditMessages => ({
  help: {
    audit: '查询谁执行了什么操作，或被拒绝了什么操作',
    list: '列出审计事件，最新的在前',
    limit: '条数（1到200）',
    since: '仅此时间之后的事件：日期（2026-03-01、2026-03-01T14:00Z）或时长（2h、30d）',
    until: '仅此时间之前的事件，格式同上',
    user: '仅此IAM用户的事件，用户名或ID',
    name: '仅此名称的事件，例如deleteDesktop',
    resource: '仅此ID的资源的事件',
    denied: '仅被拒绝和失败的事件',
    export: '以可自证的JSON Lines格式输出审计事件；请重定向到文件',
    exportHead: '保存有较早日志头的文件，用于证明此后日志只增不改',
    verify: '校验审计事件文件，无需服务',
    verifyFile: '文件；-表示标准输入',
    keys: `公钥文件（${deskplane} receipt keys）；不指定则使用文件自带的公钥`,
    verifyHead: '保存有较早日志头的文件，此后日志不得丢失或更改任何内容',
    retain: '清除所有账号的旧审计事件；仅运行本服务的账号可执行',
    keep: '事件保留时长，例如400d',
  },
  titles: {
    time: '时间',
    name: '事件',
    user: '用户',
    from: '来源',
    resource: '资源',
    code: '状态码',
    outcome: '结果',
  },
  outcomes: { accepted: '成功', denied: '被拒绝', failed: '失败' },
  none: '没有符合条件的审计事件。',
  more: '还有更多：用 --limit 查看更多，或用 --until 查看更早的。',
  badTime: (word: string) => `${word}既不是日期（2026-03-01）也不是时长（2h、30d）。`,
  retained: (count: number, checkpoint: number) =>
    `已清除${count}条事件；日志第${checkpoint}条记录了此次清除。`,
  nothingOld: '没有更早的审计事件。',
});
