import { chineseDescriptionsOfDeletion } from './chineseDescriptionsOfDeletion.js';
import { chineseDescriptionsOfDisks } from './chineseDescriptionsOfDisks.js';
import { chineseDescriptionsOfFiles } from './chineseDescriptionsOfFiles.js';
import { chineseDescriptionsOfIdentity } from './chineseDescriptionsOfIdentity.js';
import { chineseDescriptionsOfInstallation } from './chineseDescriptionsOfInstallation.js';
import { chineseDescriptionsOfNetworks } from './chineseDescriptionsOfNetworks.js';
import { chineseDescriptionsOfTestDouble } from './chineseDescriptionsOfTestDouble.js';

/** Descriptions of the API's document by their English text, in Chinese. A test finds one that is missing, or not used. */
export const chineseDescriptions: Readonly<Record<string, string>> = {
  ...chineseDescriptionsOfDeletion,
  ...chineseDescriptionsOfDisks,
  ...chineseDescriptionsOfFiles,
  ...chineseDescriptionsOfIdentity,
  ...chineseDescriptionsOfInstallation,
  ...chineseDescriptionsOfNetworks,
  ...chineseDescriptionsOfTestDouble,
  'Open to callers on the same machine (loopback, not through a proxy); to others with a credential that may workspace:service:getMetrics. No metric names a project, a desktop or a user.':
    '本机（回环地址，且未经代理）可直接访问；其他调用者的凭证须有workspace:service:getMetrics权限。任何指标都不含项目、桌面或用户。',
  'No desktop has Sysprep here, and no desktop lets its routes be changed. Nothing is changed by the call.':
    '此处的桌面均没有Sysprep，也不支持修改路由。该调用不做任何更改。',
  '`protect_new_desktops`: a desktop that is ordered from then on is protected against deletion, unless its order says `deletion_protection` itself. Desktops that are there stay as they are.':
    '`protect_new_desktops`：此后创建的桌面默认开启删除保护，除非创建请求自行指定`deletion_protection`。已有桌面保持不变。',
  'What the engine cannot do on this machine, in words.': '引擎在本机无法做到的事项的文字说明。',
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
  'bind: a device that makes codes comes first, prove: a code of it; before that nothing else is possible.':
    'bind：须先绑定生成验证码的设备；prove：须先输入其验证码；在此之前无法进行其他操作。',
  'What an application for codes is told, in base 32.': '提供给验证码应用的密钥，base32编码。',
  'The same, as an address that opens such an application.': '同一密钥，以可打开此类应用的地址表示。',
  'Where a second factor is asked of the user. The secret is told once; the device is bound by its first code (`ProveDeskCode`). One that was made before and gave no code is forgotten.':
    '适用于须进行辅助认证的用户。密钥只返回一次；设备在首次输入验证码（`ProveDeskCode`）后绑定。此前生成但从未输入过验证码的设备作废。',
  'The session then lets in. No code is taken twice; five wrong ones are followed by a wait.':
    '此后会话可用。验证码不能重复使用；输错五次后须等待。',
  'A code of an application for codes (TOTP). It is asked at `/desk`, also in sessions that are open: of the users and members of groups in `apply_objects`, of everybody while that is empty. Left out, `apply_objects` stay as they are.':
    '验证码应用生成的验证码（TOTP）。在`/desk`要求输入，已打开的会话也不例外：应用于`apply_objects`中的用户及用户组成员；为空则应用于所有用户。省略`apply_objects`则保持不变。',
  'None: everybody, where it is on.': '为空：开启时应用于所有用户。',
  'All of it or, where something is not there, nothing. While the factor is on, the last who is named is not taken off: it would be asked of everybody.':
    '全部执行；有对象不存在则全部不执行。启用期间不能移除最后一个应用对象，否则将应用于所有用户。',
  'For a device that was lost. Sessions that a code of it let in end; where a second factor is asked for the user binds another one.':
    '用于设备遗失的情况。凭其验证码登录的会话随之结束；须进行辅助认证时，用户另行绑定设备。',
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
  'A time is carried out once, at most 15 minutes late. Where a clock is set forward past it, it is as much later; where a clock shows it twice, it is the first.':
    '每个时间只执行一次，最多迟15分钟。时钟拨快而跳过该时间时，顺延相同的时长；时钟拨慢而出现两次时，取第一次。',
  'At most 10, as a clock in the time zone shows them.': '最多10个，以该时区的时间表示。',
  'What is left out stays. Other times count from now on.': '未填写的内容不变。修改后的时间从现在起计算。',
  'Scheduled task ID.': '定时任务ID。',
  'Record ID.': '执行记录ID。',
  'Desktops that are there keep their names.': '已有的桌面保留其名称。',
  'Name policy ID.': '命名策略ID。',
  'A part of the name, in any case.': '名称的一部分，不区分大小写。',
  'Its members stay.': '其成员保留。',
  'The groups that the user is in, whose desktops the user may open.':
    '用户所在的用户组，用户可以打开其中的桌面。',
  'ADD: the users may open the desktops of the group from now on. DELETE: they may not any more, and what they see of one closes. A user who is in the group already, or is not, is no fault.':
    'ADD：这些用户从此可以打开该组的桌面。DELETE：不再可以打开，已打开的画面将关闭。用户已在组中或不在组中均不算错误。',
  'A refusal names the first user at fault in `error_detail`: `body: users.3.user_name` is the fourth.':
    '拒绝时，`error_detail`指明第一个有误的用户：`body: users.3.user_name`为第四个。',
  'A number as text, at most 100; none or 0: 100.': '数字（文本），最大100；不填或0：100。',
  'A number as text, at most 10000; none or 0: 2000.': '数字（文本），最大10000；不填或0：2000。',
  'User group ID.': '用户组ID。',
  'Groups that have the desktop. The digest does not cover them: they and their users stay.':
    '拥有该桌面的用户组。摘要不包含它们：用户组及其用户均保留。',
  'The link in earlier mails stops working.': '此前邮件中的链接随之失效。',
  'Whether nothing is left in the service, so that it can be closed.': '服务是否已清空，可以关闭。',
  'Ahead of UTC, without daylight saving time.': '与UTC的时差，不计夏令时。',
  'Null: the type has no speed to choose here.': 'null：该类型在此处不能指定性能。',
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
  'Of a disk, in GB; null: not a disk, or no longer on record. So with the three below.':
    '磁盘大小，单位GB；null：不是磁盘，或记录中已没有。下面三个字段同此。',
  'Of a port.': '端口的地址。',
  'What was asked of the desktop; null: nothing, or no longer on record.':
    '对桌面的操作；null：没有，或记录中已没有。',
  'Of the desktop; empty: none, or no longer on record.': '桌面名称；为空：没有，或记录中已没有。',
  'Desktops that were taken from the user.': '曾属于该用户、后被解绑的桌面。',
  'What became of the user with the desktop.': '该用户随桌面删除时的结果。',
  'Leaf hash of the receipt in the log, hexadecimal; null: not sealed, or there is none.':
    '回执在日志中的叶哈希（十六进制）；null：尚未封存，或没有回执。',
  'What the user did at the desk: signing in and out, and more.': '该用户在自助页面上的操作：登录、退出等。',
  'Once the restore has ended, also when it failed, and also when the snapshot or the desktop is gone. It can be checked without the service: deskplane receipt verify.':
    '恢复结束后可查询，失败时以及快照或桌面已不存在时也可查询。可脱离服务校验：deskplane receipt verify。',
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
  'The name that somebody confirmed. If the desktop is called otherwise by now, the answer is a 412 and nothing is done.':
    '操作人确认过的名称。如果桌面此时已改名，则返回412，不执行任何操作。',
  'What the desktop is called now. The digest does not cover it: send it as computer_name with DELETE, where somebody confirms by it.':
    '桌面当前的名称。摘要不包含名称：如果由人按名称确认，请在DELETE中以computer_name带上它。',
  'The deleted desktop cannot be restored. It goes in the background; once it is gone, showing it answers 404.':
    '删除的桌面无法恢复。删除在后台进行；完成后查询该桌面返回404。',
  'What becomes of each desktop is told by the sub-jobs of the answered job. A user named by user_name with a user_email is created if need be; users of attach_user_infos must exist. The disks are left as they are. A group (type GROUP) gets a SHARED desktop: its members may open it as long as they are in the group.':
    '每个桌面的结果见所返回任务的子任务。以user_name和user_email指定的用户不存在时会被创建；attach_user_infos中的用户必须已存在。磁盘保持不变。用户组（type为GROUP）只能分配多用户桌面（SHARED）：成员在组内期间可以打开该桌面。',
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
    '不同用户的数量，格式为“时间:数量”，两天以内按小时，一年以内按天。',
  'What the browser has is still good.': '浏览器已有的内容仍然有效。',
  'What becomes of each desktop is told by the sub-jobs of the answered job. With If-Match, the digest of the plan of each desktop must be among those given; otherwise the answer is a 412 and nothing is done.':
    '每个桌面的结果见所返回任务的子任务。带有If-Match时，每个桌面的计划摘要都必须在所列摘要之中；否则返回412，不做任何事。',
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
