/** Texts about permissions and denied requests, in English. */
export const permissionsEn = {
  help: {
    canI: 'check whether a user may do something, and which policy decides; nothing is executed',
    canIWords:
      'VERB and NOUN (delete desktop), an operation (DeleteDesktop) or an action (workspace:desktops:delete); then the ID or name of the target',
    as: 'name of the IAM user to check (default: the user of the credentials)',
    from: 'source address of the request, for policies with a condition on it',
    tag: 'tags in the request, each KEY or KEY=VALUE; may be repeated',
    enterpriseProject: 'ID of the enterprise project of the new resource',
    authorization: 'decode authorization messages, and rotate their key',
    decode: 'show why a request was denied',
    decodeArgument: 'the encoded_authorization_message of the error; - for standard input',
    rotateKey: 'encrypt authorization messages with a new key; older messages stay readable for one day',
  },
  yes: (user: string, what: string, why: string) => `Yes: ${user} may do ${what}. ${why}`,
  no: (user: string, what: string, why: string) => `No: ${user} may not do ${what}. ${why}`,
  on: (what: string, id: string) => `${what} on ${id}`,
  accountRoot: 'The account itself may do everything.',
  signedIn: 'Every authenticated user may do it.',
  allows: (statement: string, policy: string) => `Statement ${statement} of policy ${policy} allows it.`,
  partOfList: 'Policies decide for each entry of the list.',
  noneAllows: (action: string) => `No policy allows ${action}.`,
  denies: (statement: string, policy: string) => `Statement ${statement} of policy ${policy} denies it.`,
  needs: (action: string) => `It also needs ${action}, but no identity policy allows that.`,
  needsDenied: (action: string, statement: string, policy: string) =>
    `It also needs ${action}, but statement ${statement} of policy ${policy} denies that.`,
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
  values: 'Values used to evaluate the conditions:',
  withheld: 'The attributes of the resource are not shown: these credentials may not read it.',
  missingUser: (word: string) => `there is no desktop user ${word}.`,
  unknown: {
    operation: (typed: string, nearest: readonly string[], others: readonly string[]) =>
      [
        `there is no "${typed}" to ask about. Nearest: ${nearest.join(', ')}.`,
        ...(others.length === 0
          ? []
          : [`Also: ${others.join(', ')}; or any operation or action of the API.`]),
      ].join('\n'),
    action: (typed: string, nearest: string) =>
      `No call of this service needs ${typed}. Nearest: ${nearest}. The answer only says what policies would make of it.`,
  },
  desktopUser: (name: string) =>
    `${name} is a desktop user, not an IAM user. Policies say nothing about desktop users: they cannot call the API at all. Signed in at ` +
    '/desk, each may see, start, stop, restart and open the desktops assigned to them, and change the own password; nothing else.',
  tooMuch: (words: string) => `unexpected arguments: ${words}`,
  rotation: {
    warning:
      'A new key will encrypt authorization messages. Older messages stay readable for one day, or until the next rotation.',
    question: 'Type yes to rotate the key: ',
    needsYes:
      'Cannot ask for confirmation: there is no terminal. The key was not rotated. Pass --yes to skip the question.',
    declined: 'The key was not rotated.',
  },
  rotated: (time: string) =>
    `A new key encrypts authorization messages. Older messages stay readable until ${time}.`,
};

export type PermissionMessages = typeof permissionsEn;

/** The same in Chinese. */
export const permissionsZh: PermissionMessages = {
  help: {
    canI: '查询用户能否执行某操作，以及由哪条策略决定；不会执行任何操作',
    canIWords:
      '动词和名词（delete desktop）、接口名（DeleteDesktop）或授权项（workspace:desktops:delete）；其后为对象的ID或名称',
    as: '要查询的IAM用户名（默认：凭证所属用户）',
    from: '假定的请求来源地址，用于判断对来源地址有条件限制的策略',
    tag: '假定请求所添加的标签，格式为KEY或KEY=VALUE；可重复',
    enterpriseProject: '待创建对象所属的企业项目ID',
    authorization: '解密拒绝原因，以及轮换其密钥',
    decode: '查看请求被拒绝的原因',
    decodeArgument: '拒绝响应中的encoded_authorization_message；- 表示标准输入',
    rotateKey: '使用新密钥加密拒绝原因；旧密钥加密的内容一天内仍可查看',
  },
  yes: (user, what, why) => `可以：${user} 可以执行 ${what}。${why}`,
  no: (user, what, why) => `不可以：${user} 不能执行 ${what}。${why}`,
  on: (what, id) => `${what}（对象 ${id}）`,
  accountRoot: '账号本身拥有全部权限。',
  signedIn: '所有已登录的用户均可执行。',
  allows: (statement, policy) => `策略 ${policy} 的语句 ${statement} 允许该操作。`,
  partOfList: '策略逐条决定列表中显示的条目。',
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
  withheld: '未显示资源的属性：当前凭证无权查看该资源。',
  missingUser: (word) => `没有桌面用户 ${word}。`,
  unknown: {
    operation: (typed, nearest, others) =>
      [
        `没有“${typed}”这一操作。最接近的有：${nearest.join('、')}。`,
        ...(others.length === 0 ? [] : [`还有：${others.join('、')}；也可以使用 API 的接口名或授权项。`]),
      ].join('\n'),
    action: (typed, nearest) =>
      `本服务的任何接口都不需要 ${typed}。最接近的是：${nearest}。以下回答只说明策略会如何判断。`,
  },
  desktopUser: (name) =>
    `${name} 是桌面用户，不是 IAM 用户。策略与桌面用户无关：他们完全不能调用 API。在 /desk 登录后，每个桌面用户可以查看、启动、关闭、重启和打开分配给自己的桌面，` +
    '并修改自己的密码，此外什么都不能做。',
  tooMuch: (words) => `多余的参数：${words}`,
  rotation: {
    warning: '此后使用新密钥加密拒绝原因。此前的内容一天内仍可查看，再次轮换密钥后不可查看。',
    question: '输入 yes 确认轮换密钥：',
    needsYes: '无法确认：没有终端。未轮换密钥。使用 --yes 可跳过确认。',
    declined: '未轮换密钥。',
  },
  rotated: (time) => `已启用新密钥加密拒绝原因。此前的内容可查看至 ${time}。`,
};
