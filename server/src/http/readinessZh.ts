import { inOtherWords } from '@deskplane/verify/words/inOtherWords.js';
import { databaseTroubles } from '../database/databaseTrouble.js';

/** What is wrong with the engine, the database or the log, in Chinese; the parts that say so speak English only. */
export const readinessZh: readonly (readonly [english: string, chinese: string])[] = [
  ['disks are not encrypted, their size is not enforced: {}', '磁盘未加密，且不限制其大小：{}'],
  ['DESKPLANE_DISKS is plain', 'DESKPLANE_DISKS 设为 plain'],
  [
    'disks grow only while their desktop is off: the engine host has no CAP_SYS_RESOURCE on this machine',
    '只有桌面关机时才能扩容磁盘：引擎主机进程在本机没有 CAP_SYS_RESOURCE',
  ],
  [
    'DESKPLANE_EGRESS names the interface {}, which is not there: desktops reach nothing outside',
    'DESKPLANE_EGRESS 指定的网络接口 {} 不存在：桌面无法访问外部',
  ],
  [
    'the firewall chain {} drops what is forwarded, so that desktops may reach nothing outside: let it accept from and to the interfaces {}',
    '防火墙链 {} 会丢弃转发的数据包，桌面可能无法访问外部：请允许进出接口 {} 的流量',
  ],
  ['the firewall rules of this machine cannot be read: {}', '无法读取本机的防火墙规则：{}'],
  [
    'this machine has rules of iptables-legacy, which nft does not show: they may drop what desktops send out',
    '本机有 iptables-legacy 规则，nft 不会显示：它们可能丢弃桌面向外发送的数据包',
  ],
  ['the network namespace {} belongs to no port on record', '网络命名空间 {} 不属于任何有记录的端口'],
  ['the router {} could not be put in order: {}', '无法恢复路由器 {}：{}'],
  [
    'desktops see the memory and cores of the whole machine (lxcfs does not run: {})',
    '桌面看到的是整台机器的内存和核数（lxcfs 未运行：{}）',
  ],
  ['there is no /dev/fuse', '没有 /dev/fuse'],
  [
    'the machine is short of free space: the writes of all desktops wait until disks, snapshots or other files are deleted',
    '本机可用空间不足：所有桌面的写入都在等待，直到删除磁盘、快照或其他文件',
  ],
  ['the engine host speaks version {}, not {}', '引擎主机进程的协议版本是 {}，而不是 {}'],
  ['not installed on this machine: {}', '本机未安装：{}'],
  ['the engine does not answer', '引擎没有应答'],
  ...databaseTroubles.map(({ en, zh }) => [en, zh] as const),
  [
    'the log was changed from outside, and nothing in it is signed any further: {}',
    '日志被从外部改动，不再为其签名：{}',
  ],
];

/** Words what `/readyz` says in Chinese; what has no words there stays English. */
export const describeReadinessInChinese = (sentence: string): string => inOtherWords(readinessZh, sentence);
