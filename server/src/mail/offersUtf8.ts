import SMTPConnection from 'nodemailer/lib/smtp-connection';

/**
 * Whether an SMTP server takes addresses with letters beyond ASCII before the `@` (SMTPUTF8). A client must not send one to
 * a server that does not offer it (RFC 6531 §3.2); nodemailer would. Asks over a connection of its own, without logging in.
 * @throws Error when the server cannot be asked, or not before the signal
 */
export async function offersUtf8(options: SMTPConnection.Options, signal: AbortSignal): Promise<boolean> {
  const connection = new SMTPConnection(options);
  try {
    await new Promise<void>((resolve, reject) => {
      connection.on('error', reject);
      connection.on('end', () => reject(new Error('The server closed the connection.')));
      signal.addEventListener('abort', () => reject(new Error('The server was too slow.')), { once: true });
      connection.connect((error) => (error ? reject(error) : resolve()));
    });
    // The last thing that it said is its answer to EHLO: what it offers, a line each.
    return /^250[ -]SMTPUTF8\s*$/im.test(connection.lastServerResponse || '');
  } finally {
    connection.close();
  }
}
