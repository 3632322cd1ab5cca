/** Texts about desktops that are changed, in English. */
export const changeEn = () => ({
  help: {
    resize: 'give desktops another product; running ones are shut down and started again',
    product: 'product ID: sets the size',
    network: 'move desktops to another subnet, or change their security groups; who moves is restarted',
    subnet: 'subnet to move to, by ID or name',
    address: 'IP address to have there, of a single desktop (default: a free one)',
    maintain: 'keep the users of desktops out of them, or with --off let them in again',
    off: 'let the users in again',
    securityGroup: 'security groups from then on, by ID or name (default: as before)',
  },
  keptOut: (name: string) => `${name} is in maintenance: its users are kept out.`,
  openAgain: (name: string) => `The users of ${name} may open it again.`,
  nothing: 'say what to change: --subnet, --address or --security-group.',
  addressOfOne: '--address goes with a single desktop.',
  progress: (done: number, all: number) => `${done} of ${all} changed`,
  accepted: (name: string) => `${name} is being changed.`,
  done: (name: string, time: string) => `${name} was changed after ${time}.`,
  failed: (name: string, why: string) => `${name} was not changed: ${why}`,
});

/** The same in Chinese. */
export const changeZh = (): ReturnType<typeof changeEn> => ({
  help: {
    resize: '变更桌面规格；运行中的桌面会先关机再开机',
    product: '产品 ID，决定规格',
    network: '将桌面切换到其他子网，或修改其安全组；切换子网的桌面会重启',
    subnet: '目标子网，ID 或名称',
    address: '目标 IP 地址，仅用于单个桌面（默认：自动分配）',
    maintain: '让桌面进入维护模式，用户不能进入；使用 --off 结束维护',
    off: '结束维护，用户可以再次进入',
    securityGroup: '之后所属的安全组，ID 或名称（默认：保持不变）',
  },
  keptOut: (name) => `${name} 已进入维护模式，用户不能进入。`,
  openAgain: (name) => `${name} 的用户可以再次进入。`,
  nothing: '请指定要修改的内容：--subnet、--address 或 --security-group。',
  addressOfOne: '--address 只能用于单个桌面。',
  progress: (done, all) => `已变更 ${done}/${all}`,
  accepted: (name) => `${name} 正在变更。`,
  done: (name, time) => `${name} 已变更，用时 ${time}。`,
  failed: (name, why) => `${name} 未能变更：${why}`,
});
