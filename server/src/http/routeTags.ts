/** What OpenAPI files a route under, by its path; the first that fits counts. */
const tags: readonly (readonly [RegExp, string])[] = [
  [/^\/v1\.0\/enterprise-projects/, 'EPS'],
  [/^\/desk\/api\//, 'Desk'],
  [/\/(caller-identity|decode-authorization-message|authorization-message-keys)$/, 'STS'],
  [/^\/console\/api\/|^\/$|^\/v3(\.0\/|$|\/(?!:project_id))|^\/v5\/|\/authorization-decisions$/, 'IAM'],
  [/\/desktops\/(.*\/)?(batch-)?tags|\/desktops\/resource[-_]instances\//, 'Tags'],
  [/\/(desktops|connect-desktops)(\/|$)|\/connections\/|^\/screen\//, 'Desktops'],
  [/\/deletions(\/|$)/, 'Deletions'],
  [/\/(users|erasures)(\/|$)/, 'Users'],
  [/\/workspace-(sub-)?jobs(\/|$)/, 'Jobs'],
  [/\/mails(\/|$)/, 'Mail'],
  [/\/orphan-scan(\/|$)/, 'Orphans'],
  [/\/traces(\/|$)/, 'Traces'],
  [/^\/\.well-known\/|\/log\//, 'Log'],
  [/\/(products|quotas|cloudimages)$|\/images(\/|$)|availability-zones?(\/|$)/, 'Catalogue'],
  [/\/(vpcs|subnets|ports|security-groups)(\/|$)/, 'Network'],
  [/^\/console\/\*$|\/(workspaces|assist-auth-config)(\/|$)|^\/(healthz|readyz|metrics)$/, 'Service'],
];

/**
 * The tags of a route: one; none for a path that the table does not know, which a test finds.
 * @param path as it is registered, for instance `/v2/:project_id/desktops`
 */
export function tagsOf(path: string): string[] {
  return tags
    .filter(([form]) => form.test(path))
    .slice(0, 1)
    .map(([, tag]) => tag);
}
