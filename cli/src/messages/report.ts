/** Texts of `deskplane report`, in English. */
export const reportEn = {
  help: {
    report: 'show everything about one desktop user: desktops, deletions with receipts, mails, connections',
    user: 'ID or name of the desktop user, also of a deleted one',
  },
  progress: (done: number, total: number) => `Reading deletions: ${done} of ${total}`,
  unknown: (user: string) => `there is no desktop user "${user}", and none is in any deletion.`,
  several: (user: string, ids: string) => `several deleted users had the name "${user}"; use an ID: ${ids}`,
  none: '  none',
  erased: '(erased)',
  deleted: 'deleted',
  present: 'exists',
  unsigned:
    'The report as a whole is not signed. With --json it holds the receipts, and each of them can be verified by itself.',
  facts: { user: 'User', email: 'Email', phone: 'Phone', state: 'State', made: 'Made' },
  sections: {
    desktops: 'Desktops',
    deletions: 'Deleted desktops',
    mails: 'Mails',
    connections: 'Connections to screens',
  },
  titles: {
    desktop: 'DESKTOP',
    state: 'STATE',
    since: 'SINCE',
    until: 'UNTIL',
    accepted: 'ACCEPTED',
    completed: 'COMPLETED',
    by: 'BY',
    recipient: 'RECIPIENT',
    queued: 'QUEUED',
    sent: 'SENT',
    from: 'FROM',
    id: 'DESKTOP ID',
  },
};

/** The same in Chinese. */
export const reportZh: typeof reportEn = {
  help: {
    report: '显示一个桌面用户的全部信息：桌面、删除记录及回执、邮件、连接',
    user: '桌面用户的 ID 或名称，也可以是已删除的用户',
  },
  progress: (done, total) => `正在读取删除记录：${done}/${total}`,
  unknown: (user) => `没有桌面用户“${user}”，任何删除记录中也没有。`,
  several: (user, ids) => `有多个已删除的用户名为“${user}”，请使用 ID：${ids}`,
  none: '  无',
  erased: '（已抹除）',
  deleted: '已删除',
  present: '存在',
  unsigned: '报告整体未签名。使用 --json 时包含删除回执，每份回执均可单独验证。',
  facts: { user: '用户', email: '邮箱', phone: '电话', state: '状态', made: '生成' },
  sections: {
    desktops: '桌面',
    deletions: '已删除的桌面',
    mails: '邮件',
    connections: '桌面画面的连接',
  },
  titles: {
    desktop: '桌面',
    state: '状态',
    since: '开始时间',
    until: '结束时间',
    accepted: '受理时间',
    completed: '完成时间',
    by: '操作者',
    recipient: '收件人',
    queued: '排队时间',
    sent: '发送时间',
    from: '来源地址',
    id: '桌面 ID',
  },
};
