/** Texts about log-ins and profiles, in English. */
export const loginEn = (deskplane: string) => ({
  help: {
    login: 'sign in to a service, and keep an access key for a day',
    url: 'address of the service, such as https://desktops.example.com',
    account: 'name of the account',
    user: 'name of the IAM user',
    project: 'project by name or ID, if the account has several',
    ca: 'certificates in PEM to trust for this service',
    stdin: 'read the password from standard input (default: DESKPLANE_PASSWORD, or a question)',
    insecure: 'send the password without https to another machine',
    logout: 'revoke the access key of a profile and delete it',
    profile: 'profile of a log-in to use (default: DESKPLANE_PROFILE, or the one in use)',
    group: 'show, choose and delete the profiles of log-ins',
    list: 'list profiles',
    use: 'use a profile from now on',
    show: 'show a profile, without its secrets',
    delete: 'delete profiles without asking the service; their keys end by themselves',
    name: 'name of a profile',
    names: 'names of profiles',
  },
  askUrl: (usual: string) => `Address of the service [${usual}]: `,
  askAccount: (usual: string) => (usual === '' ? 'Account: ' : `Account [${usual}]: `),
  askUser: (usual: string) => (usual === '' ? 'User: ' : `User [${usual}]: `),
  askPassword: 'Password: ',
  askProject: (names: string) => `Project (${names}): `,
  badUrl: (text: string) =>
    `"${text}" is not the address of a service. Example: https://desktops.example.com`,
  urlWithMore:
    'the address of a service holds no user, password, "?" or "#": pass --user, and the password by --stdin or DESKPLANE_PASSWORD. Example: https://desktops.example.com',
  nothingThere: (endpoint: string) =>
    `nothing of Deskplane is at ${endpoint}. Pass the address of the service without the path of a call, such as https://desktops.example.com.`,
  insecure: (endpoint: string) =>
    `${endpoint} is another machine and not https: everybody on the way could read the password. Use https, or pass --insecure.`,
  needsAnswers:
    'there is no terminal to ask on: pass --url, --account, --user, and the password by --stdin or DESKPLANE_PASSWORD.',
  wrong: (why: string) => `signing in failed: ${why}`,
  badCa: (path: string, why: string) => `cannot read certificates from ${path}: ${why}`,
  noCertificate: 'it holds no certificate in PEM',
  noProjects: 'the account has no project.',
  whichProject: (names: string) => `choose a project with --project: ${names}`,
  done: (user: string, endpoint: string, profile: string, until: string) =>
    `Signed in as ${user} at ${endpoint}. Profile ${profile}, until ${until}.`,
  out: (profile: string) => `Profile ${profile} is deleted, its access key and token are revoked.`,
  outLocally: (profile: string, until: string) =>
    `Profile ${profile} is deleted, but the service did not confirm that its key is revoked. It ends by itself at ${until}.`,
  rejected: (refusal: string, profile: string) =>
    `${refusal}. Sign in again: ${deskplane} login --profile ${profile}`,
  expired: (profile: string) =>
    `the log-in of profile ${profile} has expired. Sign in again: ${deskplane} login --profile ${profile}`,
  noProfile: (name: string) => `there is no profile "${name}". Sign in: ${deskplane} login --profile ${name}`,
  noneInUse: `no profile is in use. Name one with --profile; see: ${deskplane} profile list`,
  eitherOr: 'pass either --credentials or --profile.',
  badName: (name: string) =>
    `"${name}" cannot be a profile's name: letters, digits, ".", "_" and "-", at most 64, beginning with a letter or digit.`,
  open: (path: string) =>
    `${path} can be read or changed by others, so it is not used. Allow only yourself: chmod go= ${path}`,
  foreign: (path: string) => `${path} belongs to another user, so it is not used.`,
  using: (name: string) => `Profile ${name} is in use.`,
  deleted: (name: string) => `Profile ${name} is deleted.`,
  noProfiles: `There are no profiles. Sign in with: ${deskplane} login`,
  titles: {
    name: 'PROFILE',
    inUse: 'IN USE',
    user: 'USER',
    account: 'ACCOUNT',
    endpoint: 'SERVICE',
    until: 'UNTIL',
  },
  facts: {
    endpoint: 'Service',
    account: 'Account',
    user: 'User',
    project: 'Project',
    until: 'Until',
    file: 'File',
  },
  ended: 'expired',
  broken: 'broken',
});

/** The same in Chinese. */
export const loginZh = (deskplane: string): ReturnType<typeof loginEn> => ({
  help: {
    login: '登录某个服务，并保存有效期一天的访问密钥',
    url: '服务地址，例如 https://desktops.example.com',
    account: '账号名',
    user: 'IAM 用户名',
    project: '账号有多个项目时，按名称或 ID 选择项目',
    ca: '访问该服务时信任的 PEM 证书',
    stdin: '从标准输入读取密码（默认：DESKPLANE_PASSWORD，或询问）',
    insecure: '不使用 https 也向其他机器发送密码',
    logout: '吊销配置的访问密钥并删除该配置',
    profile: '使用哪个登录配置（默认：DESKPLANE_PROFILE，或当前使用的配置）',
    group: '查看、选择和删除登录配置',
    list: '列出配置',
    use: '从现在起使用某个配置',
    show: '显示配置，不含其中的密钥',
    delete: '直接删除配置，不询问服务；其密钥到期自动失效',
    name: '配置名称',
    names: '配置名称',
  },
  askUrl: (usual) => `服务地址 [${usual}]：`,
  askAccount: (usual) => (usual === '' ? '账号：' : `账号 [${usual}]：`),
  askUser: (usual) => (usual === '' ? '用户：' : `用户 [${usual}]：`),
  askPassword: '密码：',
  askProject: (names) => `项目（${names}）：`,
  badUrl: (text) => `“${text}”不是服务地址。示例：https://desktops.example.com`,
  urlWithMore:
    '服务地址不含用户、密码、“?”或“#”：请用 --user 指定用户，并通过 --stdin 或 DESKPLANE_PASSWORD 提供密码。示例：https://desktops.example.com',
  nothingThere: (endpoint) =>
    `${endpoint} 处没有 Deskplane。请给出服务地址，不含调用的路径，例如 https://desktops.example.com。`,
  insecure: (endpoint) =>
    `${endpoint} 是另一台机器且未使用 https：途中任何人都能读到密码。请使用 https，或加 --insecure。`,
  needsAnswers:
    '没有可供询问的终端：请给出 --url、--account、--user，并通过 --stdin 或 DESKPLANE_PASSWORD 提供密码。',
  wrong: (why) => `登录失败：${why}`,
  badCa: (path, why) => `无法从 ${path} 读取证书：${why}`,
  noCertificate: '其中没有 PEM 证书',
  noProjects: '该账号没有项目。',
  whichProject: (names) => `请用 --project 选择项目：${names}`,
  done: (user, endpoint, profile, until) =>
    `已以 ${user} 的身份登录 ${endpoint}。配置 ${profile}，有效期至 ${until}。`,
  out: (profile) => `配置 ${profile} 已删除，其访问密钥和令牌已吊销。`,
  outLocally: (profile, until) =>
    `配置 ${profile} 已删除，但服务未确认其密钥已吊销。该密钥将于 ${until} 自动失效。`,
  rejected: (refusal, profile) => `${refusal}。请重新登录：${deskplane} login --profile ${profile}`,
  expired: (profile) => `配置 ${profile} 的登录已过期。请重新登录：${deskplane} login --profile ${profile}`,
  noProfile: (name) => `没有配置“${name}”。请登录：${deskplane} login --profile ${name}`,
  noneInUse: `没有使用中的配置。请用 --profile 指定；查看：${deskplane} profile list`,
  eitherOr: '--credentials 和 --profile 只能使用一个。',
  badName: (name) =>
    `“${name}”不能作为配置名称：只能用字母、数字、“.”、“_”和“-”，最多 64 个字符，以字母或数字开头。`,
  open: (path) => `其他用户可以读取或修改 ${path}，因此不予使用。请仅允许自己访问：chmod go= ${path}`,
  foreign: (path) => `${path} 属于其他用户，因此不予使用。`,
  using: (name) => `正在使用配置 ${name}。`,
  deleted: (name) => `配置 ${name} 已删除。`,
  noProfiles: `没有配置。登录：${deskplane} login`,
  titles: {
    name: '配置',
    inUse: '使用中',
    user: '用户',
    account: '账号',
    endpoint: '服务',
    until: '有效期至',
  },
  facts: {
    endpoint: '服务',
    account: '账号',
    user: '用户',
    project: '项目',
    until: '有效期至',
    file: '文件',
  },
  ended: '已过期',
  broken: '已损坏',
});
