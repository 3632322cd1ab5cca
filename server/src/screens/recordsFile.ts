import { formatPlainTime } from '../http/apiTimes.js';
import { writeTable } from '../tables/writeTable.js';
import type { ConnectionRecord } from './readRecords.js';

const titles = {
  en: ['User', 'Computer', 'Address', 'Browser', 'Began (UTC)', 'Shown (UTC)', 'Ended (UTC)', 'Again'],
  zh: [
    '用户',
    '计算机名',
    '来源地址',
    '浏览器',
    '开始时间（UTC）',
    '接通时间（UTC）',
    '结束时间（UTC）',
    '重连',
  ],
} as const;

/** Records of connections as CSV (RFC 4180). */
export function writeRecordsFile(records: readonly ConnectionRecord[], language: 'en' | 'zh'): Buffer {
  const time = (moment: Date | null): string => (moment === null ? '' : formatPlainTime(moment));
  const rows = records.map((record) => [
    record.user_name,
    record.computer_name,
    record.source_ip ?? '',
    record.client_version ?? '',
    time(record.started_at),
    time(record.setup_at),
    time(record.ended_at),
    record.is_reconnect ? '1' : '0',
  ]);
  return Buffer.from(writeTable([titles[language], ...rows]));
}
