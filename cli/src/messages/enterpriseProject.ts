/** Texts about enterprise projects, in English. */
export const enterpriseProjectEn = {
  help: {
    project: 'what desktops can be moved to',
    list: 'list the enterprise projects of the account; 0 is default',
  },
  titles: { name: 'NAME', id: 'ID', state: 'STATE', about: 'ABOUT' },
  states: { enabled: 'enabled', disabled: 'disabled' },
};

/** The same in Chinese. */
export const enterpriseProjectZh: typeof enterpriseProjectEn = {
  help: { project: '桌面可迁入的企业项目', list: '列出账号的企业项目；0 为 default' },
  titles: { name: '名称', id: 'ID', state: '状态', about: '说明' },
  states: { enabled: '启用', disabled: '停用' },
};
