import type { Operation } from '../../access/permissions/table.js';
import type { Language } from '../../errors/errors.js';

const securityGroupGoes = {
  en: 'The security group goes, with its rules. No desktop is in it any more.',
  zh: '该安全组（已没有桌面）及其规则将被删除。',
};
const ruleGoes = {
  en: 'The rule goes. What only it allows no longer passes, and open connections end.',
  zh: '该规则将被删除。仅由其允许的流量不能再通过，已建立的连接会中断。',
};

/**
 * The operations whose effect no other call takes back, with what goes: `x-deskplane-destructive` of the document, which makes
 * the API Explorer ask first. A test holds every DELETE to be here or to be known as one that can be undone.
 */
export const destructiveOperations: Partial<Readonly<Record<Operation, Readonly<Record<Language, string>>>>> =
  {
    DeleteDesktop: {
      en: 'The desktop goes for good: its server, its disks with everything on them, its ports; with delete_users its users, too.',
      zh: '桌面将永久消失：服务器、磁盘及其全部数据、端口；带delete_users时还包括其用户。',
    },
    BatchDeleteDesktops: {
      en: 'These desktops go for good: servers, disks with everything on them, ports; with delete_users their users, too.',
      zh: '这些桌面将永久消失：服务器、磁盘及其全部数据、端口；带delete_users时还包括其用户。',
    },
    DeleteDesktopVolumes: {
      en: 'These disks go for good, with everything on them; a running desktop loses them at once.',
      zh: '这些磁盘及其全部数据将永久消失；运行中的桌面将立即失去它们。',
    },
    BatchDeleteDesktopSnapshot: {
      en: 'These snapshots go for good; the disks that they are of stay as they are.',
      zh: '这些快照将永久消失；所属磁盘保持不变。',
    },
    BatchRestoreDesktopSnapshot: {
      en: 'What was written to these disks since their snapshots were made is lost for good.',
      zh: '这些磁盘自创建快照以来写入的全部内容将永久丢失。',
    },
    BatchRebuildDesktopsSystemDisk: {
      en: 'The system disks of these desktops go for good, with everything on them and their snapshots; data disks stay.',
      zh: '这些桌面的系统盘及其全部数据和快照将永久消失；数据盘保持不变。',
    },
    DeleteUser: {
      en: 'The desktop user goes. Nobody signs in by that name any more; desktops are not touched.',
      zh: '该桌面用户将被删除，无法再以此名称登录；桌面不受影响。',
    },
    BatchDeleteUser: {
      en: 'These desktop users go. Nobody signs in by their names any more; desktops are not touched.',
      zh: '这些桌面用户将被删除，无法再以其名称登录；桌面不受影响。',
    },
    DeleteScheduledTasks: {
      en: 'The scheduled task goes with its records. Its desktops are not touched.',
      zh: '该定时任务及其执行记录将被删除，桌面不受影响。',
    },
    BatchDeleteScheduledTasks: {
      en: 'These scheduled tasks go with their records. Their desktops are not touched.',
      zh: '这些定时任务及其执行记录将被删除，桌面不受影响。',
    },
    BatchDeleteDesktopNamePolicy: {
      en: 'These name policies go. Desktops keep the names that they have.',
      zh: '这些命名策略将被删除，桌面保留现有名称。',
    },
    BatchDeleteOtpDevices: {
      en: 'The device makes no codes for this service any more, and the sessions that it let in end.',
      zh: '该设备不再为本服务生成验证码，凭其登录的会话随之结束。',
    },
    DeleteUserGroup: {
      en: 'The user group goes with its memberships. Its users stay.',
      zh: '该用户组及其成员关系将被删除，其中的用户保留。',
    },
    BatchDeleteUserGroups: {
      en: 'These user groups go with their memberships. Their users stay.',
      zh: '这些用户组及其成员关系将被删除，其中的用户保留。',
    },
    DeleteExportTasks: {
      en: 'These exports go, and cannot be downloaded any more. The users stay.',
      zh: '这些导出任务将被删除，不能再下载；用户保留。',
    },
    ResetRandomPassword: {
      en: 'The password that the user has goes, with all sessions; the screens close.',
      zh: '该用户现有的密码及全部会话将失效，画面将关闭。',
    },
    EraseUser: {
      en: 'Everything that is still known of a deleted desktop user by name or mail address goes; only what proves deletions stays.',
      zh: '已删除桌面用户的姓名与邮箱等信息将被全部擦除，仅保留证明删除的内容。',
    },
    ReleaseDeletionItem: {
      en: 'The deletion ends without this item, which is not deleted. Who released it and why is on record for good.',
      zh: '删除将在不包含该项的情况下结束，该项不会被删除。由谁释放及其原因将永久记录。',
    },
    ReclaimOrphans: {
      en: 'What the scan found without an owner is removed from the engine: servers, disks with everything on them, ports.',
      zh: '扫描发现的无主资源将从引擎中移除：服务器、磁盘及其全部数据、端口。',
    },
    RetainTraces: {
      en: 'The content of audit events beyond the term goes; their hashes stay in the log.',
      zh: '超过期限的审计事件内容将被移除，日志中仅保留其哈希。',
    },
    DeleteImage: {
      en: 'The image goes. No desktop can be made from it any more.',
      zh: '该镜像将被删除，无法再用它创建桌面。',
    },
    RotateAuthorizationMessageKey: {
      en: 'The key of authorization messages is replaced. What older keys encrypted can be decoded only until it expires.',
      zh: '授权信息的密钥将被更换，旧密钥加密的内容仅在过期前可以解码。',
    },
    RotateSigningKey: {
      en: 'The key that signs the log is replaced, and the private half of the old one is forgotten.',
      zh: '签名日志的密钥将被更换，旧密钥的私钥将被销毁。',
    },
    KeystoneDeleteUser: {
      en: 'The IAM user goes, with their access keys, sessions and rights.',
      zh: '该IAM用户将被删除，包括其访问密钥、会话与权限。',
    },
    KeystoneDeleteGroup: {
      en: 'The group goes, with the rights that its users have through it. The users stay.',
      zh: '该用户组将被删除，其用户由此获得的权限一并失去；用户保留。',
    },
    DeletePermanentAccessKey: {
      en: 'The access key goes. Whatever signs with it is refused at once.',
      zh: '该访问密钥将被删除，使用它签名的请求立即被拒绝。',
    },
    DeleteCustomPolicy: {
      en: 'The policy goes, and with it the rights that it gives.',
      zh: '该策略及其授予的权限将被删除。',
    },
    DeletePolicyV5: { en: 'The policy goes.', zh: '该策略将被删除。' },
    DeletePolicyVersionV5: { en: 'This version of the policy goes.', zh: '该策略的此版本将被删除。' },
    DeleteVpc: { en: 'The VPC goes. It has no subnets any more.', zh: '该VPC（已没有子网）将被删除。' },
    DeleteSubnet: {
      en: 'The subnet goes. No desktop is in it any more.',
      zh: '该子网（已没有桌面）将被删除。',
    },
    DeleteSecurityGroup: securityGroupGoes,
    DeleteSecurityGroupV3: securityGroupGoes,
    DeleteSecurityGroupRule: ruleGoes,
    DeleteSecurityGroupRuleV3: ruleGoes,
    CancelWorkspace: {
      en: 'The service of the project goes, with its security groups and the network that was made for it. Nothing is left in it any more.',
      zh: '项目的云桌面服务（已清空）将被关闭，其安全组及为其新建的网络一并删除。',
    },
    ClearCalls: {
      en: 'What the test double was asked so far is forgotten.',
      zh: '测试替身迄今收到的调用记录将被清空。',
    },
    ResetTestDouble: {
      en: 'Everything that was made, deleted or logged since the test double started first goes, its database with it.',
      zh: '测试替身首次启动以来创建、删除和记录的一切都将连同其数据库一并清除。',
    },
    ResetClock: {
      en: 'Tokens, temporary keys, sessions and links of everybody end.',
      zh: '所有人的令牌、临时密钥、会话和链接都将失效。',
    },
    DropScreenFileUpload: {
      en: 'What was uploaded of this file so far goes.',
      zh: '该文件已上传的内容将被丢弃。',
    },
  };
