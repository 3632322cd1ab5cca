const localPart = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const domainLabel = /^[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?$/u;

/**
 * Whether a text is one plain mail address that may stand in an SMTP envelope: a dot-atom (RFC 5321 §4.1.2, with the
 * letters of RFC 6531), an `@` and a domain name. Quoted local parts, address literals, display names and lists are
 * not: nothing here needs them, and they are where injections hide.
 */
export function isMailAddress(text: string): boolean {
  if (Buffer.byteLength(text) > 254) return false;
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(at, 0));
  if (Buffer.byteLength(local) > 64 || !localPart.test(local)) return false;
  const labels = text.slice(at + 1).split('.');
  return labels.every((label) => label.length <= 63 && domainLabel.test(label));
}
