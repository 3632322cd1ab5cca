import type { TestService } from '../startTestService.js';
import { changeDesktopProofs, createDesktopProofs } from './desktopProofs.js';
import type { OperationProofs } from './fieldProof.js';
import { identityProofs } from './identityProofs.js';
import { networkProofs } from './networkProofs.js';
import { rightsProofs } from './rightsProofs.js';
import { userProofs } from './userProofs.js';
import { workProofs, workspaceProofs } from './workProofs.js';

/** The proofs of every operation whose body stores something, about what a service has. */
export async function allProofs(service: TestService): Promise<Readonly<Record<string, OperationProofs>>> {
  const { domain_id: domainId, project_id: projectId } = service.credentials;
  const { subnet_ids } = (await service.call('GET', '/workspaces')).body;
  const { security_groups } = (await service.call('GET', '/security-groups')).body;
  const project = await service.call('POST', '//v1.0/enterprise-projects', { name: 'fields' });
  const user = await service.call('POST', '//v3/users', { user: { name: 'fields' } });
  const enterpriseProjectId: string = project.body.enterprise_project.id;
  const infrastructure = security_groups.find(
    (group: { name: string }) => group.name === 'WorkspaceManagerSecurityGroup',
  );
  const ofUsers = userProofs({ enterpriseProjectId });
  return {
    CreateDesktop: createDesktopProofs({
      subnetId: subnet_ids[1].subnet_id,
      securityGroupId: infrastructure.id,
      address: '100.64.0.77',
      enterpriseProjectId,
    }),
    ...changeDesktopProofs,
    ...ofUsers,
    ...workProofs(ofUsers['CreateDesktopUser']?.fields ?? {}),
    ...workspaceProofs,
    ...identityProofs({ domainId }),
    ...rightsProofs({ userId: user.body.user.id }),
    ...networkProofs({ projectId, enterpriseProjectId }),
  };
}
