import type { OptionOfField } from '../api/inOptions.js';

const newUser: readonly OptionOfField[] = [
  [/\buser_email\b/, '--email'],
  [/\buser_phone\b/, '--phone'],
  [/\bdescription\b/, '--description'],
  [/\baccount_expires\b/, '--expires'],
  [/\bpassword\b/, { en: 'the password', zh: '密码' }],
];
const disk = String.raw`\bdesktop_volumes\.\d+\.volumes\.\d+\.`;
const qos = String.raw`(?:${disk}|\bqos\.)`;
const snapshot = String.raw`\b(?:system|data)_disk_snapshot\.`;
const schedule: readonly OptionOfField[] = [
  [/\bscheduled_time\b/, '--at'],
  [/\bscheduled_date\b/, '--once'],
  [/\bexpire_time\b/, '--until'],
  [/\bday_interval\b/, '--daily'],
  [/\bweek_list\b/, '--weekly'],
  [/\bdate_list\b/, '--monthly'],
  [/\bmonth_list\b/, '--months'],
  [/ \(see time_zone_name of ListTimeZones\)|（见ListTimeZones的time_zone_name）/, ''],
  [/\btime_zone\b/, '--zone'],
  [/\bdescription\b/, '--description'],
];
const pattern: readonly OptionOfField[] = [
  [/\bdigit_number\b/, '--digits'],
  [/\bstart_number\b/, '--start'],
  [/\bis_default_policy\b/, '--default'],
  [/\bprefix_truncation_enabled\b/, '--truncate'],
];
const service: readonly OptionOfField[] = [
  [/\benterprise_id\b/, '--enterprise-id'],
  [/\bvpc_id\b/, '--network'],
  [/\bsubnet_ids(?:\.\d+(?:\.subnet_id)?)?\b/, '--subnet'],
];
const subnet: readonly OptionOfField[] = [
  [/\bsubnet\.dnsList(?:\.\d+)?\b/, '--dns'],
  [/\bsubnet\.ipv6_enable\b/, '--ipv6'],
  [/\bsubnet\.description\b/, '--description'],
];

/** What is typed for the fields of the API that an error of a command may name, by the command. Of a command that is not here: nothing. */
export const optionsOfFields: Readonly<Record<string, readonly OptionOfField[]>> = {
  'desktop create': [
    [/\broot_volume\.size\b/, '--system-disk'],
    [/\bdata_volumes\.\d+\.size\b/, '--disk'],
    [/\bdesktops\.\d+\.computer_name\b|\bdesktop_name\b/, '--name'],
    [/\bdesktop_name_policy_id\b/, '--name-policy'],
    [/\bdesktops\.\d+\.user_name\b/, '--user'],
    [/\bdesktops\.\d+\.user_email\b/, '--email'],
    [/\bnics\.subnet_id\b/, '--subnet'],
    [/\bsecurity_groups\.id\b/, '--security-group'],
    [/\btags\.\d+\.(key|value)\b/, '--tag'],
  ],
  'desktop add-disk': [
    [new RegExp(`${disk}size\\b`), '--size'],
    [new RegExp(`${disk}type\\b`), '--type'],
    [new RegExp(`${qos}iops\\b`), '--iops'],
    [new RegExp(`${qos}throughput\\b`), '--throughput'],
  ],
  'desktop expand-disk': [[/\bnew_size\b/, '--size']],
  'desktop disk-speed': [
    [/\bqos\.iops\b/, '--iops'],
    [/\bqos\.throughput\b/, '--throughput'],
  ],
  'desktop rename': [[/\bdesktop\.computer_name\b/, '<name>']],
  'desktop rebuild': [[/\bimage_id\b/, '--image']],
  'desktop resize': [[/\bproduct_id\b/, '--product']],
  'desktop network': [
    [/\bsubnet_id\b/, '--subnet'],
    [/\bprivate_ip\b/, '--address'],
    [/\bsecurity_group_ids(?:\.\d+)?\b/, '--security-group'],
  ],
  'desktop tell': [[/\bnotifications\b/, '--message']],
  'desktop tag': [
    [/\btags\.\d+\.key\b/, { en: 'the key of a tag', zh: '标签的键' }],
    [/\btags\.\d+\.value\b/, { en: 'the value of a tag', zh: '标签的值' }],
  ],
  'desktop attach': [
    [/\bdesktops\.\d+\.(?:attach_user_infos\.\d+\.)?user_name\b/, '<who>'],
    [/\bdesktops\.\d+\.user_email\b/, '--email'],
  ],
  'snapshot create': [
    [new RegExp(`${snapshot}name\\b`), '--name'],
    [new RegExp(`${snapshot}description\\b`), '--description'],
    [/\bdisk_type(?: |为)DATA_DISKS\b/, '--of data'],
  ],
  'user create': [[/\buser_name\b/, '<name>'], ...newUser],
  'user invite': [
    [/\buser_name\b/, '<user>'],
    [/\buser_email\b/, '--email'],
  ],
  'user edit': newUser,
  'user password': [[/\bpassword\b/, { en: 'the password', zh: '密码' }]],
  'group create': [
    [/\bgroup_name\b/, '<name>'],
    [/\bdescription\b/, '--description'],
  ],
  'group edit': [
    [/\bgroup_name\b/, '--name'],
    [/\bdescription\b/, '--description'],
  ],
  'task create': [[/\btask_name\b/, '<name>'], ...schedule],
  'task edit': [[/\btask_name\b/, '--name'], ...schedule],
  'name-policy create': [[/\bpolicy_name\b/, '<name>'], [/\bname_prefix\b/, '<begin>'], ...pattern],
  'name-policy edit': [[/\bpolicy_name\b/, '--name'], [/\bname_prefix\b/, '--prefix'], ...pattern],
  'workspace open': service,
  'workspace edit': service.filter(([, typed]) => typed !== '--network'),
  'workspace lock': [[/\block_reason\b/, '<reason>']],
  'quota set': [
    [/\bresources\.\d+\.type\b/, '<type>'],
    [/\bresources\.\d+\.quota\b/, '<amount>'],
  ],
  'fault add': [
    // What an effect is for is named by the fields that say so.
    [/\bengine_call\b/, '--engine'],
    [/\boperation(?= is|：)|(?<=填写|不能与|仅用于)operation\b|(?<=without )operation$/, '--operation'],
    [/\bdesktop_id\b/, '--desktop'],
    [/\bitem_id\b/, '--item'],
    [/\berror_code\b/, '--code'],
    [/\bdelay_ms\b/, '--delay'],
    [/\bstatus(?= )|\bstatus(?=：|或)/, '--status'],
    [/\breason(?= is|：)/, '--reason'],
    [/\bkind(?= is| of| must|：)/, '--kind'],
    [/\brate(?= and|：)|(?<=for a |与)rate\b/, '--rate'],
    [/\btimes(?= exclude|同时)/, '--times'],
    [/\bseed(?= is|：)/, '--seed'],
    [/\beffect(?= must|：)/, '<effect>'],
    [/\blost_answer\b/, 'lost-answer'],
    [/\bno_effect\b/, 'no-effect'],
    [/\bdelete_failed\b/, 'delete-failed'],
    [/\bset_rules\b/, 'set-rules'],
    [/\bset_speed\b/, 'set-speed'],
  ],
  'call list': [
    [/\boperation(?= is|：)/, '--operation'],
    [/\bmethod(?= must|：)/, '--method'],
    [/\buser(?= is|：)/, '--user'],
  ],
  'mail test': [[/\brecipient\b/, '<address>']],
  'deletion release': [[/\breason\b/, '--reason']],
  'network create': [
    [/\bvpc\.name\b/, '<name>'],
    [/\bvpc\.cidr\b/, '--cidr'],
    [/\bvpc\.description\b/, '--description'],
  ],
  'network edit': [
    [/\bvpc\.name\b/, '--name'],
    [/\bvpc\.cidr\b/, '--cidr'],
    [/\bvpc\.description\b/, '--description'],
  ],
  'subnet create': [
    [/\bsubnet\.name\b/, '<name>'],
    [/\bsubnet\.cidr\b/, '--cidr'],
    [/\bsubnet\.gateway_ip\b/, '--gateway'],
    ...subnet,
  ],
  'subnet edit': [[/\bsubnet\.name\b/, '--name'], ...subnet],
  'security-group create': [
    [/\bsecurity_group\.name\b/, '<name>'],
    [/\bsecurity_group\.description\b/, '--description'],
  ],
  'security-group edit': [
    [/\bsecurity_group\.name\b/, '--name'],
    [/\bsecurity_group\.description\b/, '--description'],
  ],
  'security-group allow': [
    [/\b(?:security_group_rule\.)?protocol\b/, '--protocol'],
    [/\b(?:security_group_rule\.)?multiport\b|\bports(?= must|必须| go)/, '--ports'],
    [/\b(?:security_group_rule\.)?remote_ip_prefix\b/, '--range'],
    [/\b(?:security_group_rule\.)?remote_group_id\b/, '--group'],
    [/\b(?:security_group_rule\.)?ethertype\b/, '--ipv6'],
    [/\b(?:security_group_rule\.)?description\b/, '--description'],
  ],
};
