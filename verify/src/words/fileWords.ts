import { faultsZh } from './faultsZh.js';
import { inOtherWords } from './inOtherWords.js';

/**
 * The files that a verdict needs, in English.
 * @param deskplane the command that gets heads and keys
 */
export const filesEn = (deskplane: string) => ({
  ownKeys:
    'The keys come from the file itself. To confirm their owner, pass --keys with keys from a trusted source.',
  standardInput: 'standard input',
  notReadable: (path: string, why: string) => `cannot read ${path}: ${why}`,
  noHead: (path: string) => `${path} is not a head of the log (${deskplane} receipt head).`,
  noKeys: (path: string, why: string) => `${path} is not a key set (${deskplane} receipt keys): ${why}.`,
  noJson: 'it is not JSON',
  /** Of the system, by its codes. */
  faults: {
    ENOENT: 'it does not exist',
    ENOTDIR: 'a part of its path is no directory',
    EISDIR: 'it is a directory',
    EEXIST: 'it exists already and is not overwritten',
    EBADF: 'it is not open for that',
    EACCES: 'no permission',
    EPERM: 'not permitted',
    ENOSPC: 'the disk is full',
    EROFS: 'the file system is read-only',
  } as Readonly<Record<string, string>>,
});

/** The files that a verdict needs, in Chinese. */
export const filesZh = (deskplane: string): ReturnType<typeof filesEn> => ({
  ownKeys: '密钥来自文件本身。如需确认其归属，请用 --keys 指定来自可信来源的密钥。',
  standardInput: '标准输入',
  notReadable: (path, why) => `无法读取 ${path}：${why}`,
  noHead: (path) => `${path} 不是日志头（${deskplane} receipt head）。`,
  noKeys: (path, why) => `${path} 不是密钥集（${deskplane} receipt keys）：${inOtherWords(faultsZh, why)}。`,
  noJson: '内容不是 JSON',
  faults: {
    ENOENT: '文件不存在',
    ENOTDIR: '路径的一部分不是目录',
    EISDIR: '它是目录',
    EEXIST: '文件已存在，不会覆盖',
    EBADF: '它未为此打开',
    EACCES: '没有权限',
    EPERM: '不允许该操作',
    ENOSPC: '磁盘已满',
    EROFS: '文件系统为只读',
  },
});

/** What a file is called that was named on a command line: `-` is standard input. */
export function nameOfFile(path: string, { standardInput }: ReturnType<typeof filesEn>): string {
  return path === '-' ? standardInput : path;
}

/** Why a file could not be read or written, in these words; the system's own where there are none. */
export function describeFileFault(error: unknown, { faults }: ReturnType<typeof filesEn>): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return faults[code] ?? (error instanceof Error ? error.message : String(error));
}
