/** Texts about the account that runs the service, in English. */
export const adminEn = (deskplane: string) => ({
  help: {
    admin: 'manage the account of the service itself',
    password: 'set a new password for the user of the credentials file, and store it there',
    stdin: 'read the new password from standard input (default: a random one)',
    renew:
      'replace a lost or rejected file: create a new password and access key from the database and the master key, even while the service is stopped; the old ones are revoked immediately',
  },
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
    password: '为凭证文件中的用户设置新密码，并写入该文件',
    stdin: '从标准输入读取新密码（默认：随机生成）',
    renew:
      '替换丢失或失效的凭证文件：用数据库和主密钥生成新的密码和访问密钥，服务停止时也可执行；旧的密码和密钥立即撤销',
  },
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
