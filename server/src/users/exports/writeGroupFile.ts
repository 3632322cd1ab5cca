import type { Language } from '../../errors/errors.js';
import { writeTable } from '../../tables/writeTable.js';

const titles = {
  en: ['Name', 'Description', 'Users', 'Desktops', 'Created', 'ID'],
  zh: ['用户组', '描述', '用户数', '桌面数', '创建时间', '用户组ID'],
} as const;

export interface ExportedGroup {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly user_quantity: number;
  readonly total_desktops: number;
  /** As the list writes it. */
  readonly create_time: string;
}

/** Groups of users as CSV. */
export function writeGroupFile(groups: readonly ExportedGroup[], language: Language): Buffer {
  const rows = groups.map((group) => [
    group.name,
    group.description,
    String(group.user_quantity),
    String(group.total_desktops),
    group.create_time,
    group.id,
  ]);
  return Buffer.from(writeTable([titles[language], ...rows]));
}
