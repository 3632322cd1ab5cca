import pg from 'pg';

/**
 * Why a sub-job failed, where a statement says it of many desktops: in the language of the call that created each, as everywhere else.
 * @param desktop what the row of the desktop is called in the statement
 * @returns an expression of SQL
 */
export function reasonInSql(
  desktop: string,
  { en, zh }: { readonly en: string; readonly zh: string },
): string {
  return `case ${desktop}.language when 'zh' then ${pg.escapeLiteral(zh)} else ${pg.escapeLiteral(en)} end`;
}
