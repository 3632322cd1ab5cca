/** What is said of permissions and refusals, in English. */
export const permissionsEn = {
  help: {
    canI: 'tell whether a user may do something, and which policy decides; nothing is done',
    canIWords:
      'what: VERB and NOUN (delete desktop), an operation (DeleteDesktop) or an action (workspace:desktops:delete); then the ID or name of what it is done to',
    as: 'IAM user who is asked about, by name (default: the user of the credentials)',
    from: 'address that the call would come from, for policies with conditions on it',
    tag: 'tags that the call would give, each KEY or KEY=VALUE; may be repeated',
    enterpriseProject: 'ID of the enterprise project of what would be created',
    authorization: 'decode encrypted authorization messages, and rotate their key',
    decode: 'tell why a call was refused',
    decodeArgument: 'the encoded_authorization_message of the refusal; - for standard input',
    rotateKey:
      'encrypt refusals with a new key from now on; what the old one encrypted can be read for a day',
  },
  yes: (user: string, what: string, why: string) => `Yes: ${user} may do ${what}. ${why}`,
  no: (user: string, what: string, why: string) => `No: ${user} may not do ${what}. ${why}`,
  on: (what: string, id: string) => `${what} on ${id}`,
  accountRoot: 'The account itself may do everything.',
  signedIn: 'Being signed in is enough.',
  allows: (statement: string, policy: string) => `Statement ${statement} of policy ${policy} allows it.`,
  partOfList: 'Policies decide entry by entry what the list shows.',
  noneAllows: (action: string) => `No policy allows ${action}.`,
  denies: (statement: string, policy: string) => `Statement ${statement} of policy ${policy} denies it.`,
  needs: (action: string) => `It needs ${action} too, which no identity policy allows.`,
  needsDenied: (action: string, statement: string, policy: string) =>
    `It needs ${action} too, which statement ${statement} of policy ${policy} denies.`,
  disabled: 'The user is disabled.',
  titles: {
    action: 'ACTION',
    resource: 'RESOURCE',
    decision: 'DECISION',
    policy: 'POLICY',
    statement: 'STATEMENT',
  },
  decisions: {
    allowed: 'allowed',
    explicit_deny: 'denied',
    implicit_deny: 'not allowed',
    notNeeded: 'not needed',
  },
  values: 'Values that conditions were held against:',
  withheld: 'What the resource itself carries is not shown: these credentials may not look at it.',
  missingUser: (word: string) => `there is no desktop user ${word}.`,
  needsWhat: 'say what is to be done: a verb and a noun (delete desktop), an operation or an action.',
  tooMuch: (words: string) => `this was not expected: ${words}`,
  rotation: {
    warning:
      'Refusals will be encrypted with a new key from now on. Those of before can be read for a day, or until the key is changed again.',
    question: 'Type yes to change the key: ',
    needsYes:
      'nobody can be asked here. The key was not changed. Add --yes to change it without being asked.',
    declined: 'The key was not changed.',
  },
  rotated: (time: string) => `Refusals are encrypted with a new key. Older ones can be read until ${time}.`,
};

export type PermissionMessages = typeof permissionsEn;

/** The same in Chinese. */
export const permissionsZh: PermissionMessages = {
  help: {
    canI: '查询用户能否执行某操作，以及由哪条策略决定；不会执行任何操作',
    canIWords:
      '操作：动词和名词（delete desktop）、接口名（DeleteDesktop）或授权项（workspace:desktops:delete）；其后为对象的ID或名称',
    as: '要查询的IAM用户名（默认：凭证所属用户）',
    from: '假定的请求来源地址，用于判断对来源地址有条件限制的策略',
    tag: '假定请求所添加的标签，格式为KEY或KEY=VALUE；可重复',
    enterpriseProject: '待创建对象所属的企业项目ID',
    authorization: '查看加密的拒绝原因，以及更换其密钥',
    decode: '查看请求被拒绝的原因',
    decodeArgument: '拒绝响应中的encoded_authorization_message；- 表示标准输入',
    rotateKey: '此后使用新密钥加密拒绝原因；旧密钥加密的内容一天内仍可查看',
  },
  yes: (user, what, why) => `可以：${user} 可以执行 ${what}。${why}`,
  no: (user, what, why) => `不可以：${user} 不能执行 ${what}。${why}`,
  on: (what, id) => `${what}（对象 ${id}）`,
  accountRoot: '账号本身拥有全部权限。',
  signedIn: '登录即可执行。',
  allows: (statement, policy) => `策略 ${policy} 的语句 ${statement} 允许该操作。`,
  partOfList: '列表中显示哪些条目由策略逐条决定。',
  noneAllows: (action) => `没有策略允许 ${action}。`,
  denies: (statement, policy) => `策略 ${policy} 的语句 ${statement} 拒绝该操作。`,
  needs: (action) => `该操作还需要 ${action}，但没有身份策略允许。`,
  needsDenied: (action, statement, policy) =>
    `该操作还需要 ${action}，但被策略 ${policy} 的语句 ${statement} 拒绝。`,
  disabled: '该用户已停用。',
  titles: { action: '授权项', resource: '资源', decision: '结果', policy: '策略', statement: '语句' },
  decisions: {
    allowed: '允许',
    explicit_deny: '拒绝',
    implicit_deny: '未允许',
    notNeeded: '不需要',
  },
  values: '条件判断所用的值：',
  withheld: '未显示资源自身的值：当前凭证无权查看该资源。',
  missingUser: (word) => `没有桌面用户 ${word}。`,
  needsWhat: '请说明要执行的操作：动词和名词（delete desktop）、接口名或授权项。',
  tooMuch: (words) => `多余的参数：${words}`,
  rotation: {
    warning: '此后使用新密钥加密拒绝原因。此前的内容一天内仍可查看，但再次更换密钥后即不可查看。',
    question: '输入 yes 确认更换密钥：',
    needsYes: '此处无法询问，未更换密钥。如需不经询问直接更换，请添加 --yes。',
    declined: '未更换密钥。',
  },
  rotated: (time) => `已启用新密钥加密拒绝原因。此前的内容可查看至 ${time}。`,
};
