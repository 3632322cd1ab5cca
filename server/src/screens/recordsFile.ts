import { formatPlainTime } from '../http/apiTimes.js';
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

/** Spreadsheets take this mark for UTF-8. */
const mark = '\uFEFF';

/** Records of connections as CSV (RFC 4180). What a spreadsheet would take for a formula is kept from being one. */
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
  return Buffer.from(
    `${mark}${[titles[language], ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`,
  );
}

function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
