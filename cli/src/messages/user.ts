/** What is said of erasing users, in English. */
export const userEn = {
  help: {
    group: 'erase the personal data of deleted desktop users',
    erase:
      "remove every name and address of a deleted desktop user, and their deleted desktops' names, for good",
    user: 'ID of the desktop user, or the name that they had',
  },
  warning: (user: string) =>
    `Every name and address of ${user} is removed for good. Receipts stay valid, but can no longer be opened to show who it was.`,
  question: 'Type yes to erase: ',
  needsYes: 'nobody can be asked here. Nothing was erased. Add --yes to erase without being asked.',
  declined: 'Nothing was erased.',
  done: (id: string) => `Erased. What is left of the user is the ID ${id}.`,
  nothingLeft: (id: string) => `Nothing was left to erase of the user ${id}.`,
  unknown: (user: string) => `nothing is on record of a desktop user "${user}".`,
};

/** The same in Chinese. */
export const userZh: typeof userEn = {
  help: {
    group: '抹除已删除桌面用户的个人信息',
    erase: '永久移除已删除桌面用户的所有名称和地址，以及其已删除桌面的名称',
    user: '桌面用户的 ID，或其曾用的名称',
  },
  warning: (user) => `将永久移除 ${user} 的所有名称和地址。删除回执仍然有效，但无法再从中得知其身份。`,
  question: '输入 yes 确认抹除：',
  needsYes: '此处无法询问，未抹除任何内容。如需不经询问直接抹除，请添加 --yes。',
  declined: '未抹除任何内容。',
  done: (id) => `已抹除，仅保留该用户的 ID ${id}。`,
  nothingLeft: (id) => `用户 ${id} 没有可抹除的内容。`,
  unknown: (user) => `没有关于桌面用户“${user}”的记录。`,
};
