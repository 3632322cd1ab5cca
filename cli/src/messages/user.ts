/** Texts about erasing users, in English. */
export const userEn = {
  help: {
    group: 'erase the personal data of deleted desktop users',
    erase:
      "permanently remove all names and addresses of a deleted desktop user, and the names of the user's deleted desktops",
    user: 'ID or former name of the desktop user',
  },
  warning: (user: string) =>
    `All names and addresses of ${user} will be removed permanently. Receipts stay valid, but can no longer reveal the name.`,
  question: 'Type yes to erase: ',
  needsYes:
    'Cannot ask for confirmation: there is no terminal. Nothing was erased. Pass --yes to skip the question.',
  declined: 'Nothing was erased.',
  done: (id: string) => `Erased. Only the ID ${id} is left of the user.`,
  nothingLeft: (id: string) => `The user ${id} has no personal data left to erase.`,
  unknown: (user: string) => `there is no record of a desktop user "${user}".`,
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
  needsYes: '无法确认：没有终端。未抹除任何内容。使用 --yes 可跳过确认。',
  declined: '未抹除任何内容。',
  done: (id) => `已抹除，仅保留该用户的 ID ${id}。`,
  nothingLeft: (id) => `用户 ${id} 没有可抹除的内容。`,
  unknown: (user) => `没有关于桌面用户“${user}”的记录。`,
};
