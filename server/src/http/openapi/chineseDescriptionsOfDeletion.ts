/** As `chineseDescriptions`, of deletions, receipts, mails, the log and audit events. */
export const chineseDescriptionsOfDeletion: Readonly<Record<string, string>> = {
  'What would carry it out. simulated: nothing real would be deleted.':
    '执行删除的引擎。simulated：不会删除任何真实资源。',
  'Send it as If-Match: "<digest>" with DELETE to go ahead with exactly this plan. Also the ETag. Of a desktop that is being deleted: of the plan that is being carried out, of which some may have ended.':
    '在DELETE中以If-Match: "<digest>"发送，即只按此计划执行。同时也是ETag。桌面正在删除时，为正在执行的计划的摘要，其中部分可能已完成。',
  'Whether its data are encrypted. Null: it holds none, or does not exist yet.':
    '数据是否加密。null：不含数据，或尚不存在。',
  'The key of its data, which is destroyed with the last item under it.':
    '其数据的密钥，随最后一个使用它的资源一并销毁。',
  'What the snapshot is called; the digest does not cover it. Null: the item is none.':
    '快照的名称；不计入摘要。null：该项不是快照。',
  'What the snapshot is called. Null: the item is none, or no longer on record.':
    '快照的名称。null：该项不是快照，或已无记录。',
  'The disk that the snapshot is of. Null: the item is none, or no longer on record.':
    '快照所属的磁盘。null：该项不是快照，或已无记录。',
  "Why, in the caller's language. Null: not decided yet.": '原因，使用调用者的语言。null：尚未决定。',
  'The disk that the snapshot is of. Null: the item is none.': '快照所属的磁盘。null：该项不是快照。',
  'In the order in which they go: by stage, in a stage by kind.':
    '按删除顺序排列：先按阶段，同一阶段内按类型。',
  'Changes nothing. Made by the same planner that a deletion is carried out with.':
    '不做任何更改。与实际删除使用同一个计划程序。',
  'The disk that would go without its desktop; left out: the desktop goes.':
    '将单独删除的磁盘；不含该字段：删除的是桌面。',
  'The disk that goes without its desktop; left out: the desktop goes.':
    '单独删除的磁盘；不含该字段：删除的是桌面。',
  'What is on them cannot be restored. A running desktop loses them at once. None is deleted where one of them cannot be; afterwards the sub-jobs of the answered job tell of each.':
    '磁盘上的数据无法恢复。运行中的桌面将立即失去这些磁盘。其中有一个不能删除则全部不删除；此后返回的任务的子任务说明每个磁盘的结果。',
  'Volume ID.': '磁盘ID。',
  'What was written to the disks since is lost. Their desktops must be off. All are put back, or none where one of them cannot be; afterwards the sub-jobs of the answered job tell of each.':
    '磁盘自创建快照以来写入的全部内容将丢失。所属桌面必须已关机。其中有一个不能恢复则全部不恢复；此后返回的任务的子任务说明每个快照的结果。',
  'Changes nothing. Refused as the restore itself would be.':
    '不做任何更改。不能恢复时，与恢复本身一样被拒绝。',
  'What the desktop is called now. The digest does not cover it.': '桌面的当前名称；不计入摘要。',
  'What would carry it out. simulated: nothing real would be changed.':
    '将由哪个引擎执行。simulated：不会更改任何真实资源。',
  'Send it as If-Match: "<digest>" to go ahead with exactly this plan. Also the ETag.':
    '作为If-Match: "<digest>"发送，即只按此计划执行。同时为ETag。',
  'When the snapshot was made: what was written to the disk since is lost.':
    '快照的创建时间：此后写入磁盘的内容将丢失。',
  'The disk that is put back.': '将被恢复的磁盘。',
  'Of the disk, in GB; it stays as large as it is.': '磁盘大小，单位GB；保持不变。',
  'The key of disk and snapshot, which is kept. Null: they are not encrypted.':
    '磁盘和快照的密钥，将保留。null：未加密。',
  'What is lost and what stays, in words.': '说明哪些内容丢失、哪些保留。',
  'Snapshot ID.': '快照ID。',
  'The disk that it is of.': '快照所属的磁盘。',
  'The snapshot that would go alone; left out: none would.': '将单独删除的快照；不含该字段：不单独删除快照。',
  'The snapshot that goes alone; left out: none does.': '单独删除的快照；不含该字段：不单独删除快照。',
  'The snapshot that the sub-job is about; left out: none.': '子任务所涉及的快照；不含该字段：不涉及快照。',
  'What is in them cannot be restored. None is deleted where one of them cannot be; afterwards the sub-jobs of the answered job tell of each.':
    '快照中的数据无法恢复。其中有一个不能删除则全部不删除；此后返回的任务的子任务说明每个快照的结果。',
  'Of all of the desktops or of none. A desktop that runs goes on running. A snapshot goes with its disk and its desktop.':
    '所有桌面要么全部创建，要么都不创建。运行中的桌面继续运行。快照随其磁盘和桌面一并删除。',
  'The disk that the sub-job is about; left out: none.': '子任务所涉及的磁盘；不含该字段：不涉及磁盘。',
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
  'Not in CTS, and not in the log: what the resource is called now, or was last. Null: it is no longer on record.':
    'CTS没有该字段，也不在日志中：资源现在或最后的名称。null：记录中已没有。',
  'What the resource is called now, or was last, in any case: a desktop, a user, a group, a policy.':
    '资源现在或最后的名称（不区分大小写）：桌面、用户、用户组、策略。',
};
