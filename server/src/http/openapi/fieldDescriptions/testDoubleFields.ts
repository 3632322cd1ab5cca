import type { FieldTexts } from './fieldText.js';

/** What tests say to a test double. */
export const testDoubleFields: FieldTexts = {
  'MoveClock.move_by_seconds': ['By how many seconds. This, or set_to.', '拨快多少秒。与set_to二选一。'],
  'MoveClock.set_to': [
    'To which time, to the second; with Z or an offset. Later than what the clock shows.',
    '拨到哪个时间，精确到秒，须带Z或时区偏移，且晚于时钟当前所示。',
  ],
  'CreateFault.effect': [
    'delay: it waits; error: it is refused and nothing happens; cut: the connection ends before anything happens; lost_answer: all happens and the answer is lost; no_effect: the engine says yes and does nothing; stuck: a disk does not go; delete_failed: the deletion of the desktop fails.',
    'delay：延迟；error：被拒绝，不产生任何效果；cut：在产生效果之前断开连接；lost_answer：已生效但应答丢失；no_effect：引擎应答成功却什么也不做；stuck：磁盘删不掉；delete_failed：桌面删除失败。',
  ],
  'CreateFault.operation': [
    'ID of the operation whose calls it is for. Needed, or engine_call; of stuck and delete_failed neither.',
    '作用于哪个操作的调用（操作ID）。与engine_call二选一；stuck和delete_failed均不填写。',
  ],
  engine_call: ['The call to the engine that it is for.', '作用于对引擎的哪种调用。'],
  'CreateFault.kind': [
    'Only for items of this kind. Omitted: any; of stuck volume.',
    '仅作用于该类资源。省略则不限；stuck默认为volume。',
  ],
  'CreateFault.item_id': [
    "Only for this item: its own ID or the engine's.",
    '仅作用于该资源：其自身的ID或引擎中的ID。',
  ],
  'CreateFault.status': [
    'HTTP status that is answered. Omitted: the one of error_code.',
    '应答的HTTP状态码。省略则由error_code决定。',
  ],
  'CreateFault.error_code': [
    'Error code that is answered, one of ListErrorCodes. Omitted: a usual one of the status.',
    '应答的错误码，见ListErrorCodes。省略则为该状态码常用的错误码。',
  ],
  'CreateFault.reason': [
    'What the engine says is wrong. Omitted: internal.',
    '引擎所报告的错误。省略则为internal。',
  ],
  delay_ms: ['How long the call waits before, in milliseconds.', '调用事先等待的时间，单位毫秒。'],
  'CreateFault.times': [
    'How many calls it strikes. Omitted: 1, or see rate.',
    '作用于多少次调用。省略则为1，或见rate。',
  ],
  'CreateFault.rate': ['Share of the calls that it strikes; 1: every one.', '作用于调用的比例；1为每一次。'],
  'CreateFault.seed': [
    'Which calls a rate strikes follows from it. Omitted: 1.',
    'rate作用于哪些调用由该种子决定。省略则为1。',
  ],
  'LoadFixtures.users': [
    'Desktop users, each name once. Those of that name who are there stay, and the answer leaves them out.',
    '桌面用户，用户名不能重复。已有的同名用户保持不变，不在应答中列出。',
  ],
  'LoadFixtures.users.name': ['Name of the desktop user.', '桌面用户名。'],
  'LoadFixtures.users.email': ['Mail address of the user.', '用户的邮箱。'],
  'LoadFixtures.desktops': ['Desktops, with small Linux as a default.', '桌面，默认为小规格的Linux桌面。'],
  'LoadFixtures.desktops.name': [
    'Name of the desktop, which no other one has.',
    '桌面名称，不能与其他桌面重复。',
  ],
  'LoadFixtures.desktops.user': [
    'Its user, who is made if nobody is called so.',
    '桌面的用户，没有该用户则创建。',
  ],
  'LoadFixtures.desktops.status': ['What it is. Omitted: ACTIVE.', '桌面的状态。省略则为ACTIVE。'],
  'LoadFixtures.desktops.product_id': ['Its size. Omitted: the smallest.', '桌面规格。省略则为最小规格。'],
  'LoadFixtures.desktops.image_id': [
    'Its image. Omitted: the first of the engine.',
    '桌面镜像。省略则为引擎的第一个镜像。',
  ],
  disk_gib: [
    'Size of its disk in GB, in steps of ten. Omitted: 80.',
    '磁盘大小，单位GB，为10的倍数。省略则为80。',
  ],
  'LoadFixtures.desktops.fault': [
    'What becomes of its deletion, until the fault is removed: see CreateFault.',
    '其删除会遇到的故障，直到故障被移除，见CreateFault。',
  ],
  'LoadFixtures.iam_users': [
    'Users of IAM, none of whom may be there. For the account itself only.',
    'IAM用户，均不能已存在。仅账号本身可用。',
  ],
  'LoadFixtures.iam_users.name': ['Name of the IAM user.', 'IAM用户名。'],
  'LoadFixtures.iam_users.password': [
    'Password to sign in with. Omitted: by access keys only.',
    '登录密码。省略则只能使用访问密钥。',
  ],
  'LoadFixtures.iam_users.groups': [
    'Groups of IAM that the user is in; those that are not there are made.',
    '用户所在的IAM用户组，不存在则创建。',
  ],
  'LoadFixtures.policies': [
    'Policies, none of whose names is in use. For the account itself only.',
    '策略，名称均不能已被使用。仅账号本身可用。',
  ],
  'LoadFixtures.policies.name': ['Name of the policy.', '策略名称。'],
  'LoadFixtures.policies.document': [
    'The policy: an identity policy of Version 5.0, or a role of Version 1.1.',
    '策略文档：Version 5.0为身份策略，Version 1.1为角色。',
  ],
  'LoadFixtures.policies.users': [
    'Names of the users of IAM who are given it, in all projects.',
    '被授予该策略的IAM用户名，在所有项目中有效。',
  ],
  'LoadFixtures.policies.groups': [
    'Names of the groups of IAM that are given it, in all projects.',
    '被授予该策略的IAM用户组名，在所有项目中有效。',
  ],
  fault_id: ['ID of the fault.', '故障的ID。'],
  'ListCalls.query.operation': ['Only calls of this operation.', '仅查询该操作的调用。'],
  'ListCalls.query.method': ['Only calls with this method.', '仅查询该方法的调用。'],
  'ListCalls.query.path': ['Only calls with this in their path.', '仅查询路径中含有该文本的调用。'],
  'ListCalls.query.status': ['Only calls that were answered so.', '仅查询该状态码的调用。'],
  'ListCalls.query.user': ['Only calls of the IAM user with this name.', '仅查询该IAM用户的调用。'],
};
