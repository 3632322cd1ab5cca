import { X509Certificate } from 'node:crypto';

/** What readers of a certificate look for; times as ISO 8601. */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  readonly names: readonly string[];
  readonly validFrom: string;
  readonly validTo: string;
}

/** @param pem a certificate that is in use, the server's own first */
export function describeCertificate(pem: string): CertificateFacts {
  const { subject, issuer, subjectAltName, validFrom, validTo } = new X509Certificate(pem);
  return {
    subject: onOneLine(subject),
    issuer: onOneLine(issuer),
    names: (subjectAltName ?? '')
      .split(/,\s*/)
      .filter((name) => name !== '')
      .map((name) => name.replace(/^(?:DNS|IP Address):/, '')),
    validFrom: new Date(validFrom).toISOString(),
    validTo: new Date(validTo).toISOString(),
  };
}

const onOneLine = (name: string): string => name.split('\n').join(', ');
