/**
 * The files that a verdict needs, in English.
 * @param deskplane the command that gets heads and keys
 */
export const filesEn = (deskplane: string) => ({
  ownKeys:
    'The keys come from the file itself. To confirm their owner, pass --keys with keys from a trusted source.',
  notReadable: (path: string, why: string) => `cannot read ${path}: ${why}`,
  noHead: (path: string) => `${path} is not a head of the log (${deskplane} receipt head).`,
  noKeys: (path: string, why: string) => `${path} is not a key set (${deskplane} receipt keys): ${why}.`,
  noJson: 'it is not JSON',
});

/** The files that a verdict needs, in Chinese. */
export const filesZh = (deskplane: string): ReturnType<typeof filesEn> => ({
  ownKeys: '密钥来自文件本身。如需确认其归属，请用 --keys 指定来自可信来源的密钥。',
  notReadable: (path, why) => `无法读取 ${path}：${why}`,
  noHead: (path) => `${path} 不是日志头（${deskplane} receipt head）。`,
  noKeys: (path, why) => `${path} 不是密钥集（${deskplane} receipt keys）：${why}。`,
  noJson: '内容不是 JSON',
});
