/** Texts about the account that runs the service, in English. */
export const adminEn = (deskplane: string) => ({
  help: {
    admin: 'manage the account and the IAM users who administer it',
    add: 'add an IAM user who may administer; a password made here is shown this once',
    name: 'name of the IAM user',
    email: 'email address of the IAM user',
    policies: 'identity policies by name; may be repeated (default: AdministratorAccessPolicy)',
    ofUser: 'IAM user to set a new password for (default: the user of the credentials file)',
    password:
      'set a new password for an IAM user, or for the user of the credentials file, and store that there',
    stdin: 'read the new password from standard input (default: a random one)',
    renew:
      'replace a lost or rejected file: create a new password and access key from the database and the master key, even while the service is stopped; the old ones are revoked immediately',
  },
  added: (user: string, policies: string) => `${user} is added, with ${policies}.`,
  passwordOnce: (password: string) => `Password, shown this once: ${password}`,
  reset: (user: string) => `${user} has a new password. Tokens issued with the old one are revoked.`,
  noUser: (user: string) => `there is no IAM user "${user}".`,
  noPolicy: (name: string, known: string) => `there is no identity policy "${name}". Available: ${known}`,
  notAttached: (user: string, policy: string, why: string) =>
    `${user} was created, but policy ${policy} was not attached: ${why}`,
  ofFile: `a log-in keeps no password to change. Name a user: ${deskplane} admin password USER; or use the credentials file: --credentials FILE.`,
  changed: (user: string, path: string) => `${user} has a new password, stored in ${path}.`,
  tokensEnded: 'Tokens issued with the old password are revoked. Access keys stay valid.',
  refused: (path: string) =>
    `the service rejects the password in ${path}. Renew the credentials: ${deskplane} admin password --renew`,
  unclear: (path: string, draft: string) =>
    `The password may have been changed: the service did not confirm it. If ${path} is rejected, use ${draft} instead.`,
  notWritten: (path: string, why: string) => `cannot replace ${path}: ${why}. Nothing was changed.`,
  noPassword: 'no password on standard input: one line is expected.',
  eitherOr: 'pass either --stdin or --renew: renewed credentials are random.',
  warning:
    'The root user gets a new password and access key. The old password, all access keys and all tokens of that user are revoked immediately.',
  question: 'Type yes to renew: ',
  needsYes:
    'Cannot ask for confirmation: there is no terminal. Nothing was changed. Pass --yes to skip the question.',
  declined: 'Nothing was changed.',
  renewed: (user: string, path: string) => `${user} has a new password and access key, stored in ${path}.`,
});

/** The same in Chinese. */
export const adminZh = (deskplane: string): ReturnType<typeof adminEn> => ({
  help: {
    admin: '管理服务自身的账号',
    add: '添加可管理账号的 IAM 用户；此处生成的密码仅显示这一次',
    name: 'IAM 用户名',
    email: 'IAM 用户的邮箱地址',
    policies: '身份策略名称，可重复（默认：AdministratorAccessPolicy）',
    ofUser: '要设置新密码的 IAM 用户（默认：凭证文件中的用户）',
    password: '为凭证文件中的用户设置新密码，并写入该文件',
    stdin: '从标准输入读取新密码（默认：随机生成）',
    renew:
      '替换丢失或失效的凭证文件：用数据库和主密钥生成新的密码和访问密钥，服务停止时也可执行；旧的密码和密钥立即撤销',
  },
  added: (user, policies) => `已添加 ${user}，策略：${policies}。`,
  passwordOnce: (password) => `密码（仅显示这一次）：${password}`,
  reset: (user) => `${user} 已有新密码。用旧密码签发的令牌已吊销。`,
  noUser: (user) => `没有 IAM 用户“${user}”。`,
  noPolicy: (name, known) => `没有身份策略“${name}”。可用：${known}`,
  notAttached: (user, policy, why) => `已创建 ${user}，但未能附加策略 ${policy}：${why}`,
  ofFile: `登录配置不保存密码，无从修改。请指定用户：${deskplane} admin password USER；或使用凭证文件：--credentials FILE。`,
  changed: (user, path) => `${user} 的新密码已写入 ${path}。`,
  tokensEnded: '用旧密码取得的 token 已撤销，访问密钥仍然有效。',
  refused: (path) => `服务拒绝 ${path} 中的密码。生成新的凭证：${deskplane} admin password --renew`,
  unclear: (path, draft) => `密码可能已更改：服务未予确认。如果 ${path} 被拒绝，请改用 ${draft}。`,
  notWritten: (path, why) => `无法替换 ${path}：${why}。未作任何更改。`,
  noPassword: '标准输入中没有密码：应为一行。',
  eitherOr: '--stdin 与 --renew 只能选一：重新生成的凭证是随机的。',
  warning: '根用户将获得新的密码和访问密钥。其旧密码、全部访问密钥和全部 token 将立即撤销。',
  question: '输入 yes 确认重新生成：',
  needsYes: '无法确认：没有终端。未作任何更改。使用 --yes 可跳过确认。',
  declined: '未作任何更改。',
  renewed: (user, path) => `${user} 的新密码和访问密钥已写入 ${path}。`,
});
