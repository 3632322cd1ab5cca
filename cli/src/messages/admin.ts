/** What is said of the account that runs the service, in English. */
export const adminEn = (deskplane: string) => ({
  help: {
    admin: 'look after the account that the service was made with',
    password: 'give the user of the credentials file a new password, and write it there',
    stdin: 'take the new password from standard input (default: a random one)',
    renew:
      'for a file that is lost or refused: a new password and access key, made here with the database and the master key, whether the service runs or not; the old ones are refused from then on',
  },
  changed: (user: string, path: string) => `${user} has a new password; it is in ${path}.`,
  tokensEnded: 'Tokens that were made with the old one have ended; access keys go on.',
  refused: (path: string) =>
    `the password in ${path} is not the one of the service. This makes new credentials: ${deskplane} admin password --renew`,
  unclear: (path: string, draft: string) =>
    `It is not known whether the password was changed. If ${path} is refused, take ${draft} in its place.`,
  notWritten: (path: string, why: string) => `${path} cannot be replaced: ${why}. Nothing was changed.`,
  noPassword: 'standard input holds no password: one line is expected.',
  eitherOr: 'give --stdin or --renew: renewed credentials are random.',
  warning:
    'The root user gets a new password and access key. The old password, every access key and every token of that user are refused from then on.',
  question: 'Type yes to renew: ',
  needsYes: 'nobody can be asked here. Nothing was changed. Add --yes to renew without being asked.',
  declined: 'Nothing was changed.',
  renewed: (user: string, path: string) => `${user} has a new password and access key; they are in ${path}.`,
});

/** The same in Chinese. */
export const adminZh = (deskplane: string): ReturnType<typeof adminEn> => ({
  help: {
    admin: '管理运行本服务的账号',
    password: '为凭证文件中的用户设置新密码，并写入该文件',
    stdin: '从标准输入读取新密码（默认：随机生成）',
    renew:
      '用于凭证文件丢失或失效时：在本机用数据库和主密钥生成新的密码和访问密钥，服务运行与否均可；此后旧的密码和密钥将被拒绝',
  },
  changed: (user, path) => `${user} 的新密码已写入 ${path}。`,
  tokensEnded: '用旧密码取得的 token 已失效；访问密钥仍然有效。',
  refused: (path) => `${path} 中的密码与服务中的不一致。生成新的凭证：${deskplane} admin password --renew`,
  unclear: (path, draft) => `无法得知密码是否已更改。如果 ${path} 被拒绝，请改用 ${draft}。`,
  notWritten: (path, why) => `无法替换 ${path}：${why}。未作任何更改。`,
  noPassword: '标准输入中没有密码：应为一行。',
  eitherOr: '--stdin 与 --renew 只能选一：重新生成的凭证是随机的。',
  warning: '根用户将获得新的密码和访问密钥。其旧密码、全部访问密钥和全部 token 此后将被拒绝。',
  question: '输入 yes 确认重新生成：',
  needsYes: '此处无法询问，未作任何更改。如需不经询问直接执行，请添加 --yes。',
  declined: '未作任何更改。',
  renewed: (user, path) => `${user} 的新密码和访问密钥已写入 ${path}。`,
});
