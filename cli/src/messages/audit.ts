/** Texts about audit events, in English. */
export const auditEn = (deskplane: string) => ({
  help: {
    audit: 'list, export and verify audit events: who did what, and what was denied',
    list: 'list audit events, newest first',
    limit: 'maximum number (1 to 200)',
    since: 'only events since this time: a date (2026-03-01, 2026-03-01T14:00Z) or an age (2h, 30d)',
    until: 'only events until this time, in the same formats',
    user: 'only events of this IAM user, by name or ID',
    name: 'only events with this name, for example deleteDesktop',
    resource: 'only events about the resource with this ID',
    denied: 'only denied and failed requests',
    export: 'print audit events as verifiable JSON Lines; redirect them to a file',
    exportHead: 'file with an older head of the log, to prove that the log has only grown since then',
    verify: 'verify a file of audit events offline',
    verifyFile: 'the file; - for standard input',
    keys: `file with trusted public keys (${deskplane} receipt keys); default: the keys in the file itself`,
    verifyHead: 'file with an older head of the log: the log must have only grown since then',
    retain: 'remove old audit events of all accounts; only the account that runs the service may do this',
    keep: 'keep events up to this age, for example 400d',
  },
  titles: {
    time: 'TIME',
    name: 'EVENT',
    user: 'USER',
    from: 'FROM',
    resource: 'RESOURCE',
    code: 'CODE',
    outcome: 'OUTCOME',
  },
  outcomes: { accepted: 'done', denied: 'denied', failed: 'failed' },
  none: 'No matching audit events.',
  more: 'There are more events: raise --limit, or list older ones with --until.',
  badTime: (word: string) => `${word} is not a date (2026-03-01) or an age (2h, 30d).`,
  retained: (count: number, checkpoint: number) =>
    `Removed ${count} audit ${count === 1 ? 'event' : 'events'}; entry ${checkpoint} of the log records it.`,
  nothingOld: 'No audit event is older than that.',
});

export type AuditMessages = ReturnType<typeof auditEn>;

/** The same in Chinese. */
export const auditZh = (deskplane: string): AuditMessages => ({
  help: {
    audit: '列出、导出和校验审计事件：谁执行了什么操作，哪些被拒绝',
    list: '列出审计事件，最新的在前',
    limit: '条数（1到200）',
    since: '仅此时间之后的事件：日期（2026-03-01、2026-03-01T14:00Z）或时长（2h、30d）',
    until: '仅此时间之前的事件，格式同上',
    user: '仅此IAM用户的事件，用户名或ID',
    name: '仅此名称的事件，例如deleteDesktop',
    resource: '仅此ID的资源的事件',
    denied: '仅被拒绝和失败的事件',
    export: '以可校验的JSON Lines格式输出审计事件；请重定向到文件',
    exportHead: '保存有较早日志头的文件，用于证明此后日志只增不改',
    verify: '离线校验审计事件文件',
    verifyFile: '文件；-表示标准输入',
    keys: `可信公钥文件（${deskplane} receipt keys）；默认使用文件自带的公钥`,
    verifyHead: '保存有较早日志头的文件，此后日志必须只增不改',
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
