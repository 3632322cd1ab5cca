// Without Node.js's modules: the console holds what is typed to the same rule.
// Marks are part of the letters of many scripts: without them there is no address in Hindi or Thai.
const localPart = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const domainLabel = /^[\p{L}\p{N}]([\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u;

/**
 * Whether a text is one plain mail address that may stand in an SMTP envelope: a dot-atom (RFC 5321 §4.1.2, with the
 * letters of RFC 6531), an `@` and a domain name. Quoted local parts, address literals, display names and lists are
 * not: nothing here needs them, and they are where injections hide. The one rule for addresses: what comes in is held to
 * it, what a deletion's plan promises, and what the outbox takes.
 */
export function isMailAddress(text: string): boolean {
  if (lengthInBytes(text) > 254) return false;
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(at, 0));
  if (lengthInBytes(local) > 64 || !localPart.test(local)) return false;
  const labels = text.slice(at + 1).split('.');
  return labels.every((label) => domainLabel.test(label)) && isDomainName(text.slice(at + 1));
}

/**
 * Whether the DNS can have such a name (RFC 1035 §2.3.4), in the form that it travels in (RFC 5891). An IPv4 address is none,
 * in whatever way it is written: `127.1` and `0x7f.1` would be turned into another text on their way.
 */
function isDomainName(domain: string): boolean {
  const name = hostOf(domain);
  return (
    name !== '' &&
    !/^[\d.]+$/.test(name) &&
    name.length <= 253 &&
    name.split('.').every(({ length }) => length <= 63)
  );
}

/** As the DNS has it; empty: no name of a host. */
function hostOf(domain: string): string {
  try {
    return new URL(`http://${domain}`).hostname;
  } catch {
    return '';
  }
}

function lengthInBytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

/**
 * The address that a mail to somebody goes to.
 * @param text as it was once stored, perhaps under an older rule; blanks around it do not count
 * @returns undefined when no mail can be sent there
 */
export function sendableAddress(text: string): string | undefined {
  const address = text.trim();
  return isMailAddress(address) ? address : undefined;
}
