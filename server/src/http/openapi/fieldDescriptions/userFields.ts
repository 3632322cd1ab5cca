import type { FieldTexts } from './fieldText.js';

/** Desktop users, their own pages, the service of a project, mails and the engine. */
export const userFields: FieldTexts = {
  user_name: [
    'Name of the desktop user: at most 32 letters, digits and . _ -, unique in the project in any case.',
    '桌面用户名：最多32个字母、数字和. _ -，在项目内唯一，不区分大小写。',
  ],
  'attach_user_infos.user_name': [
    'Name of the desktop user or of the user group, in any case.',
    '桌面用户名或用户组名，不区分大小写。',
  ],
  'detach_user_infos.user_name': [
    'Name of the desktop user or of the user group, in any case.',
    '桌面用户名或用户组名，不区分大小写。',
  ],
  'LoginToDesk.user_name': ['Name of the desktop user, in any case.', '桌面用户名，不区分大小写。'],
  user_email: [
    'Mail address of the user, for invitations and news of desktops.',
    '用户的邮箱，用于邀请和桌面通知。',
  ],
  user_phone: ['Telephone number of the user.', '用户的电话号码。'],
  user_ids: [
    'IDs of the desktop users. If one cannot go, none goes.',
    '桌面用户ID列表。有一个不能删除则全部不删除。',
  ],
  active_type: [
    'Who sets the password: USER_ACTIVATE, the user by a link that is mailed; ADMIN_ACTIVATE, you.',
    '由谁设置密码：USER_ACTIVATE为用户通过邮件中的链接设置；ADMIN_ACTIVATE为管理员设置。',
  ],
  'UpdateUserInfo.active_type': [
    'Who sets the password: USER_ACTIVATE the user, ADMIN_ACTIVATE you. Empty: unchanged.',
    '由谁设置密码：USER_ACTIVATE为用户，ADMIN_ACTIVATE为管理员。为空则不变。',
  ],
  'query.active_type': ['Only users who get their password this way.', '仅以该方式设置密码的用户。'],
  'CreateDesktopUser.password': [
    '8 to 32 characters. With ADMIN_ACTIVATE.',
    '8到32个字符，用于ADMIN_ACTIVATE。',
  ],
  enable_change_password: ['Whether the user may change the password.', '用户能否修改密码。'],
  next_login_change_password: [
    'Whether the user has to choose another password when signing in next.',
    '用户下次登录时是否必须修改密码。',
  ],
  password_never_expired: ['Whether the password never expires.', '密码是否永不过期。'],
  disabled: ['Whether the user is kept from signing in.', '是否禁止用户登录。'],
  group_ids: ['IDs of user groups that the user joins.', '用户加入的用户组ID。'],
  'BatchDeleteUserGroups.group_ids': [
    'IDs of the user groups. If one cannot go, none goes.',
    '用户组ID列表。有一个不能删除则全部不删除。',
  ],
  users: ['The users to create. If one cannot be, none is.', '要创建的用户。有一个不能创建则全部不创建。'],
  'users.password': ['8 to 32 characters. With ADMIN_ACTIVATE.', '8到32个字符，用于ADMIN_ACTIVATE。'],
  group_name: [
    'Name of the user group, unique in the project in any case.',
    '用户组名称，在项目内唯一，不区分大小写。',
  ],
  platform_type: [
    'Where the group comes from. LOCAL is possible here: there is no directory.',
    '用户组的来源。此处只能为LOCAL，没有对接目录。',
  ],
  'RunActionsOnGroup.op_type': ['ADD: put in; DELETE: take out.', 'ADD：加入；DELETE：移出。'],
  'RunActionsOnGroup.user_ids': ['IDs of the desktop users.', '桌面用户ID列表。'],
  'ListUserGroups.query.keyword': [
    'Only groups whose name contains this, in any case.',
    '仅名称包含该内容的用户组，不区分大小写。',
  ],
  'ListUserGroups.query.domain': ['Only groups of this directory.', '仅该域的用户组。'],
  'ListUserGroups.query.platform_type': [
    'Where the groups come from: LOCAL here, AD from a directory.',
    '用户组的来源：LOCAL为本地，AD为目录。',
  ],
  'ListUsersOfGroup.query.description': [
    'Only users whose description contains this, in any case.',
    '仅描述包含该内容的用户，不区分大小写。',
  ],
  'ExportUsersNew.user_name': [
    'Only users whose name contains this, in any case.',
    '仅名称包含该内容的用户，不区分大小写。',
  ],
  'ExportUsersNew.user_names': [
    'Only users with one of these names, whole, in any case.',
    '仅名称为其中之一的用户，须完整匹配，不区分大小写。',
  ],
  'ExportUsersNew.description': [
    'Only users whose description contains this, in any case.',
    '仅描述包含该内容的用户，不区分大小写。',
  ],
  'ExportUsersNew.active_type': [
    'Only users who get their password this way. Omitted: all.',
    '仅以该方式设置密码的用户。省略则为全部。',
  ],
  'ExportUsersNew.enterprise_project_id': [
    'Only users of this enterprise project. all_granted_eps, or omitted: of all that the caller may see.',
    '仅该企业项目的用户。all_granted_eps或省略：调用者有权查看的全部企业项目。',
  ],
  'ExportUsersNew.language': [
    'The language of the file: zh_CN or en_US. Omitted: that of the answer.',
    '文件的语言：zh_CN或en_US。省略则与应答的语言相同。',
  ],
  'ExportUserGroupUsersNew.query.user_name': [
    'Only users whose name contains this, in any case.',
    '仅名称包含该内容的用户，不区分大小写。',
  ],
  'ExportUserGroupUsersNew.query.description': [
    'Only users whose description contains this, in any case.',
    '仅描述包含该内容的用户，不区分大小写。',
  ],
  'ExportUserGroupUsersNew.query.group_name': [
    'The whole name of the group, in any case. Of another name nobody is in it.',
    '用户组的完整名称，不区分大小写。名称不符则不含任何用户。',
  ],
  'ExportUserGroups.query.keyword': [
    'Only groups whose name contains this, in any case.',
    '仅名称包含该内容的用户组，不区分大小写。',
  ],
  'ExportUsersTemplate.query.active_type': [
    'ADMIN_ACTIVATE: with a column for the password. USER_ACTIVATE, or omitted: without.',
    'ADMIN_ACTIVATE：含密码列。USER_ACTIVATE或省略：不含。',
  ],
  'ExportUserListTemplate.query.os_type': [
    'Must be left out: the file gives nobody a desktop.',
    '请勿填写：该文件不分配桌面。',
  ],
  'ImportUserList.query.vpc_id': [
    'Must be left out: an import gives nobody a desktop.',
    '请勿填写：导入不分配桌面。',
  ],
  'ImportUserList.query.subnet_id': [
    'Must be left out: an import gives nobody a desktop.',
    '请勿填写：导入不分配桌面。',
  ],
  'ImportUserList.file': [
    'CSV in UTF-8 or GBK, with the titles of ExportUserListTemplate or an export; with a column for passwords if need be.',
    'UTF-8或GBK编码的CSV，列标题同ExportUserListTemplate或导出文件，可另有密码列。',
  ],
  'ListExportTasks.query.file_name': [
    'Only files whose name contains this, in any case.',
    '仅文件名包含该内容的，不区分大小写。',
  ],
  'ListExportTasks.query.task_id': ['Only this export.', '仅该导出任务。'],
  'ListExportTasks.query.status': [
    'SUCCESS: the file can be downloaded; EXPIRED: not any more. None here is CREATING or FAIL.',
    'SUCCESS：可下载；EXPIRED：已过期。此处没有CREATING或FAIL的任务。',
  ],
  'ListExportTasks.query.is_download': [
    'true: only what was downloaded; false: only what was not.',
    'true：仅已下载的；false：仅未下载的。',
  ],
  'ListExportTasks.query.sort_type': [
    'ASC: the oldest first; DESC, or omitted: the newest first.',
    'ASC：最早的在前；DESC或省略：最近的在前。',
  ],
  'DeleteExportTasks.task_ids': [
    'IDs of the exports. If one is missing, none goes.',
    '导出任务ID列表。有一个不存在则全部不删除。',
  ],
  alias_name: ['Another name of the user, for people.', '用户的别名。'],
  'ChangeUserStatus.op_type': [
    'LOCK: keep out; UNLOCK: let in again; RESET_PWD: have a new password chosen.',
    'LOCK：锁定；UNLOCK：解锁；RESET_PWD：重置密码。',
  ],
  'ListUsers.query.description': [
    'Only users whose description contains this, in any case.',
    '仅描述包含该内容的用户，不区分大小写。',
  ],
  'query.disabled': [
    'true: only disabled users; false: only others.',
    'true：仅已停用的用户；false：仅其他用户。',
  ],
  'query.group_name': ['Only users in the group of this name.', '仅该名称用户组中的用户。'],
  'query.share_space_subscription': [
    'true: only users with a share of a storage space.',
    'true：仅订购了协同空间的用户。',
  ],
  'query.share_space_desktops': [
    'true: only users with desktops of a shared space.',
    'true：仅有协同空间桌面的用户。',
  ],
  'query.is_query_total_desktops': [
    'Whether the number of desktops of each user is counted.',
    '是否统计每个用户的桌面数量。',
  ],
  'query.domain': ['Only users of this directory.', '仅该域的用户。'],
  'query.platform_type': [
    'Where the users are kept: LOCAL here, AD or UOS in a directory.',
    '用户来源：LOCAL为本地，AD或UOS为目录。',
  ],
  enterprise_id: [
    'Enterprise ID of the service: ListWorkspaces has it, and the link in the mail.',
    '服务的企业ID，可通过ListWorkspaces查询，邮件中的链接也包含它。',
  ],
  'LoginToDesk.password': ['Password of the desktop user.', '桌面用户的密码。'],
  'ChangeDeskPassword.password': ['The new one, 8 to 32 characters.', '新密码，8到32个字符。'],
  'ProveDeskCode.code': ['The six digits that the device shows.', '设备显示的六位数字。'],
  'BatchDeleteOtpDevices.otp_ids': [
    'IDs of the devices. What is not there is gone already.',
    '设备ID列表。不存在的视为已解绑。',
  ],
  'AcceptInvitation.password': ['The password to set, 8 to 32 characters.', '要设置的密码，8到32个字符。'],
  'OpenScreen.token': [
    'What comes after the # of the address that opens the screen.',
    '打开画面的地址中#之后的内容。',
  ],
  is_send_email: [
    'Whether users get a mail when their desktop was deleted.',
    '桌面删除后是否向用户发送邮件。',
  ],
  ad_domains: ['Settings for computer accounts in a directory.', '目录中计算机账号的设置。'],
  delete_computer_object: [
    '1: the computer account goes with the desktop; 0: it stays.',
    '1：计算机账号随桌面删除；0：保留。',
  ],
  'ImportImage.name': ['Name of the image, unique in the service.', '镜像名称，在本服务内唯一。'],
  reason: ['Why, in words that are logged for good and name nobody.', '原因，永久写入日志，请勿写入人名。'],
  recipient: ['Mail address that the test goes to.', '接收测试邮件的地址。'],
  'items.kind': [
    'Kind of the item: server, volume, port or snapshot.',
    '资源类型：server、volume、port或snapshot。',
  ],
  'items.id': ['ID that the engine gave.', '引擎给出的ID。'],
  'items.generation': ['Birth mark of the item, as the scan shows it.', '扫描给出的生成标记。'],
};
