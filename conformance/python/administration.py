"""Users, groups, keys and policies of both kinds, administered by the account."""

import json

from huaweicloudsdkiam.v3 import (
    CreateCloudServiceCustomPolicyRequest,
    CreateCloudServiceCustomPolicyRequestBody,
    CreateCredentialOption,
    CreatePermanentAccessKeyRequest,
    CreatePermanentAccessKeyRequestBody,
    KeystoneAddUserToGroupRequest,
    KeystoneAssociateGroupWithProjectPermissionRequest,
    KeystoneCreateGroupOption,
    KeystoneCreateGroupRequest,
    KeystoneCreateGroupRequestBody,
    KeystoneCreateUserOption,
    KeystoneCreateUserRequest,
    KeystoneCreateUserRequestBody,
    ServicePolicy,
    ServicePolicyRoleOption,
    ServiceStatement,
)
from huaweicloudsdkiam.v5 import (
    AttachUserPolicyReqBody,
    AttachUserPolicyV5Request,
    CreatePolicyReqBody,
    CreatePolicyV5Request,
    DetachUserPolicyReqBody,
    DetachUserPolicyV5Request,
)

from service import Caller, account, facts


def create_user(name, password):
    option = KeystoneCreateUserOption(name=name, domain_id=facts["domain_id"], password=password)
    request = KeystoneCreateUserRequest(body=KeystoneCreateUserRequestBody(option))
    return account.iam.keystone_create_user(request).user.id


def create_key(user_id):
    option = CreateCredentialOption(user_id=user_id, description="conformance")
    request = CreatePermanentAccessKeyRequest(body=CreatePermanentAccessKeyRequestBody(option))
    credential = account.iam.create_permanent_access_key(request).credential
    return Caller(credential.access, credential.secret)


def create_group(name):
    option = KeystoneCreateGroupOption(name=name, domain_id=facts["domain_id"])
    request = KeystoneCreateGroupRequest(body=KeystoneCreateGroupRequestBody(option))
    return account.iam.keystone_create_group(request).group.id


def add_to_group(group_id, user_id):
    account.iam.keystone_add_user_to_group(KeystoneAddUserToGroupRequest(group_id=group_id, user_id=user_id))


def create_role(name, actions):
    """A custom policy of the older grammar, called a role by the API."""
    policy = ServicePolicy(version="1.1", statement=[ServiceStatement(effect="Allow", action=actions)])
    option = ServicePolicyRoleOption(display_name=name, type="XA", description=name, policy=policy)
    body = CreateCloudServiceCustomPolicyRequestBody(option)
    request = CreateCloudServiceCustomPolicyRequest(body=body)
    return account.iam.create_cloud_service_custom_policy(request).role.id


def give_role_in_project(group_id, role_id):
    account.iam.keystone_associate_group_with_project_permission(
        KeystoneAssociateGroupWithProjectPermissionRequest(
            group_id=group_id, project_id=facts["project_id"], role_id=role_id
        )
    )


def create_policy(name, statements):
    """An identity policy."""
    document = json.dumps({"Version": "5.0", "Statement": statements})
    body = CreatePolicyReqBody(policy_name=name, policy_document=document)
    return account.iam5.create_policy_v5(CreatePolicyV5Request(body=body)).policy.policy_id


def attach(policy_id, user_id):
    body = AttachUserPolicyReqBody(user_id=user_id)
    account.iam5.attach_user_policy_v5(AttachUserPolicyV5Request(policy_id=policy_id, body=body))


def detach(policy_id, user_id):
    body = DetachUserPolicyReqBody(user_id=user_id)
    account.iam5.detach_user_policy_v5(DetachUserPolicyV5Request(policy_id=policy_id, body=body))
