const kindsEn: ReadonlyMap<string, string> = new Map([
  ['desktop', 'desktop'],
  ['desktop-user', 'desktop user'],
  ['access-key', 'access key'],
  ['token', 'token'],
  ['password', 'password'],
  ['iam-user', 'IAM user'],
  ['user', 'erased user'],
  ['signing-key', 'signing key'],
  ['personal-data', 'personal value'],
]);
const kindsZh: ReadonlyMap<string, string> = new Map([
  ['desktop', '桌面'],
  ['desktop-user', '桌面用户'],
  ['access-key', '访问密钥'],
  ['token', ' token'],
  ['password', '密码'],
  ['iam-user', ' IAM 用户'],
  ['user', '已抹除的用户'],
  ['signing-key', '签名密钥'],
  ['personal-data', '个人数据项'],
]);

/** A number of things, with the thing in the plural unless there is one. */
function count(number: number, thing: string): string {
  return `${number} ${number === 1 ? thing : `${thing}s`}`;
}

/** What is said of backups and of putting them back, in English. */
export const maintenanceEn = (deskplane: string) => ({
  backedUp: (file: string, rows: number, desktops: number) =>
    `${file}: ${count(rows, 'row')}, ${count(desktops, 'desktop')} (deleted ones included).`,
  keep: (masterKey: string, tombstones: string) =>
    `Whoever has the backup and the master key can open every secret in it, and without the key nobody can: keep a copy of ${masterKey} elsewhere than the backup. Keep copies of ${tombstones}, too: without it what was deleted after the backup would come back.`,
  restored: (file: string, rows: number, takenAt: string) =>
    `${file} of ${takenAt}: ${count(rows, 'row')} restored.`,
  replayed: (counts: string) => `Ended again, as it had ended since: ${counts}.`,
  known: (nothing: boolean, last: number, time: string) =>
    `${nothing ? 'Nothing had to be ended again. ' : ''}The file tells what had ended up to number ${last}${time === '' ? '' : ` (${time})`}; of later ends it cannot know.`,
  unknown: 'What was deleted after that is not known: it may be alive again.',
  parted:
    'The file and this database went different ways from some number on: what ended in either and is recorded in neither is not known.',
  noWayIn: (path: string, missing: boolean) =>
    `${missing ? `There is no ${path}` : `The key or the password in ${path} is refused by this database`}. For new ones, run: ${deskplane} admin password --renew`,
  madeAfter: `What was made after that state of the database is not in it: desktops may run on unseen, and new ones may get their addresses. Start the service, then look with: ${deskplane} orphans`,
  needsFile: 'give the FILE to restore, or --replay for a database that was put back by other means.',
  /** What was ended again, by the kind of its tombstone. */
  ended: (kind: string, number: number) => count(number, kindsEn.get(kind) ?? kind),
  listed: ', ',
});

/** The same in Chinese. */
export const maintenanceZh = (deskplane: string): ReturnType<typeof maintenanceEn> => ({
  backedUp: (file: string, rows: number, desktops: number) =>
    `${file}：${rows} 行，${desktops} 个桌面（含已删除）。`,
  keep: (masterKey, tombstones) =>
    `同时拥有备份和主密钥者可以解开其中的全部密文，没有主密钥则无人能解：请将 ${masterKey} 的副本保存在与备份不同的地方。另请保存 ${tombstones} 的副本：没有它，备份之后删除的内容会重新出现。`,
  restored: (file: string, rows: number, takenAt: string) => `${file}（${takenAt}）：已恢复 ${rows} 行。`,
  replayed: (counts: string) => `备份之后已终结的对象已再次终结：${counts}。`,
  known: (nothing: boolean, last: number, time: string) =>
    `${nothing ? '没有需要再次终结的对象。' : ''}该文件记录了截至第 ${last} 条${time === '' ? '' : `（${time}）`}的终结；此后的终结无从得知。`,
  unknown: '此后删除了什么无从得知：已删除的对象可能重新出现。',
  parted: '该文件与此数据库自某条记录起走向不同：只在其中一方终结、且双方均无记录的对象无从得知。',
  noWayIn: (path, missing) =>
    `${missing ? `没有 ${path}` : `此数据库不接受 ${path} 中的密钥或密码`}。要获得新的，请运行：${deskplane} admin password --renew`,
  madeAfter: `此状态之后创建的内容不在该数据库中：桌面可能仍在无人知晓地运行，新桌面可能得到相同的地址。请启动服务，然后查看：${deskplane} orphans`,
  needsFile: '请给出要恢复的 FILE，或用 --replay 处理以其他方式恢复的数据库。',
  ended: (kind, number) => `${number} 个${kindsZh.get(kind) ?? kind}`,
  listed: '、',
});
