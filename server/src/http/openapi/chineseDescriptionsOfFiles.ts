/** Descriptions of exports and imports of desktop users, by their English text, in Chinese. */
export const chineseDescriptionsOfFiles: Readonly<Record<string, string>> = {
  'A form (multipart/form-data) whose part `file` is CSV, as ExportUserListTemplate has it: at most 200 users, 20 of them with a password. Who cannot be created is in `failed_detail_list` with the reasons; the others are created together.':
    '表单（multipart/form-data），其中file为CSV，格式同ExportUserListTemplate：最多200个用户，其中带密码的最多20个。不能创建的用户及原因见failed_detail_list，其余用户一并创建。',
  'Where the user stands in the file; the first row is 1.': '用户在文件中的行号，首行为1。',
  'Why the user was not created.': '未创建该用户的原因。',
  'How many users are in the file.': '文件中的用户数。',
  'Notes who is in the export; DownloadExportFile makes the file. What an import takes stands first in it. Passwords are not in it.':
    '记录导出包含哪些用户；文件由DownloadExportFile生成。导入所需的列在前，不含密码。',
  'As ExportUsersNew.': '与ExportUsersNew相同。',
  'The newest first. A file can be downloaded for a day; a week after it was made an export is gone.':
    '最近的在前。文件在一天内可下载；导出任务在创建一周后消失。',
  'CSV in UTF-8, with what the users are now. Who was deleted since is not in it, nor is whom the caller may not export.':
    'UTF-8编码的CSV，内容为用户的当前信息。此后已删除的用户以及调用者无权导出的用户不在其中。',
  'CSV in UTF-8.': 'UTF-8编码的CSV。',
  'CSV in UTF-8: the titles that an import of users knows.': 'UTF-8编码的CSV，含用户导入可识别的标题。',
  'Export task ID.': '导出任务ID。',
};
