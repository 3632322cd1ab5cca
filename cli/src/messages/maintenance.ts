const kindsEn: ReadonlyMap<string, string> = new Map([
  ['desktop', 'desktop'],
  ['desktop-user', 'desktop user'],
  ['user-group', 'user group'],
  ['otp-device', 'device for codes'],
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
  ['user-group', '用户组'],
  ['otp-device', '验证码设备'],
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

/** Texts about backups and restores, in English. */
export const maintenanceEn = (deskplane: string) => ({
  help: {
    backup: 'back up the whole database to a new file, while the service runs',
    restore: 'restore a backup into an empty database, then repeat every deletion made after it was taken',
    backupFile: 'backup file',
    replay: 'only repeat the later deletions, in a database restored by other means',
    tombstones:
      'tombstone file, the record of all deletions (default: tombstones.jsonl in the data directory)',
    withoutTombstones:
      'restore without a tombstone file, or with one older than the backup: later deletions are undone',
  },
  backedUp: (file: string, rows: number, desktops: number) =>
    `${file}: ${count(rows, 'row')}, ${count(desktops, 'desktop')} (deleted ones included).`,
  keep: (masterKey: string, tombstones: string) =>
    `The backup and the master key together reveal every secret in it; the backup alone reveals none. Keep a copy of ${masterKey}, away from the backup. Keep a copy of ${tombstones} too: without it, a restore undoes every later deletion.`,
  restored: (file: string, rows: number, takenAt: string) =>
    `${file} of ${takenAt}: ${count(rows, 'row')} restored.`,
  replayed: (counts: string) => `Repeated deletions and revocations: ${counts}.`,
  known: (nothing: boolean, last: number, time: string) =>
    `${nothing ? 'There was nothing to repeat. ' : ''}The tombstone file ends with number ${last}${time === '' ? '' : ` (${time})`}. It cannot know of later deletions.`,
  unknown: 'Later deletions are unknown: the restore may have undone them.',
  diverged:
    'The tombstone file and this database have diverged. Deletions that neither of them records are unknown.',
  staleCredentials: (path: string, missing: boolean) =>
    `${missing ? `There is no ${path}` : `This database rejects the key or the password in ${path}`}. Renew the credentials: ${deskplane} admin password --renew`,
  laterItems: `This database knows nothing that was created later. Later desktops may still run unseen, and new desktops may get their addresses. Start the service, then check for orphans: ${deskplane} orphans`,
  needsFile: 'give the FILE to restore, or pass --replay for a database restored by other means.',
  /** How many deletions were repeated, by the kind of their tombstones. */
  ended: (kind: string, number: number) => count(number, kindsEn.get(kind) ?? kind),
  listed: ', ',
});

/** The same in Chinese. */
export const maintenanceZh = (deskplane: string): ReturnType<typeof maintenanceEn> => ({
  help: {
    backup: '将整个数据库备份到新文件，服务可继续运行',
    restore: '将备份恢复到空数据库，并重新执行备份之后的所有删除',
    backupFile: '备份文件',
    replay: '仅在以其他方式恢复的数据库中重新执行此后的删除',
    tombstones: '墓碑文件，记录所有删除（默认：数据目录中的 tombstones.jsonl）',
    withoutTombstones: '没有墓碑文件或其比备份旧时仍然恢复：备份之后删除的内容会重新出现',
  },
  backedUp: (file: string, rows: number, desktops: number) =>
    `${file}：${rows} 行，${desktops} 个桌面（含已删除）。`,
  keep: (masterKey, tombstones) =>
    `备份与主密钥合在一起可解密其中的全部机密，仅有备份则不能。请保存 ${masterKey} 的副本，不要与备份放在一起。另请保存 ${tombstones} 的副本：没有它，恢复会撤消备份之后的所有删除。`,
  restored: (file: string, rows: number, takenAt: string) => `${file}（${takenAt}）：已恢复 ${rows} 行。`,
  replayed: (counts: string) => `已重新执行的删除和撤销：${counts}。`,
  known: (nothing: boolean, last: number, time: string) =>
    `${nothing ? '没有需要重新执行的删除。' : ''}墓碑文件截至第 ${last} 条${time === '' ? '' : `（${time}）`}，不包含此后的删除。`,
  unknown: '此后的删除无从得知：恢复可能已将其撤消。',
  diverged: '墓碑文件与此数据库已分叉。双方均无记录的删除无从得知。',
  staleCredentials: (path, missing) =>
    `${missing ? `没有 ${path}` : `此数据库拒绝 ${path} 中的密钥或密码`}。生成新的凭证：${deskplane} admin password --renew`,
  laterItems: `该数据库不包含此后创建的内容。此后创建的桌面可能仍在运行而不可见，新桌面可能得到相同的地址。请启动服务，然后检查孤儿资源：${deskplane} orphans`,
  needsFile: '请指定要恢复的 FILE，或对以其他方式恢复的数据库使用 --replay。',
  ended: (kind, number) => `${number} 个${kindsZh.get(kind) ?? kind}`,
  listed: '、',
});
