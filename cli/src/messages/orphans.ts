/** Texts about orphans, in English. */
export const orphansEn = {
  help: {
    orphans: 'compare the items in the engine with the ledger, and list orphans',
    reclaim: 'remove orphans: items with a creation record of this service and without a desktop',
  },
  none: 'No orphans: the engine and the ledger agree.',
  summary: (live: number, orphaned: number, unknown: number, missing: number, foreign: number) =>
    `${live} in use, ${orphaned} orphaned, ${unknown} unclear, ${missing} missing; ${foreign} foreign`,
  incomplete: (kind: string, why: string) => `The engine could not list every ${kind}: ${why}`,
  forgotten: (count: number) =>
    `${count === 1 ? 'One item carries a name of ours, but no ledger lists it.' : `${count} items carry a name of ours, but no ledger lists them.`} This happens to items created after the restored backup. A name proves nothing, so Deskplane never removes them. To remove them by hand, see "What no ledger knows" in docs/en/deletion.md.`,
  classes: { 'ours-orphaned': 'orphaned', unknown: 'unclear', missing: 'missing' },
  titles: {
    verdict: 'WHAT',
    kind: 'KIND',
    id: 'ENGINE ID',
    desktop: 'DESKTOP',
    reason: 'WHY',
    name: 'NAME',
  },
  question: (count: number) => `Remove ${count} ${count === 1 ? 'orphan' : 'orphans'}? Type yes: `,
  needsYes:
    'Cannot ask for confirmation: there is no terminal. Nothing was removed. Pass --yes to skip the question.',
  declined: 'Nothing was removed.',
  results: { removed: 'removed', accepted: 'removal requested', left: 'kept', failed: 'failed' },
};

/** The same in Chinese. */
export const orphansZh: typeof orphansEn = {
  help: {
    orphans: '比对引擎中的资源与台账，列出孤儿资源',
    reclaim: '移除孤儿资源：有本服务的创建记录、且不再属于任何桌面的资源',
  },
  none: '没有孤儿资源：引擎与台账一致。',
  summary: (live: number, orphaned: number, unknown: number, missing: number, foreign: number) =>
    `使用中 ${live}，孤儿 ${orphaned}，不明 ${unknown}，缺失 ${missing}；外来 ${foreign}`,
  incomplete: (kind: string, why: string) => `引擎无法列出全部 ${kind}：${why}`,
  forgotten: (count: number) =>
    `${count} 个资源带有本服务的名称，但台账中没有记录。在所恢复的备份之后创建的资源会出现这种情况。名称不能证明归属，因此 Deskplane 从不移除它们。人工移除的方法见 docs/zh/deletion.md 的“台账中没有的资源”。`,
  classes: { 'ours-orphaned': '孤儿', unknown: '不明', missing: '缺失' },
  titles: { verdict: '结论', kind: '类型', id: '引擎ID', desktop: '桌面', reason: '原因', name: '名称' },
  question: (count: number) => `移除 ${count} 个孤儿资源？输入 yes 确认：`,
  needsYes: '无法确认：没有终端。未移除任何内容。使用 --yes 可跳过确认。',
  declined: '未移除任何内容。',
  results: { removed: '已移除', accepted: '已请求移除', left: '保留', failed: '失败' },
};
