/** Texts about what desktops can be ordered as, in English. */
export const productEn = {
  help: {
    product: 'what desktops can be ordered as',
    list: 'list the products: processors, memory and system disk',
  },
  titles: { id: 'PRODUCT', processors: 'VCPUS', memory: 'MEMORY (GB)', disk: 'DISK (GB)', about: 'ABOUT' },
};

/** The same in Chinese. */
export const productZh: typeof productEn = {
  help: { product: '可订购的桌面规格', list: '列出产品：处理器、内存和系统盘' },
  titles: { id: '产品', processors: 'vCPU', memory: '内存（GB）', disk: '系统盘（GB）', about: '说明' },
};
