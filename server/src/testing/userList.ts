/** A list of users as ImportUserList takes it. @param rows the first one has the titles */
export function userListForm(rows: readonly string[] | Uint8Array): FormData {
  const form = new FormData();
  const content = rows instanceof Uint8Array ? rows : `${rows.join('\r\n')}\r\n`;
  form.set('file', new File([content], 'users.csv', { type: 'text/csv' }));
  return form;
}
