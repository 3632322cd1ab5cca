/**
 * Texts about desktop users, in English.
 * @param deskplane the command
 */
export const userEn = (deskplane: string) => ({
  help: {
    group: 'list, create, invite, lock, import, delete and erase desktop users',
    list: 'list desktop users',
    create: 'create a desktop user',
    newName: 'name of the new user',
    email: 'email address; without a password, this or --phone is required',
    phone: 'telephone number',
    description: 'description',
    expires: 'when the user expires, such as 2030-01-31T00:00:00Z (default: never)',
    stdin: 'read a password from standard input; the user is active with it at once',
    invite: 'mail a desktop user the link to choose a password; with --email, create the user first',
    invited: 'name of the new user; name or ID of one who exists',
    inviteEmail: 'email address of a user who does not exist yet',
    reset: 'take the password away from a user who has one; the sessions end, and the screens close',
    password:
      'give a desktop user a random password, shown this once; the sessions end, and the screens close',
    byMail: 'mail the user the link to choose one instead; nobody else learns it',
    lock: 'lock a desktop user out of the desk, and close the screens',
    unlock: 'let a locked desktop user in again, also after too many wrong passwords',
    oneUser: 'name or ID of the desktop user',
    import: 'create up to 1000 desktop users from a CSV file; nobody is created unless every row is valid',
    file: 'CSV file (- for standard input) in UTF-8 or GBK, with a row of titles: user_name, user_email, user_phone, password, description, account_expires, alias_name',
    export:
      'write desktop users as a CSV file that spreadsheets open and user import takes; passwords are not in it',
    exportName: 'only users whose name contains this, in any case',
    exportGroup: 'only users of this group: name or ID',
    output: 'file to write, readable for its owner alone (default: standard output); one that exists stays',
    template: 'write a CSV file to fill in with desktop users, for user import',
    withPassword: 'with a column for passwords',
    dryRun: 'check the file and show who would be created',
    skipExisting: 'leave out rows of users who exist',
    delete: 'delete desktop users who have no desktop: all of them, or none if one cannot go',
    users: 'IDs or names of desktop users',
    erase:
      "permanently remove all names and addresses of a deleted desktop user, and the names of the user's deleted desktops",
    user: 'ID or former name of the desktop user',
  },
  noUsers: 'There are no desktop users.',
  created: (name: string, id: string) => `${name} is created: ${id}`,
  invitedTo: (email: string) => `A mail to ${email} brings the link to choose a password.`,
  notInvited: (name: string) =>
    `${name} has no password and cannot sign in yet. Give one: ${deskplane} user password ${name}, or set DESKPLANE_PUBLIC_URL and an address, and invite: ${deskplane} user invite ${name}`,
  titles: {
    name: 'NAME',
    email: 'EMAIL',
    phone: 'PHONE',
    description: 'DESCRIPTION',
    desktops: 'DESKTOPS',
    state: 'STATE',
    id: 'ID',
  },
  states: {
    active: 'active',
    disabled: 'disabled',
    locked: 'locked',
    expired: 'expired',
    invited: 'invited',
    kept: 'no password, invitation in a file',
    lapsed: 'no password, invitation expired',
    undeliverable: 'no password, invitation undeliverable',
    none: 'no password',
  },
  mailKept: 'There is no mail server (SMTP_URL): the mail is kept as a file, and nobody has got it.',
  invite: {
    created: (name: string, email: string) =>
      `${name} is created. The link to choose a password goes to ${email}.`,
    invited: (name: string) =>
      `The link to choose a password is mailed to ${name}. Earlier links no longer work.`,
    exists: (name: string) => `${name} exists. To invite the user again, leave --email out.`,
    notInvited: (name: string) =>
      `${name} is created, but has no password and was not invited: the service does not know its own address. Set DESKPLANE_PUBLIC_URL, then run it again without --email; or give a password: ${deskplane} user password ${name}`,
  },
  password: {
    done: (name: string) =>
      `${name} has a new password, and has to choose another one at the next sign-in, unless that is not allowed.`,
    given: (name: string) =>
      `${name} was to choose the password by mail. From now on the administrator gives it (ADMIN_ACTIVATE).`,
  },
  lock: {
    locked: (name: string) => `${name} is locked.`,
    unlocked: (name: string) => `${name} is unlocked.`,
  },
  delete: {
    warning: (names: string) => `These desktop users will be deleted: ${names}`,
    question: 'Type yes to delete: ',
    needsYes:
      'Cannot ask for confirmation: there is no terminal. Nobody was deleted. Pass --yes to skip the question.',
    declined: 'Nobody was deleted.',
    done: (names: string) => `Deleted: ${names}`,
  },
  export: {
    written: (file: string) => `Written to ${file}.`,
  },
  import: {
    unread: (titles: string) => `Columns that are not imported: ${titles}`,
    unreadable: (file: string, why: string) => `cannot read ${file}: ${why}`,
    encoding: 'the file is neither UTF-8 nor GBK text. Save it as "CSV UTF-8".',
    broken: (why: string) => `the file is not CSV: ${why}`,
    unknownColumn: (title: string, known: string) => `the column "${title}" is unknown. Known are: ${known}`,
    columnTwice: (field: string) => `there are two columns of ${field}.`,
    noNames: (known: string) => `the first row has no column user_name. Known titles are: ${known}`,
    noRows: 'the file has no rows below its titles.',
    tooLarge: (megabytes: number, max: number) =>
      `the file has ${megabytes} MB; a table of users has ${max} MB at most, so this is another file.`,
    tooManyRows: (rows: number, max: number) => `the file has ${rows} rows; ${max} are allowed at once.`,
    tooManyCells: (columns: number) => `has more cells than the ${columns} columns`,
    noName: 'is empty',
    twice: (name: string, row: number) => `${name} is in row ${row} already`,
    exists: (name: string) => `a user ${name} exists (see --skip-existing)`,
    titles: { row: 'ROW', column: 'COLUMN', reason: 'WHAT IS WRONG' },
    refused: (faults: number) =>
      `Nobody was created: ${faults === 1 ? 'one cell or row is' : `${faults} cells or rows are`} wrong.`,
    preview: (users: number, skipped: number) =>
      `${users} ${users === 1 ? 'user' : 'users'} would be created${skipped === 0 ? '' : `, ${skipped} exist`}. Nobody was created.`,
    progress: (done: number, total: number) => `Creating users: ${done} of ${total}`,
    patience: (seconds: number, done: number, total: number) =>
      `Creating users: ${done} of ${total}; the service asks to wait ${seconds} s`,
    stopped: (row: number, why: string, done: number, total: number) =>
      `row ${row}: ${why} ${done} of ${total} users were created. Correct the cause, then run it again with --skip-existing.`,
    created: (users: number, skipped: number) =>
      `${users} ${users === 1 ? 'user is' : 'users are'} created${skipped === 0 ? '' : `, ${skipped} existed`}.`,
    invited: (users: number) => `Mails with the link to choose a password: ${users}.`,
    notInvited: (users: number) =>
      `Without a password, and not invited: ${users}. The service does not know its own address (DESKPLANE_PUBLIC_URL), or they have no address.`,
  },
  warning: (user: string) =>
    `All names and addresses of ${user} will be removed permanently. Receipts stay valid, but can no longer reveal the name.`,
  question: 'Type yes to erase: ',
  needsYes:
    'Cannot ask for confirmation: there is no terminal. Nothing was erased. Pass --yes to skip the question.',
  declined: 'Nothing was erased.',
  done: (id: string) => `Erased. Only the ID ${id} is left of the user.`,
  nothingLeft: (id: string) => `The user ${id} has no personal data left to erase.`,
  unknown: (user: string) => `there is no record of a desktop user "${user}".`,
});

/** The same in Chinese. */
export const userZh = (deskplane: string): ReturnType<typeof userEn> => ({
  help: {
    group: '列出、创建、邀请、锁定、导入、删除和抹除桌面用户',
    list: '列出桌面用户',
    create: '创建桌面用户',
    newName: '新用户的名称',
    email: '邮箱地址；未提供密码时，邮箱和 --phone 至少填一个',
    phone: '电话号码',
    description: '描述',
    expires: '用户何时到期，例如 2030-01-31T00:00:00Z（默认：永不）',
    stdin: '从标准输入读取密码；用户随即激活',
    invite: '向桌面用户发送设置密码的链接；带 --email 时先创建用户',
    invited: '新用户的名称，或已有用户的名称或 ID',
    inviteEmail: '尚不存在的用户的邮箱地址',
    reset: '清除已有密码的用户的密码；其会话结束，画面关闭',
    password: '给桌面用户随机密码，仅显示这一次；其会话结束，画面关闭',
    byMail: '改为向用户发送设置密码的链接；其他人不会知道密码',
    lock: '锁定桌面用户，并关闭其画面',
    unlock: '解锁桌面用户，包括多次输错密码之后',
    oneUser: '桌面用户的名称或 ID',
    import: '从 CSV 文件创建最多 1000 个桌面用户；只有每一行都有效才会创建',
    file: 'UTF-8 或 GBK 编码的 CSV 文件（- 表示标准输入），首行为标题：用户名、邮箱、手机号、密码、描述、到期时间、别名',
    export: '将桌面用户写为 CSV 文件，电子表格可以打开，user import 可以导入；不含密码',
    exportName: '仅名称包含该内容的用户，不区分大小写',
    exportGroup: '仅该用户组中的用户：名称或 ID',
    output: '要写入的文件，仅其所有者可读（默认：标准输出）；不覆盖已有文件',
    template: '写出供填写桌面用户的 CSV 文件，用于 user import',
    withPassword: '含密码列',
    dryRun: '只检查文件并显示将创建的用户',
    skipExisting: '跳过已存在的用户所在的行',
    delete: '删除没有桌面的桌面用户：全部删除；若有一个不能删除则全部保留',
    users: '桌面用户的 ID 或名称',
    erase: '永久移除已删除桌面用户的所有名称和地址，以及其已删除桌面的名称',
    user: '桌面用户的 ID，或其曾用的名称',
  },
  noUsers: '没有桌面用户。',
  created: (name, id) => `已创建 ${name}：${id}`,
  invitedTo: (email) => `发往 ${email} 的邮件中有设置密码的链接。`,
  notInvited: (name) =>
    `${name} 没有密码，还不能登录。给出密码：${deskplane} user password ${name}；或设置 DESKPLANE_PUBLIC_URL 和邮箱地址后邀请：${deskplane} user invite ${name}`,
  titles: {
    name: '名称',
    email: '邮箱',
    phone: '电话',
    description: '描述',
    desktops: '桌面数',
    state: '状态',
    id: 'ID',
  },
  states: {
    active: '正常',
    disabled: '已停用',
    locked: '已锁定',
    expired: '已过期',
    invited: '已邀请',
    kept: '无密码，邀请在文件中',
    lapsed: '无密码，邀请已过期',
    undeliverable: '无密码，邀请无法送达',
    none: '无密码',
  },
  mailKept: '没有邮件服务器（SMTP_URL）：邮件存为文件，没有人收到。',
  invite: {
    created: (name, email) => `已创建 ${name}。设置密码的链接将发送至 ${email}。`,
    invited: (name) => `设置密码的链接将发送给 ${name}。此前的链接不再有效。`,
    exists: (name) => `${name} 已存在。如需重新邀请，请省略 --email。`,
    notInvited: (name) =>
      `已创建 ${name}，但没有密码，也未发出邀请：服务不知道自身的地址。请设置 DESKPLANE_PUBLIC_URL，然后不带 --email 重新运行；或给出密码：${deskplane} user password ${name}`,
  },
  password: {
    done: (name) => `${name} 有了新密码，下次登录时须另设密码（不允许修改密码的用户除外）。`,
    given: (name) => `${name} 原本通过邮件设置密码，从现在起由管理员给出（ADMIN_ACTIVATE）。`,
  },
  lock: {
    locked: (name) => `${name} 已锁定。`,
    unlocked: (name) => `${name} 已解锁。`,
  },
  delete: {
    warning: (names) => `将删除以下桌面用户：${names}`,
    question: '输入 yes 确认删除：',
    needsYes: '无法确认：没有终端。未删除任何用户。使用 --yes 可跳过确认。',
    declined: '未删除任何用户。',
    done: (names) => `已删除：${names}`,
  },
  export: {
    written: (file) => `已写入 ${file}。`,
  },
  import: {
    unread: (titles) => `以下列不会导入：${titles}`,
    unreadable: (file, why) => `无法读取 ${file}：${why}`,
    encoding: '文件既不是 UTF-8 也不是 GBK 文本。请另存为“CSV UTF-8”。',
    broken: (why) => `文件不是 CSV：${why}`,
    unknownColumn: (title, known) => `未知的列“${title}”。可用的列：${known}`,
    columnTwice: (field) => `${field} 有两列。`,
    noNames: (known) => `首行没有“用户名”列（user_name）。可用的标题：${known}`,
    noRows: '标题下面没有任何行。',
    tooLarge: (megabytes, max) => `文件有 ${megabytes} MB，用户表最多 ${max} MB，请检查是否选错了文件。`,
    tooManyRows: (rows, max) => `文件有 ${rows} 行，一次最多 ${max} 行。`,
    tooManyCells: (columns) => `单元格多于 ${columns} 列`,
    noName: '为空',
    twice: (name, row) => `${name} 已在第 ${row} 行出现`,
    exists: (name) => `用户 ${name} 已存在（参见 --skip-existing）`,
    titles: { row: '行', column: '列', reason: '问题' },
    refused: (faults) => `未创建任何用户：有 ${faults} 处错误。`,
    preview: (users, skipped) =>
      `将创建 ${users} 个用户${skipped === 0 ? '' : `，${skipped} 个已存在`}。尚未创建任何用户。`,
    progress: (done, total) => `正在创建用户：${done}/${total}`,
    patience: (seconds, done, total) => `正在创建用户：${done}/${total}；服务要求等待 ${seconds} 秒`,
    stopped: (row, why, done, total) =>
      `第 ${row} 行：${why} 已创建 ${total} 个用户中的 ${done} 个。请排除原因后加 --skip-existing 重新运行。`,
    created: (users, skipped) => `已创建 ${users} 个用户${skipped === 0 ? '' : `，${skipped} 个原已存在`}。`,
    invited: (users) => `带设置密码链接的邮件：${users} 封。`,
    notInvited: (users) =>
      `没有密码且未被邀请：${users} 个。服务不知道自身的地址（DESKPLANE_PUBLIC_URL），或他们没有邮箱地址。`,
  },
  warning: (user) => `将永久移除 ${user} 的所有名称和地址。删除回执仍然有效，但无法再从中得知其身份。`,
  question: '输入 yes 确认抹除：',
  needsYes: '无法确认：没有终端。未抹除任何内容。使用 --yes 可跳过确认。',
  declined: '未抹除任何内容。',
  done: (id) => `已抹除，仅保留该用户的 ID ${id}。`,
  nothingLeft: (id) => `用户 ${id} 没有可抹除的内容。`,
  unknown: (user) => `没有关于桌面用户“${user}”的记录。`,
});
