import type { InstanceState } from '@deskplane/server/instances/findInstances.js';
import type { HoldingKind } from '@deskplane/server/instances/holdings.js';

const thingsEn: Readonly<Record<HoldingKind, readonly [one: string, many: string]>> = {
  process: ['process', 'processes'],
  mount: ['mount', 'mounts'],
  'loop-device': ['loop device', 'loop devices'],
  cgroup: ['cgroup', 'cgroups'],
  interface: ['network interface', 'network interfaces'],
  namespace: ['network namespace', 'network namespaces'],
  table: ['firewall table', 'firewall tables'],
  directory: ['directory', 'directories'],
};
const thingsZh: Readonly<Record<HoldingKind, string>> = {
  process: '个进程',
  mount: '个挂载点',
  'loop-device': '个 loop 设备',
  cgroup: '个 cgroup',
  interface: '个网络接口',
  namespace: '个网络命名空间',
  table: '个防火墙表',
  directory: '个目录',
};
const statesEn: Readonly<Record<InstanceState, string>> = {
  running: 'running',
  stopped: 'stopped',
  abandoned: 'belongs to none',
  unknown: 'unknown',
};
const statesZh: Readonly<Record<InstanceState, string>> = {
  running: '运行中',
  stopped: '已停止',
  abandoned: '无主',
  unknown: '未知',
};

/** Texts of `deskplane machine`, in English. */
export const machineEn = (deskplane: string) => ({
  help: {
    machine: 'list what every installation holds on this machine, and end what belongs to none',
    end: 'end this installation alone, even if nothing tells whose it is',
    json: 'print JSON for programs',
  },
  none: 'No installation of Deskplane holds anything on this machine.',
  needsRoot: 'Only root sees what installations hold on this machine. Run this as root.',
  titles: { instance: 'INSTALLATION', state: 'STATE', holds: 'HOLDS', data: 'DATA DIRECTORY' },
  states: statesEn,
  count: (kind: HoldingKind, number: number) => `${number} ${thingsEn[kind][number === 1 ? 0 : 1]}`,
  listed: ', ',
  unknown: `Nothing tells where the data directory of an unknown installation is. If nobody needs its desktops, end it: ${deskplane} machine --end INSTALLATION`,
  warning: (id: string, dataDirectory: string | undefined) =>
    dataDirectory === undefined
      ? `Everything that ${id} holds on this machine will be ended, running desktops too. Whether somebody needs it is not known.`
      : `Everything that ${id} holds on this machine will be ended, running desktops too. Its data directory ${dataDirectory} is gone or belongs to another installation. If it is on a disk that is not mounted now, answer no.`,
  question: (count: number) => `End ${count === 1 ? 'it' : `these ${count}`}? Type yes: `,
  needsYes: 'Nothing was ended: there is no terminal to ask on. Pass --yes to end what belongs to none.',
  declined: 'Nothing was ended.',
  ending: (id: string) => `Ending ${id} …`,
  ended: (id: string) => `${id} holds nothing on this machine any more.`,
  remains: (id: string, left: readonly string[]) => `${id} still holds: ${left.join(', ')}`,
  notHere: (id: string) => `The installation ${id} holds nothing on this machine.`,
  owned: (id: string, dataDirectory: string) =>
    `${id} belongs to ${dataDirectory}. Delete its desktops with its own command.`,
});

/** The same in Chinese. */
export const machineZh = (deskplane: string): ReturnType<typeof machineEn> => ({
  help: {
    machine: '列出各安装在本机上占用的资源，并结束无主的资源',
    end: '只结束这个安装，即使无从得知其归属',
    json: '输出供程序使用的 JSON',
  },
  none: '本机上没有任何 Deskplane 安装占用资源。',
  needsRoot: '只有 root 能看到各安装在本机上占用的资源。请以 root 运行。',
  titles: { instance: '安装', state: '状态', holds: '占用', data: '数据目录' },
  states: statesZh,
  count: (kind, number) => `${number} ${thingsZh[kind]}`,
  listed: '、',
  unknown: `无从得知未知安装的数据目录在何处。如果无人需要其桌面，请结束它：${deskplane} machine --end INSTALLATION`,
  warning: (id, dataDirectory) =>
    dataDirectory === undefined
      ? `${id} 在本机上占用的一切（包括正在运行的桌面）都将被结束。无从得知是否有人需要它。`
      : `${id} 在本机上占用的一切（包括正在运行的桌面）都将被结束。其数据目录 ${dataDirectory} 已不存在或属于另一安装。如果该目录位于当前未挂载的磁盘上，请回答 no。`,
  question: (count) => `结束这 ${count} 个安装占用的资源？输入 yes：`,
  needsYes: '未结束任何内容：没有可供确认的终端。加 --yes 可结束无主的资源。',
  declined: '未结束任何内容。',
  ending: (id) => `正在结束 ${id} …`,
  ended: (id) => `${id} 在本机上已不占用任何资源。`,
  remains: (id, left) => `${id} 仍占用：${left.join('、')}`,
  notHere: (id) => `安装 ${id} 在本机上不占用任何资源。`,
  owned: (id, dataDirectory) => `${id} 属于 ${dataDirectory}。请用其自身的命令删除桌面。`,
});
