/** Where the users of a project's desktops sign in. @param publicUrl where browsers reach the service */
export function deskUrl(publicUrl: string, enterpriseId: string): string {
  return `${publicUrl}/desk?${enterprise(enterpriseId)}`;
}

/** Where one of them chooses a password; the token comes behind it, as the fragment. */
export function invitationUrl(publicUrl: string, enterpriseId: string): string {
  return `${publicUrl}/desk/invitation?${enterprise(enterpriseId)}`;
}

function enterprise(id: string): string {
  return `enterprise=${encodeURIComponent(id)}`;
}
