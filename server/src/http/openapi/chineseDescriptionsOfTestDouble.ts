const where =
  '仅限使用模拟引擎并设置了DESKPLANE_SIMULATED_CONTROL的服务，其他服务没有该路径。仅限安装本服务的账号的用户。';

const whereEn =
  'Only of a service with the simulated engine and DESKPLANE_SIMULATED_CONTROL; elsewhere there is nothing at this path. Only for users of the account that this service was installed for.';

/** As `chineseDescriptions`, of what tests say to a test double. */
export const chineseDescriptionsOfTestDouble: Readonly<Record<string, string>> = {
  [whereEn]: where,
  [`${whereEn} Faults are held in memory: they end with the process.`]: `${where}故障保存在内存中，随进程结束。`,
  [`${whereEn} What was asked since the start or since the list was cleared, the oldest call first: no headers, no bodies, no secrets. Calls of this interface are left out.`]: `${where}自启动或上次清空以来收到的调用，最早的在前；不含请求头、请求体和密钥。不含本接口自身的调用。`,
  [`${whereEn} All of them, or none if one cannot be made. The desktops are there when this is answered; nobody gets a mail.`]: `${where}有一个不能创建则全部不创建。返回时桌面已经就绪；不发送任何邮件。`,
  [`${whereEn} Everything is as when the test double started first: nothing of what was made, deleted or logged since is left, nor faults and calls. The credentials that the installation was given then stay; tokens end. Requests that come meanwhile wait. Not with DATABASE_URL.`]: `${where}一切恢复为测试替身首次启动时的状态：此后创建、删除和记录的内容以及故障和调用都不复存在。当时给出的凭证保持有效，令牌失效。其间收到的请求会等待。设置了DATABASE_URL时不可用。`,
  [`${whereEn} By it tokens, temporary keys, sessions, links and accounts of desktop users expire, lock-outs end, scheduled tasks are carried out, each time on the way once, and policies ask for the time. Signatures, the work on desktops, the log and the times of deletions stay with the real time. All replicas have the same clock.`]: `${where}令牌、临时密钥、会话、链接和桌面用户账号的过期、锁定的结束、定时任务的执行（途经的每个时间各一次）以及策略中的时间条件均以该时钟为准。签名、桌面的各项处理、日志和删除的时间仍按真实时间。所有副本的时钟相同。`,
  [`${whereEn} Tokens, temporary keys, sessions, links and lock-outs end, the token of this call too. Scheduled tasks stay at the times to which they have moved on.`]: `${where}令牌（包括本次调用所用的）、临时密钥、会话、链接和锁定随即结束。定时任务停留在已推进到的时间。`,
  "What the service's clock shows.": '服务时钟所示的时间。',
  'How far it was moved; 0: it shows the real time.': '已拨快的秒数；0：显示真实时间。',
  'Only for calls about this desktop: that path or body names, or whose item it is.':
    '仅作用于该桌面的调用：路径或请求体中含有该桌面，或资源属于该桌面。',
  "The engine's ID of the item.": '资源在引擎中的ID。',
  'How many calls it strikes; null: see rate.': '作用于多少次调用；null：见rate。',
  'Share of the calls that it strikes; null: see times.': '作用于调用的比例；null：见times。',
  'Calls that it was for so far.': '迄今符合该故障条件的调用次数。',
  'Calls that it struck.': '故障实际作用的调用次数。',
  'The X-Request-Id of its answer.': '其应答的X-Request-Id。',
  'Null: no operation has this path.': 'null：该路径没有对应的操作。',
  'Null: not answered yet.': 'null：尚未应答。',
  'Name of the IAM user; null: not known.': 'IAM用户名；null：未知。',
  'The fault that struck it; null: none.': '作用于它的故障；null：无。',
  'Calls that fit, on all pages.': '符合条件的调用总数。',
  'Older calls that went because only 2000 are kept.': '因只保留2000条而丢弃的较早调用数。',
};
