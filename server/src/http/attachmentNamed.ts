/**
 * `Content-Disposition` of a file that is to be kept under its name (RFC 6266): readable for old programs, whole for all others
 * (RFC 8187).
 */
export function attachmentNamed(name: string): string {
  const plain = name.replaceAll(/[^\u0020-\u007e]|["\\%]/gu, '_');
  if (plain === name) return `attachment; filename="${plain}"`;
  const whole = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}
