import { chineseDescriptionsOfInstallation } from './chineseDescriptionsOfInstallation.js';

/** Descriptions of the API's document by their English text, in Chinese. A test finds one that is missing, or not used. */
export const chineseDescriptions: Readonly<Record<string, string>> = {
  ...chineseDescriptionsOfInstallation,
  'Open to callers on the same machine (loopback, not through a proxy); to others with a credential that may workspace:service:getMetrics. No metric names a project, a desktop or a user.':
    '本机（回环地址，且未经代理）可直接访问；其他调用者的凭证须有workspace:service:getMetrics权限。任何指标都不含项目、桌面或用户。',
  'What the engine cannot do on this machine, in words.': '引擎在本机无法做到的事项的文字说明。',
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
  'Whether a mail with the link to choose a password was queued.': '是否已将含设置密码链接的邮件排入队列。',
  'invited: a link to choose one works, or is about to be mailed; kept: the mail with the link is a file, since there was no mail server; expired: no link works any more; none: nobody was told how to get one.':
    'invited：设置密码的链接有效或即将发送；kept：没有邮件服务器，带链接的邮件存为文件；expired：链接均已失效；none：未告知如何设置密码。',
  'Where the users of desktops sign in; null: the service does not know its own address.':
    '桌面用户的登录地址；null：服务不知道自身的地址。',
  'kept: there is no mail server, so that mails become files and nobody gets them.':
    'kept：没有邮件服务器，邮件存为文件，没有人会收到。',
  'Whether its user gets a mail once it is ready. Omitted: true.':
    '桌面就绪后是否向其用户发送邮件。省略则为true。',
  'What comes after the `#` of the link.': '链接中`#`之后的内容。',
  'Until when the link is good.': '链接的有效期。',
  'Null of an invitation.': '邀请邮件为null。',
  'For pages of this service only, as `LoginToDesk`. The link stays good.':
    '仅供本服务的页面调用，与`LoginToDesk`相同。链接不会因此失效。',
  'For pages of this service only. Uses the link up, and ends all sessions of the user.':
    '仅供本服务的页面调用。链接随之失效，用户的全部会话结束。',
  'LOCK ends all sessions of the user, closes the screens, and refuses to sign the user in. RESET_PWD takes the password away and mails a link by which the user chooses a new one within 24 hours.':
    'LOCK结束用户的全部会话、关闭其画面并拒绝其登录。RESET_PWD清除密码，并通过邮件发送链接，用户可在24小时内设置新密码。',
  'Ends all sessions of the user and closes the screens. The password is made up and answered once; the user chooses another one at the next sign-in. With `email`, nobody but the user learns it.':
    '结束用户的全部会话并关闭其画面。密码随机生成，只返回一次；用户下次登录时须另设密码。使用`email`时，只有用户本人知道密码。',
  '`email`: the user is mailed a link to choose the password, and none is answered. Needed for `USER_ACTIVATE` users.':
    '`email`：向用户发送设置密码的链接，不返回密码。`USER_ACTIVATE`用户必须填写。',
  'Shown this once. Absent where the user chooses it by mail.': '只显示这一次。用户通过邮件设置时不返回。',
  'Called by the page, with its secret. Its viewer needs the right to start the desktop, or is its user.':
    '由页面携带其密钥调用。查看者须有启动该桌面的权限，或为该桌面的用户。',
  'The link in earlier mails stops working.': '此前邮件中的链接随之失效。',
  'At most so many; omitted: all.': '最多返回的条数；省略则返回全部。',
  'The id of the last one that was seen: what comes after it, in the order of ids.':
    '上一页最后一条的ID：按ID顺序返回其后的内容。',
  'Letters, digits, - and _; at most 64. Usually <region>_<suffix>.':
    '字母、数字、-和_，最多64个字符。通常为<区域>_<后缀>。',
  'A disabled project lets nobody in.': '停用的项目不允许任何人访问。',
  'Only when it was made here; it is not told again.': '仅在此处生成时返回，之后不再显示。',
  'Whether the password must be changed at the next log-in.': '下次登录时是否必须修改密码。',
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
  'Whether no desktop is left, so that the service could be closed.': '是否已没有桌面，可以关闭服务。',
  'Number of vCPUs, as text.': 'vCPU数量（文本）。',
  'Memory in MB, as text.': '内存大小，单位MB（文本）。',
  '`1`: pay per use.': '`1`：按需计费。',
  'System disk in GB, as text.': '系统盘大小，单位GB（文本）。',
  '`gold`: came with the engine; `private`: was imported.': '`gold`：引擎自带；`private`：导入的镜像。',
  'MB.': '单位MB。',
  'GB.': '单位GB。',
  'Of the manifest of an imported image: `sha256:…`.': '导入镜像的清单摘要：`sha256:…`。',
  'Of all files of an imported image.': '导入镜像全部文件的大小。',
  'Our own: each disk has a key of its own, which its deletion destroys.':
    'Deskplane自有：每个磁盘有自己的密钥，删除磁盘时销毁。',
  'Our own: a disk holds as much as was ordered and no more.': 'Deskplane自有：磁盘容量与订购的完全一致。',
  'Where in the archive the piece begins, in bytes.': '该段在归档文件中的起始位置，单位字节。',
  '32 lower-case hexadecimal digits of the client’s choice.': '由客户端选定的32位小写十六进制数字。',
  'At most 1 MiB.': '最大1 MiB。',
  'Bytes of the archive that are there now: where the next piece begins.':
    '归档文件已有的字节数，即下一段的起始位置。',
  'The pieces of an archive are sent one after the other under an id of the client’s own choice. A piece that does not begin where the upload stands is passed over; the answer says where to go on, also after a break. What is not gone on with for an hour is dropped.':
    '归档文件的各段依次上传，上传ID由客户端选定。起始位置与当前进度不符的段会被忽略；响应会说明从何处继续，中断后也是如此。一小时内没有继续的上传会被丢弃。',
  'GB of the system disk.': '系统盘大小，单位GB。',
  'MB of memory.': '内存大小，单位MB。',
  'Takes an OCI or docker archive, plain or gzipped. Answers once desktops can start from the image, which may take minutes; a call that was cut short may be sent again and is answered with the same image.':
    '接受OCI或docker归档文件，可用gzip压缩。待桌面可以用该镜像启动后才返回，可能需要几分钟；中断的调用可以重发，返回同一镜像。',
  'Image ID.': '镜像ID。',
  'Refused while a desktop uses it.': '有桌面使用该镜像时拒绝删除。',
  'Every port here is used by a desktop.': '这里的每个端口都被某个桌面使用。',
  'The whole name.': '完整名称。',
  'A number as text; none or 0: all.': '数字文本；省略或为0：全部。',
  'A number as text.': '数字文本。',
  '`0`: never; otherwise `yyyy-MM-ddTHH:mm:ssZ` or `yyyy-MM-ddTHH:mm:ss.SSSZ`.':
    '`0`：永不过期；否则为`yyyy-MM-ddTHH:mm:ssZ`或`yyyy-MM-ddTHH:mm:ss.SSSZ`。',
  'Desktop user ID.': '桌面用户ID。',
  'Milliseconds since 1970; 0: never.': '自1970年起的毫秒数；0：永不。',
  'The older spelling of enable_change_password.': 'enable_change_password的旧写法。',
  'Or user_name.': '或使用user_name。',
  'Regardless of case. Or user_id.': '不区分大小写。或使用user_id。',
  'Rows that still held something of the user.': '仍含有该用户信息的行数。',
  'Whose name is on record nowhere any more is shown by ID.': '任何记录中都已没有名称的用户以ID显示。',
  'A part of the name or mail address, in any case, or the ID.': '名称或邮箱的一部分（不区分大小写），或ID。',
  'Empty: no longer on record.': '为空：记录中已没有。',
  'Empty: none, or no longer on record.': '为空：没有，或记录中已没有。',
  'Also when the user was deleted. Of each kind the newest 1,000 and how many there are. Deletions whose retention is over are not listed. Not signed: CreatePersonReport is.':
    '用户已删除时也可查询。每类记录返回最新的1,000条及总数。保留期已过的删除不在其中。未签名；签名报告见CreatePersonReport。',
  'Desktops that were taken from the user.': '曾属于该用户、后被解绑的桌面。',
  'What became of the user with the desktop.': '该用户随桌面删除时的结果。',
  'Leaf hash of the receipt in the log, hexadecimal; null: not sealed, or there is none.':
    '回执在日志中的叶哈希（十六进制）；null：尚未封存，或没有回执。',
  'What the user did at the desk: signing in and out, and more.': '该用户在自助页面上的操作：登录、退出等。',
  'As ShowPerson, with the receipts of deletions, in a file that can be checked without the service: deskplane receipt verify. The log says that it was made and commits to it; the service keeps no copy.':
    '内容同ShowPerson，并附删除回执，文件可脱离服务校验：deskplane receipt verify。日志记录已生成报告及其承诺值；服务不保留副本。',
  'Of the log’s commitment to the document, hexadecimal.': '日志对该内容的承诺值所用的盐，十六进制。',
  'Of the deletions that the document names.': '内容中所列删除的回执。',
  'Removes every name and address of the user, and the names of their deleted desktops, for good. Receipts verify as before. Refused with 409 while the user exists, a desktop of theirs is being deleted, or a mail about one is still to be sent. Repeating it changes nothing.':
    '永久移除该用户的全部姓名和地址，以及其已删除桌面的名称。回执仍可照常校验。用户仍存在、其桌面正在删除或相关邮件尚未发送时，以409拒绝。重复调用没有其他影响。',
  'Desktop ID.': '桌面ID。',
  'USER or GROUP.': 'USER或GROUP。',
  'Extension of Deskplane. While true, every way to delete the desktop is refused with 409, force included.':
    'Deskplane的扩展。为true时，以任何方式（包括强制）删除桌面都会以409拒绝。',
  'By VPC ID.': '以VPC ID为键。',
  'Empty: no task runs.': '空：没有任务在执行。',
  'In GB.': '单位GB。',
  'Progress of the running task, 0 to 100; null: no task runs.':
    '正在执行的任务的进度，0到100；null：没有任务在执行。',
  'Delete each desktop user who has no other desktop once this one is gone.':
    '桌面删除后，一并删除没有其他桌面的桌面用户。',
  'Mail the desktop users once the desktop is gone.': '桌面删除后，向桌面用户发送邮件。',
  'Do not wait for a graceful end, and cancel whatever runs on the desktop.':
    '不等待正常关机，并取消桌面上正在执行的任务。',
  'Go ahead only with one of these plans: digests of previews as entity tags, in double quotes. Any other tag, a weak one too, is a 412; * stands for whatever the plan is.':
    '仅在计划与其中之一相符时执行：预览的摘要，作为实体标签写在双引号中。其他标签（包括弱标签）返回412；*表示任意计划。',
  'The deleted desktop cannot be restored. It goes in the background; once it is gone, showing it answers 404.':
    '删除的桌面无法恢复。删除在后台进行；完成后查询该桌面返回404。',
  'What becomes of each desktop is told by the sub-jobs of the answered job. A user named by user_name with a user_email is created if need be; users of attach_user_infos must exist. The disks are left as they are.':
    '每个桌面的结果见所返回任务的子任务。以user_name和user_email指定的用户不存在时会被创建；attach_user_infos中的用户必须已存在。磁盘保持不变。',
  novnc: 'novnc',
  'The secret is in its fragment, which browsers keep to themselves.':
    '密钥在其片段（#之后）中，浏览器不会将其发出。',
  vnc: 'vnc',
  'The address opens the screen in a browser, once and within a minute. The page that it opens may come back as long as the caller has the right to ask for the address.':
    '该地址在一分钟内可在浏览器中打开一次桌面画面。只要调用者仍有权获取该地址，打开的页面就可以重新连接。',
  'Called by the page. Uses the token up; the secret lets the page connect, again and again.':
    '由画面页面调用。令牌随即用尽；页面凭密钥可以反复连接。',
  'UTC, as 2026-01-31T08:00Z; start and end both or none.':
    'UTC时间，如2026-01-31T08:00Z；起止时间须同时给出或都不给出。',
  'The newest first. A connection that goes on has no end.': '最新的在前。进行中的连接没有结束时间。',
  'A file.': '文件。',
  'CSV in UTF-8; the newest 50 000.': 'UTF-8编码的CSV，最新的50 000条。',
  'How many different people, each as time:count: by the hour up to two days, by the day up to a year.':
    '不同用户的数量，格式为时间:数量：两天以内按小时，一年以内按天。',
  'What the browser has is still good.': '浏览器已有的内容仍然有效。',
  'What becomes of each desktop is told by the sub-jobs of the answered job.':
    '每个桌面的结果见所返回任务的子任务。',
  'What would carry it out. simulated: nothing real would be deleted.':
    '执行删除的引擎。simulated：不会删除任何真实资源。',
  'Send it as If-Match: "<digest>" with DELETE to go ahead with exactly this plan. Also the ETag. Of a desktop that is being deleted: of the plan that is being carried out, of which some may have ended.':
    '在DELETE中以If-Match: "<digest>"发送，即只按此计划执行。同时也是ETag。桌面正在删除时，为正在执行的计划的摘要，其中部分可能已完成。',
  'Whether its data are encrypted. Null: it holds none, or does not exist yet.':
    '数据是否加密。null：不含数据，或尚不存在。',
  'The key of its data, which is destroyed with the last item under it.':
    '其数据的密钥，随最后一个使用它的资源一并销毁。',
  'Changes nothing. Made by the same planner that a deletion is carried out with.':
    '不做任何更改。与实际删除使用同一个计划程序。',
  "The item's ID in the deletion.": '该项在删除中的ID。',
  'For an item that will not go. The deletion goes on without it and says so for ever: who released it, when and why, in words that are logged for good and should name nobody. The item is not deleted; the orphan scan keeps showing it.':
    '用于无法删除的项。删除将不再等待它，并永久记录是谁、何时、为何放行；原因会永久写入日志，请勿写入任何人名。该项并未删除，残留扫描会继续显示它。',
  'May be repeated. failed: in trouble for a while, and still being tried.':
    '可重复。failed：持续遇到问题，仍在重试。',
  'yyyy-MM-ddTHH:mm:ssZ, with or without milliseconds.': 'yyyy-MM-ddTHH:mm:ssZ，可带毫秒。',
  'Age of the oldest deletion of the project that has not ended; null: there is none.':
    '项目中尚未结束的最早一次删除已持续的时间；null：没有。',
  'What carries it out. simulated: nothing real is deleted.':
    '执行删除的引擎。simulated：不会删除任何真实资源。',
  'Ended again from the file of tombstones when the database was put back: this log has no receipt of it.':
    '数据库恢复时依据墓碑文件再次结束：本日志没有它的回执。',
  'From acceptance until its end, or until now.': '从受理到结束，或到现在。',
  'The items of the present stage that have not ended, the most troubled first, at most 10.':
    '当前阶段尚未结束的项，问题最多的在前，最多10个。',
  'Failed turns in a row.': '连续失败的次数。',
  'The newest first: how far each is, and what holds it up. Those whose retention is over are shown by ID only.':
    '最新的在前：各自的进度及阻碍。超过保留期的只显示ID。',
  'Server-sent events: accepted, item-asked, item-ended, failing, done; each once, also across connections when Last-Event-ID is sent. Ends after done, and when the caller may no longer see it; answers 204 when everything was told before, or only the receipt is left.':
    '服务器发送事件：accepted、item-asked、item-ended、failing、done；每个只发送一次，带Last-Event-ID时跨连接也是如此。done之后或调用者不再有权查看时结束；全部已告知或只剩回执时返回204。',
  'May be repeated.': '可重复。',
  'Empty once the user was erased.': '用户被抹除后为空。',
  'Since it was queued, or put back into the queue.': '自进入或重新进入队列以来。',
  'Why the last attempt failed.': '上次尝试失败的原因。',
  'The newest first.': '最新的在前。',
  'Mail ID.': '邮件ID。',
  'Puts it back into the queue, to the same address and under the same Message-ID. One that waits for its next attempt is tried now.':
    '以相同的地址和Message-ID重新放入队列。正在等待下次尝试的邮件会立即重试。',
  'kept: there is no mail server, and the mail is a file now; refused: for good; failed: another attempt may do better.':
    'kept：没有邮件服务器，邮件已保存为文件；refused：永久拒绝；failed：再试可能成功。',
  'kept: as a file, since there was no mail server (SMTP_URL); nobody has got it.':
    'kept：没有邮件服务器（SMTP_URL），邮件已保存为文件，无人收到。',
  "The mail server's answer, or why there was none; the path of a kept mail.":
    '邮件服务器的应答，或没有应答的原因；保存为文件时为文件路径。',
  'For users of the account that this service was installed for: all accounts share the mail server. The answer is 200 whatever the mail server says. Nothing is queued or tried again.':
    '仅限安装本服务时的账号的用户：所有账号共用邮件服务器。无论邮件服务器如何应答都返回200。不入队，也不重试。',
  'unsealed: written, and in the log within about a second. replayed: ended again from the file of tombstones when the database was put back; this log has no receipt of it, and will get none.':
    'unsealed：已写入，约一秒内进入日志。replayed：数据库恢复时依据墓碑文件再次结束；本日志没有、也不会有它的回执。',
  'A signed payload (DSSE, Ed25519).': '签名内容（DSSE，Ed25519）。',
  'Base64.': 'Base64。',
  'SHA-256 in hexadecimal digits.': 'SHA-256，十六进制。',
  'The JWK thumbprint (RFC 7638).': 'JWK指纹（RFC 7638）。',
  'Personal values that the receipt only commits to, until they are erased.':
    '回执仅作承诺的个人信息，直到被抹除。',
  'The receipt can be checked without the service: deskplane receipt verify.':
    '回执可以脱离服务校验：deskplane receipt verify。',
  'Keep it: a later receipt can be held to it, and a log that was cut or changed shows.':
    '请保存：之后的回执可以与它核对，日志被截断或篡改就会暴露。',
  'As in RFC 6962.': '同RFC 6962。',
  'The new key: JWK thumbprint (RFC 7638).': '新密钥：JWK指纹（RFC 7638）。',
  'For the user of the account that this service was installed for: all accounts share the log. The old key stays published at /.well-known/jwks.json and what it signed stays valid; its private half is forgotten. Calling again makes another key.':
    '仅限安装本服务时的账号的用户：所有账号共用日志。旧密钥仍公布在/.well-known/jwks.json，其签名依然有效；其私钥被销毁。再次调用会生成另一个密钥。',
  'system (default): calls of the API. There are no others, so data finds none.':
    'system（默认）：API调用。没有其他类型，因此data查不到任何内容。',
  'Not older than this time, in milliseconds. Default: all.': '不早于该时间，单位毫秒。默认：全部。',
  'Not newer than this time, in milliseconds.': '不晚于该时间，单位毫秒。',
  'The marker of the page before; what is older follows.': '上一页的marker，返回更早的内容。',
  'Name or id of an IAM user of the account.': '账号内IAM用户的名称或ID。',
  'Not in CTS: one request.': 'CTS没有该参数：单个请求。',
  'Null when it was forgotten, or there was none.': '已被清除或原本没有时为null。',
  'HTTP status of the answer.': '响应的HTTP状态码。',
  'JSON: method, path pattern, switches and ids of the call.': 'JSON：调用的方法、路径模式、开关和ID。',
  'JSON: what was decided and by what, and the outcome.': 'JSON：判定结果、依据及最终结果。',
  'Milliseconds.': '单位毫秒。',
  'For next; null on the last page.': '用于next；最后一页为null。',
  'Everything that changed something or was refused for a right: in the project, and in the account as a whole.':
    '所有更改以及因权限被拒绝的调用：包括项目内和整个账号的。',
  'Size of an older head of the log: the file then proves that the log has only grown since.':
    '较早日志头的大小：文件将证明日志此后只增不改。',
  'With the log’s signed head and the hash of every other entry; `deskplane audit verify` checks it.':
    '附带签名的日志头和其余每条记录的哈希；用`deskplane audit verify`校验。',
  'Traces older than this time, in milliseconds, are let go.': '早于该时间（毫秒）的审计事件将被清除。',
  'Traces of which only the hash is left.': '只剩哈希的审计事件数。',
  'The entry of the log that allows it; null when none is old.': '允许此操作的日志记录；没有旧事件时为null。',
  'For whoever runs the installation, over all accounts. A signed checkpoint in the log says so first; receipts and acceptances stay.':
    '仅限运行本服务的人，涵盖全部账号。事先在日志中写入签名的检查点；回执和受理记录保留。',
  'Job ID.': '任务ID。',
  '`yyyy-MM-dd HH:mm:ss`, UTC.': '`yyyy-MM-dd HH:mm:ss`，UTC时间。',
  'Progress in percent.': '进度百分比。',
  'When the comparison began.': '比对开始的时间。',
  'False: a kind of item could not be listed; nothing is said about it.':
    'false：有一类资源无法列出，未对其作出判断。',
  'Items of the engine that no project of this service has asked for.': '引擎中不属于本服务任何项目的资源。',
  'ID that the engine gave.': '引擎给出的ID。',
  'Birth mark that tells it from a later item with the same ID.': '用于与之后同ID资源区分的生成标记。',
  'Name in the engine; of a missing item: the name that it was given.':
    '引擎中的名称；缺失的资源则为当初给定的名称。',
  'ID of its record in the ledger; null: no record knows the item.': '台账中记录的ID；null：没有对应的记录。',
  'What the engine said when it was looked at.': '查看时引擎的说法。',
  'When, as the engine says.': '引擎给出的时间。',
  'Scans now and changes nothing. Shows items of this project only; what belongs to no project is counted, and listed for the user of the account that this service was installed for.':
    '立即扫描，不做任何更改。只显示本项目的资源；不属于任何项目的只计数，仅对安装本服务时的账号的用户列出。',
  'Only those of these that the scan suspects; default: every orphaned item of the project.':
    '仅处理其中被扫描判定可疑的；默认：项目的全部残留资源。',
  'ID of its record in the ledger.': '台账中记录的ID。',
  'Removes items that this service has made and that belong to no desktop any more, each proven by its record again right before. Never touches foreign or unknown items.':
    '清除由本服务创建且不再属于任何桌面的资源，每个都在清除前再次依据记录确认。绝不触碰外来或未知的资源。',
  'Trouble underneath. Whether a change was carried out may be unknown: repeat the request.':
    '底层故障。更改是否已执行可能未知：请重复该请求。',
  'Seconds after which to try again.': '多少秒后可以重试。',
  'SDK-HMAC-SHA256 request signature': 'SDK-HMAC-SHA256请求签名',
  'Cloud desktops over the Huawei Cloud Workspace v2 API, with IAM v3 in front.':
    '通过华为云Workspace v2 API提供的云桌面服务，前置IAM v3。',
  'The sentence of the answer; {0} and {1} are filled in by what happened.':
    '响应中的语句；{0}和{1}由具体情况填入。',
  "`huawei`: known of Huawei's service; `deskplane`: its own.":
    '`huawei`：华为云服务的已知错误码；`deskplane`：Deskplane自有。',
  'Further statuses that it comes with.': '还可能伴随的其他状态码。',
  'Operations that may answer it.': '可能返回该错误码的操作。',
  'In the language that X-Language or Accept-Language asks for.': '语言由X-Language或Accept-Language决定。',
  'The request as text: `DELETE https://host/path?query`, its header lines with Authorization, an empty line, the body.':
    '请求的文本：`DELETE https://主机/路径?参数`、含Authorization的请求头、空行、请求体。',
  'The canonical request that the client made, if it is known.': '客户端生成的规范请求（如已知）。',
  'What the service makes of the request.': '本服务由该请求得出的规范请求。',
  'What the signature was made of, once it is known.': '签名所依据的规范请求（查明时）。',
  'In canonical_request, from 1.': 'canonical_request中的行号，从1开始。',
  'A permanent access key of the caller.': '调用者本人的永久访问密钥。',
  'All of them are signed.': '全部参与签名。',
  'To be sent with the call, within 15 minutes.': '随调用发送，15分钟内有效。',
  'Of access keys of the caller only; others do not exist. Shows which lines of the canonical request were others when it was signed, and never a secret or a signature.':
    '仅限调用者本人的访问密钥，其他密钥视为不存在。显示签名时规范请求的哪些行不同，绝不显示SK或签名。',
  'For those who write a client: the canonical request, the string to sign and the headers. Nothing is called. Refused to temporary access keys.':
    '供编写客户端时使用：规范请求、待签名字符串和请求头。不会发起调用。临时访问密钥不能使用。',
  'For pages of this service only: with the header `x-deskplane-console`, from their own origin. The session is in a cookie, ends after 30 minutes without a use and after 12 hours at the latest, and lets in to every operation in every project of the account.':
    '仅供本服务的页面使用：须带请求头`x-deskplane-console`且来自同源。会话保存在Cookie中，30分钟未使用或最长12小时后结束，可访问账号各项目的全部操作。',
  'The enabled projects of the account.': '账号的已启用项目。',
  'When the session ends whatever happens.': '会话最迟结束的时间。',
  'When it ends if it is not used.': '未使用时结束的时间。',
  'Without a session the answer says whether this is a place to sign in at.':
    '没有会话时，响应会说明此处能否登录。',
  'All sessions of the user, on every browser. His tokens stay.':
    '该用户在所有浏览器上的全部会话，其token保留。',
  'For pages that offer only what makes sense; each call is decided anew. `some`: on part of what there is, for instance on desktops with a certain tag.':
    '供页面只提供有意义的操作；每次调用仍重新鉴权。`some`：仅对部分资源，例如带有某标签的桌面。',
  'For pages of this service only, as `Login`. The session lets in to the calls below `/desk/api` and to no other.':
    '与`Login`一样仅供本服务的页面使用。该会话只能访问`/desk/api`下的调用。',
  'Before that nothing else is possible.': '在此之前不能进行其他操作。',
  'On every browser.': '在所有浏览器上。',
  'Ends all sessions of the user.': '结束该用户的全部会话。',
  'The page or a file of it.': '页面或其文件。',
  "Why not, in the caller's language.": '为何不能，使用调用者的语言。',
  'A page that says why there is no console yet.': '说明控制台为何尚不可用的页面。',
  'Deskplane’s own: why the engine could not do what was last asked of the desktop, in the language of its creator. Null: it could.':
    'Deskplane自有：引擎为何未能完成对桌面的上一次操作，使用其创建者的语言。null：已完成。',
  'Called by the page, with its secret. At most 1000 files of the folder ~/Transfer.':
    '由画面页面凭其密钥调用。最多列出~/Transfer文件夹中的1000个文件。',
  'ISO 8601, UTC.': 'ISO 8601，UTC时间。',
  'Called by the page, with its secret. The ETag changes when the file does; X-File-Size is the size of the whole file.':
    '由画面页面凭其密钥调用。文件变化时ETag随之变化；X-File-Size为整个文件的大小。',
  'Of one file of the folder.': '文件夹中一个文件的名称。',
  'In bytes, from the start.': '从开头起的字节数。',
  'In bytes.': '单位字节。',
  'Bytes.': '字节内容。',
  'Called by the page, with its secret. A piece may be sent again. An upload that is not gone on with for an hour is dropped.':
    '由画面页面凭其密钥调用。同一段可以重发。一小时内没有继续的上传会被丢弃。',
  'Of the page’s own choice.': '由页面自行选定。',
  'Called by the page, with its secret. The file is there as a whole from then on, and replaces no other.':
    '由画面页面凭其密钥调用。此后该文件完整存在，且不会替换其他文件。',
  'Called by the page, with its secret.': '由画面页面凭其密钥调用。',
  'What becomes of the key; it is kept while an item under it stays. Null: there is none.':
    '密钥的去向；仍有资源使用时保留。null：没有密钥。',
  'Once and within a minute, as that of `ShowRemoteConsoleAddress`.':
    '与`ShowRemoteConsoleAddress`的地址一样，一分钟内可使用一次。',
  'Success.': '成功。',
  'The request is malformed or not valid.': '请求格式错误或参数无效。',
  'Who calls is not known.': '无法确认调用者身份。',
  'The caller has no right to do this.': '调用者没有执行该操作的权限。',
  'There is no such thing, or none that the caller may know of.': '资源不存在，或调用者无权得知。',
  'The state of things does not allow it now.': '当前状态不允许该操作。',
  'What was confirmed has changed.': '已确认的内容发生了变化。',
  'The body is too large.': '请求体过大。',
  'The address is too long.': '请求地址过长。',
  'The body is not JSON.': '请求体不是JSON。',
  'Too many requests: try again later.': '请求过多，请稍后重试。',
  'The headers are too large.': '请求头过大。',
  'A fault of the service.': '服务内部错误。',
};
