import type { DeskSession } from './deskSession.js';

/** A session as its page is told of it. */
export const presentDeskSession = (session: DeskSession) => ({
  user: { id: session.userId, name: session.userName },
  enterprise_id: session.enterpriseId,
  must_change_password: session.mustChangePassword,
  may_change_password: session.mayChangePassword,
  second_factor: session.secondFactor,
  expires_at: session.expiresAt.toISOString(),
  idle_expires_at: session.idleExpiresAt.toISOString(),
});
