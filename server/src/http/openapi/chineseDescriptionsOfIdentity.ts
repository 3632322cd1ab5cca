/** As `chineseDescriptions`, of IAM and STS. */
export const chineseDescriptionsOfIdentity: Readonly<Record<string, string>> = {
  'Present with any value: an empty catalog.': '出现即生效（任意值）：返回空的服务目录。',
  'UTC with microseconds.': 'UTC时间，精确到微秒。',
  'identity: Version 5.0; role: Version 1.1.': 'identity：Version 5.0；role：Version 1.1。',
  'The policy document as JSON text.': 'JSON文本形式的策略文档。',
  'fault: the document would be refused. note: it would be taken, but this has no effect here.':
    'fault：该文档会被拒绝。note：文档会被接受，但此处不起作用。',
  'Of the refusal.': '拒绝时的错误码。',
  'Where, for instance $.Statement[0].Action[1].': '位置，例如$.Statement[0].Action[1]。',
  'From 1.': '从1开始。',
  'Makes nothing. The first fault, with its line and column; or, without a fault, the actions and condition keys that no call here has, twenty at most, each with the one that is nearest.':
    '不创建任何内容。返回第一个错误及其行列；没有错误时，返回此处没有调用使用的授权项与条件键（最多二十个），并各附最接近的一个。',
  'No body.': '无响应体。',
  'At most so many; omitted: all.': '最多返回的条数；省略则返回全部。',
  'The id of the last one that was seen: what comes after it, in the order of ids.':
    '上一页最后一条的ID：按ID顺序返回其后的内容。',
  'Letters, digits, - and _; at most 64. Usually <region>_<suffix>.':
    '字母、数字、-和_，最多64个字符。通常为<区域>_<后缀>。',
  'A disabled project lets nobody in.': '停用的项目不允许任何人访问。',
  'Only when it was made here; it is not told again.': '仅在此处生成时返回，之后不再显示。',
  'Whether another password must be chosen before anything else in the console.':
    '在控制台进行其他操作之前是否必须修改密码。',
  'Whether this is the account itself.': '是否为账号本身。',
  'Milliseconds since 1970.': '自1970年起的毫秒数。',
  'A part of the name.': '名称的一部分。',
  '1: enabled; 2: disabled; 0: both.': '1：启用；2：停用；0：两者。',
  '1: enabled; 2: disabled.': '1：启用；2：停用。',
  'prod, or poc for a test project.': 'prod，测试项目为poc。',
  'Where it is shown: AX for the account, XA for projects.': '显示位置：AX为账号，XA为项目。',
  'The policy document, Version 1.1: {"Version":"1.1","Statement":[…]}.':
    '策略文档（Version 1.1）：{"Version":"1.1","Statement":[…]}。',
  'On, unless it is 0 or false.': '启用，除非为0或false。',
  'With limit or marker only, and not in Keystone: what marker takes.':
    '仅在带有limit或marker时返回（Keystone没有该字段）：用作marker的值。',
  "Steps that each end with a slash, for instance foo/bar/; '' by default.":
    '各级均以斜杠结尾，例如foo/bar/；默认为空。',
  'UTC, for instance 2026-11-22T06:14:00.123Z.': 'UTC时间，例如2026-11-22T06:14:00.123Z。',
  'The policy document, Version 5.0, as JSON text.': '策略文档（Version 5.0）的JSON文本。',
  'The access key.': '访问密钥ID（AK）。',
  'The secret access key. Shown this once.': '秘密访问密钥（SK），只显示这一次。',
  'Whose keys. Default: those of the caller.': '查询谁的密钥，默认为调用者本人。',
  'Default: the token in X-Auth-Token.': '默认为X-Auth-Token中的token。',
  'A policy document. The key can do no more than it allows, and no more than its user.':
    '策略文档。该密钥的权限不超过此文档，也不超过其用户。',
  'To be sent with each request as X-Security-Token.': '须随每个请求以X-Security-Token发送。',
  'The `encoded_authorization_message` of a 403.': '403响应中的`encoded_authorization_message`。',
  'A JSON document as text: begins with `context.user_profile`, ends with `failure`.':
    'JSON文档的文本：以`context.user_profile`开头，以`failure`结尾。',
  'A message can be decoded for 24 hours. One of another account, a changed and an expired one are refused in the same words.':
    '消息在24小时内可以解码。属于其他账号、被篡改或已过期的消息，以相同的文字拒绝。',
  'Project ID.': '项目ID。',
  'From then on no message of an older key can be decoded.': '此后旧密钥加密的消息都不能再解码。',
  'What older keys encrypted can be decoded until it expires; then its key is removed.':
    '旧密钥加密的内容在过期前仍可解码，之后其密钥被移除。',
  'Name of an operation, `DeleteDesktop`, or of an action, `workspace:desktops:delete`.':
    '操作名，如`DeleteDesktop`；或授权项，如`workspace:desktops:delete`。',
  'Tags that the call would give.': '调用将添加的标签。',
  'From where the call would come.': '调用的来源地址。',
  'URN.': 'URN。',
  'The action itself, or one that it depends on.': '授权项本身，或其依赖的授权项。',
  'Its Sid, or its place: `#2` is the second.': '其Sid，或其位置：`#2`为第二条。',
  'Role policies and the account itself do not need them.': '角色策略和账号本身不需要它们。',
  'The values that conditions were held against.': '条件判断所用的值。',
  'The resource brought values that whoever asks may not see.': '资源带有查询者无权查看的值。',
  'Does nothing. The account itself may ask about all of its users, a user about himself: that is who is meant without `user_id` and `user_name`.':
    '不执行任何操作。账号本身可以查询其全部用户，用户只能查询自己；不带`user_id`和`user_name`时即指调用者本人。',
};
