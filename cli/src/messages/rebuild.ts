/**
 * Texts of `deskplane desktop rebuild`, in English.
 * @param deskplane the command
 */
export const rebuildEn = (deskplane: string) => ({
  help: {
    rebuild: 'give desktops a new system disk from an image; what was on it is lost, data disks stay',
    image: 'image for the new system disk: ID or name',
  },
  heading: (count: number) =>
    count === 1
      ? 'The system disk of this desktop will be replaced by a new one. What is on it cannot be restored.'
      : `The system disks of these ${count} desktops will be replaced by new ones. What is on them cannot be restored.`,
  simulated: 'SIMULATED: nothing real will be changed.',
  plan: {
    image: 'image',
    imageOf: (name: string, id: string) => `${name} (${id})`,
    disk: 'disk that goes',
    snapshots: 'snapshots',
    power: 'power',
    restarts: 'shut down now and started again afterwards',
    staysOff: 'stays off',
    lost: 'lost',
    plan: 'plan',
  },
  needsYes: 'there is no terminal to ask at: give --yes to replace system disks without being asked.',
  question: 'Type yes to replace: ',
  declined: 'Not confirmed. Nothing was changed.',
  planChanged: 'the plan has changed. Nothing was replaced. Run the command again to see the new plan.',
  accepted: (name: string, job: string) =>
    `${name} gets a new system disk (job ${job}). "${deskplane} desktop list" shows when it has it.`,
  later: (disk: string) =>
    `Only then the deletion of the former disk begins. From then on: ${deskplane} deletion watch ${disk}`,
  done: (name: string, time: string) => `${name} has a new system disk after ${time}.`,
  failed: (name: string, why: string) => `${name} did not get a new system disk: ${why}`,
  deletion: (id: string) => `The deletion of the former disk: ${deskplane} deletion watch ${id}`,
});

/** The same in Chinese. */
export const rebuildZh = (deskplane: string): ReturnType<typeof rebuildEn> => ({
  help: {
    rebuild: '使用镜像重建桌面的系统盘；系统盘原有内容丢失，数据盘保留',
    image: '新系统盘所用的镜像：ID 或名称',
  },
  heading: (count) => `将重建${count === 1 ? '此桌面' : `这 ${count} 个桌面`}的系统盘，其中的数据无法恢复。`,
  simulated: 'SIMULATED（模拟）：不会更改任何真实资源。',
  plan: {
    image: '镜像',
    imageOf: (name, id) => `${name}（${id}）`,
    disk: '将删除的磁盘',
    snapshots: '快照',
    power: '电源',
    restarts: '立即关机，完成后重新开机',
    staysOff: '保持关机',
    lost: '丢失内容',
    plan: '计划',
  },
  needsYes: '没有可供确认的终端：加上 --yes 可直接重建。',
  question: '输入 yes 确认重建：',
  declined: '未确认，未做任何更改。',
  planChanged: '重建计划已发生变化，未执行任何重建。请重新执行该命令查看新计划。',
  accepted: (name, job) =>
    `正在重建 ${name} 的系统盘（任务 ${job}），是否完成见“${deskplane} desktop list”。`,
  later: (disk) => `完成后才开始删除原系统盘，届时可查看：${deskplane} deletion watch ${disk}`,
  done: (name, time) => `${name} 的系统盘已重建，用时 ${time}。`,
  failed: (name, why) => `${name} 的系统盘未能重建：${why}`,
  deletion: (id) => `原系统盘的删除：${deskplane} deletion watch ${id}`,
});
