import { receiptEn, receiptZh } from '@deskplane/verify/words/receiptWords.js';
/** Texts about deletions and deletion protection, in English. */
export const deletionEn = (deskplane: string) => ({
  help: {
    deletion: 'list and follow deletions, release stuck items',
    list: 'list deletions, newest first, and what blocks them',
    watch: 'follow a deletion until it completes',
    release: 'stop waiting for an item without deleting it; the orphan scan keeps listing it',
    protect: 'protect desktops from deletion, even with --force',
    unprotect: 'remove the deletion protection of desktops',
    desktopArgument: 'ID or name of the desktop, or ID of the disk or snapshot',
    itemArgument: `ID of the item (see ${deskplane} deletion list --json)`,
    state: 'only those in this state; may be repeated',
    limit: 'maximum number',
    reason: 'reason, recorded permanently with your name; include no personal data',
  },
  states: { running: 'running', failed: 'retrying', done: 'done' },
  kinds: { server: 'server', volume: 'disk', port: 'port', snapshot: 'snapshot' },
  titles: {
    desktop: 'DESKTOP',
    state: 'STATE',
    progress: 'GONE',
    took: 'TOOK',
    accepted: 'ACCEPTED',
    waiting: 'WAITS FOR',
    id: 'ID',
  },
  erased: '(erased)',
  diskOf: (desktop: string) => `disk of ${desktop}`,
  snapshotOf: (desktop: string) => `snapshot of ${desktop}`,
  soFar: (time: string) => `${time} so far`,
  simulated: {
    ahead: 'SIMULATED: nothing real will be deleted.',
    done: receiptEn(deskplane).simulated,
    listed: 'SIMULATED: nothing real is deleted by the simulated engine.',
  },
  replayed: (state: string) => `${state}, replayed`,
  none: 'No matching deletions.',
  more: (shown: number, total: number) => `Shown: ${shown} of ${total}. Raise --limit to see more.`,
  missing: (word: string) =>
    `there is no deletion of a desktop with the ID or name "${word}", nor of a disk or snapshot with that ID. ` +
    `All deletions: ${deskplane} deletion list`,
  waitsFor: (kind: string, error: string) => (error === '' ? kind : `${kind}: ${error}`),
  released: (count: number) => ` (${count} released)`,
  accepted: (items: number) => `accepted: ${items} ${items === 1 ? 'item' : 'items'} to delete`,
  requested: (item: string) => `${item}: deletion requested`,
  ended: {
    absent: (item: string) => `${item}: gone`,
    erased: (item: string, key: string) => `${item}: gone, and its key ${key} is destroyed`,
    detached: (item: string) => `${item}: detached and kept`,
    released: (item: string) => `${item}: released, no longer waited for`,
  },
  failing: (what: string) => `failed, retrying: ${what}`,
  done: (released: number, what: 'desktop' | 'disk' | 'snapshot') =>
    released === 0
      ? `The ${what} is gone.`
      : `The ${what} is gone, except ${released} released ${released === 1 ? 'item' : 'items'}.`,
  longAgo: `This was deleted long ago. Only its receipt is left: run "${deskplane} receipt get" with its ID.`,
  releaseWarning: (id: string) =>
    `The deletion will stop waiting for the item ${id}. This does not delete the item: you take responsibility for it.`,
  releaseQuestion: 'Type yes to release: ',
  releaseNeedsYes:
    'Cannot ask for confirmation: there is no terminal. Nothing was released. Pass --yes to skip the question.',
  releaseDeclined: 'Nothing was released.',
  releaseDone: (id: string) => `Released ${id}.`,
  noItem: (id: string) => `the deletion is not waiting for an item "${id}".`,
  protected: (desktop: string) => `${desktop} is protected from deletion.`,
  unprotected: (desktop: string) => `${desktop} is no longer protected from deletion.`,
});

/** The same in Chinese. */
export const deletionZh = (deskplane: string): ReturnType<typeof deletionEn> => ({
  help: {
    deletion: '查看和跟踪删除任务，释放受阻的资源',
    list: '列出删除任务（最新的在前）及其受阻原因',
    watch: '跟踪一个删除任务直到结束',
    release: '不再等待某个资源，但不删除它；孤儿资源扫描仍会列出它',
    protect: '为桌面开启删除保护，强制删除同样会被拒绝',
    unprotect: '关闭桌面的删除保护',
    desktopArgument: '桌面的 ID 或名称，或磁盘、快照的 ID',
    itemArgument: `资源的 ID，见 ${deskplane} deletion list --json`,
    state: '只列出该状态的任务，可重复',
    limit: '最多列出的数量',
    reason: '原因；将与操作者一起永久记录，请勿包含个人信息',
  },
  states: { running: '进行中', failed: '重试中', done: '已完成' },
  kinds: { server: '云服务器', volume: '磁盘', port: '端口', snapshot: '快照' },
  titles: {
    desktop: '桌面',
    state: '状态',
    progress: '已删除',
    took: '用时',
    accepted: '受理时间',
    waiting: '等待',
    id: 'ID',
  },
  erased: '（已抹除）',
  diskOf: (desktop) => `${desktop} 的磁盘`,
  snapshotOf: (desktop) => `${desktop} 的快照`,
  soFar: (time) => `已 ${time}`,
  simulated: {
    ahead: 'SIMULATED（模拟）：不会删除任何真实资源。',
    done: receiptZh(deskplane).simulated,
    listed: 'SIMULATED（模拟）：模拟引擎不会删除任何真实资源。',
  },
  replayed: (state) => `${state}（重放）`,
  none: '没有符合条件的删除任务。',
  more: (shown, total) => `已显示 ${shown}/${total}，使用 --limit 可显示更多。`,
  missing: (word) =>
    `没有 ID 或名称为“${word}”的桌面的删除任务，也没有 ID 为“${word}”的磁盘或快照的删除任务。` +
    `全部删除任务：${deskplane} deletion list`,
  waitsFor: (kind, error) => (error === '' ? kind : `${kind}：${error}`),
  released: (count) => `（已释放 ${count}）`,
  accepted: (items) => `已受理：共 ${items} 个资源`,
  requested: (item) => `${item}：已请求删除`,
  ended: {
    absent: (item) => `${item}：已删除`,
    erased: (item, key) => `${item}：已删除，其密钥 ${key} 已销毁`,
    detached: (item) => `${item}：已解绑并保留`,
    released: (item) => `${item}：已释放，不再等待`,
  },
  failing: (what) => `失败，正在重试：${what}`,
  done: (released, what) =>
    `${{ desktop: '桌面', disk: '磁盘', snapshot: '快照' }[what]}已删除` +
    (released === 0 ? '。' : `，另有 ${released} 个资源被释放。`),
  longAgo: `早已删除，仅保留了回执：请以其 ID 执行“${deskplane} receipt get”。`,
  releaseWarning: (id) => `将不再等待资源 ${id}。此操作不会删除该资源，由您负责处理。`,
  releaseQuestion: '输入 yes 确认释放：',
  releaseNeedsYes: '无法确认：没有终端。未释放任何资源。使用 --yes 可跳过确认。',
  releaseDeclined: '未释放任何资源。',
  releaseDone: (id) => `已释放 ${id}。`,
  noItem: (id) => `该删除任务没有在等待资源“${id}”。`,
  protected: (desktop) => `${desktop} 已开启删除保护。`,
  unprotected: (desktop) => `${desktop} 已关闭删除保护。`,
});
