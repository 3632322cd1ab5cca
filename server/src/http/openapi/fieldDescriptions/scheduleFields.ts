import type { FieldTexts } from './fieldText.js';

/** Of scheduled tasks. */
export const scheduleFields: FieldTexts = {
  task_name: ['Name of the task.', '任务名称。'],
  task_type: [
    'What is done: START, STOP, REBOOT or HIBERNATE. Other published types are refused.',
    '执行的操作：START（开机）、STOP（关机）、REBOOT（重启）或HIBERNATE（休眠）。不支持其他类型。',
  ],
  scheduled_type: [
    'FIXED_TIME: once; DAY: every so many days; WEEK: on days of the week; MONTH: on days of months. LIFE_CYCLE is refused.',
    'FIXED_TIME：指定时间；DAY：按天；WEEK：按周；MONTH：按月。不支持LIFE_CYCLE。',
  ],
  scheduled_date: ['The date, yyyy-MM-dd. With FIXED_TIME.', '日期，格式为yyyy-MM-dd。用于FIXED_TIME。'],
  scheduled_time: [
    'The time of day, HH:mm:ss, by a clock of the time zone.',
    '执行时间点，格式为HH:mm:ss，按所选时区。',
  ],
  day_interval: [
    'Every so many days, counted from the day on which it was set. With DAY.',
    '每隔多少天执行，从设置之日起计算。用于DAY。',
  ],
  week_list: [
    'Days of the week, 1 (Sunday) to 7 (Saturday), separated by commas. With WEEK.',
    '星期，1（星期日）到7（星期六），以英文逗号分隔。用于WEEK。',
  ],
  month_list: [
    'Months, 1 to 12, separated by commas. With MONTH; omitted: every month.',
    '月份，1到12，以英文逗号分隔。用于MONTH；省略则为每月。',
  ],
  date_list: [
    'Days of the month, 1 to 31, and L for the last, separated by commas. With MONTH. A month without such a day has none.',
    '日期，1到31，L为当月最后一天，以英文逗号分隔。用于MONTH。没有该日期的月份不执行。',
  ],
  expire_time: [
    'The last moment, yyyy-MM-dd HH:mm:ss in the time zone. Omitted or empty: it never ends.',
    '到期时间，格式为yyyy-MM-dd HH:mm:ss，按所选时区。省略或为空则不过期。',
  ],
  time_zone: [
    'Name of a time zone: time_zone_name of ListTimeZones. Omitted: UTC.',
    '时区名称，即ListTimeZones的time_zone_name。省略则为UTC。',
  ],
  force_execute: [
    'Whether desktops are switched as with HARD of BatchRunDesktops: without waiting for what runs on them.',
    '是否强制执行，与BatchRunDesktops的HARD相同：不等待桌面中运行的程序。',
  ],
  apply_objects: [
    'The desktops, at most 1000. One that is deleted is none of them any more.',
    '桌面，最多1000个。被删除的桌面不再属于该任务。',
  ],
  object_id: ['Desktop ID.', '桌面ID。'],
  object_type: [
    'DESKTOP; DESKTOP_POOL and ALL_DESKTOPS are refused. Omitted: DESKTOP.',
    'DESKTOP；不支持DESKTOP_POOL和ALL_DESKTOPS。省略则为DESKTOP。',
  ],
  enable: ['Whether it is carried out. Enabled again, it begins anew.', '是否启用。重新启用后重新计时。'],
  task_ids: [
    'IDs of the scheduled tasks. If one is missing, none goes.',
    '定时任务ID列表。有一个不存在则全部不删除。',
  ],
  'ListScheduledTasks.query.task_name': [
    'Only tasks whose name contains this, in any case.',
    '仅名称包含该内容的任务，不区分大小写。',
  ],
  'ListScheduledTasks.query.task_type': ['Only tasks of this type.', '仅该类型的任务。'],
  'ListScheduledTasks.query.scheduled_type': ['Only tasks of this kind of schedule.', '仅该执行周期的任务。'],
  life_cycle_type: ['Only tasks upon this event: there are none.', '仅该触发场景的任务：没有此类任务。'],
  last_status: [
    'What it came to when it was due last: RUNNING, SUCCESS, SKIP (nothing was done) or FAIL (for one desktop at least).',
    '最近一次执行状态：RUNNING、SUCCESS、SKIP（未执行）或FAIL（至少一个桌面失败）。',
  ],
};
