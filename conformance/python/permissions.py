"""Who may delete: an IAM user without rights, with a policy that looks at tags, with one that forgets the port."""

import json

from huaweicloudsdkiam.v3 import (
    KeystoneListGroupsForUserRequest,
    KeystoneListUsersRequest,
    ListPermanentAccessKeysRequest,
)
from huaweicloudsdkiam.v5 import ListAttachedUserPoliciesV5Request
from huaweicloudsdksts.v1 import DecodeAuthorizationMessageReq, DecodeAuthorizationMessageRequest
from huaweicloudsdkworkspace.v2 import (
    BatchDeleteDesktopsRequest,
    DeleteDesktopRequest,
    DeleteDesktopsReq,
    ListDesktopsRequest,
)

import administration
from checks import checking, expect, refusal
from desktops import create, show, wait_until_gone
from service import account, facts
from sign_in import temporary_key, token_of

NAME = "py-guest"
PASSWORD = "Py-guest-2026"
PORTS = ["vpc:ports:get", "vpc:ports:delete"]


def decode(caller, message):
    body = DecodeAuthorizationMessageReq(encoded_message=message)
    answer = caller.sts.decode_authorization_message(DecodeAuthorizationMessageRequest(body=body))
    return answer.decoded_message


def delete(caller, desktop_id):
    request = DeleteDesktopRequest(desktop_id=desktop_id, is_force_delete=True)
    return caller.workspace.delete_desktop(request)


def check_permissions():
    guest, guest_id = check_administration()
    blue, green, left = check_refusals(guest)
    check_tags(guest, guest_id, blue, green)
    check_ports(guest, guest_id, left)
    check_role(guest, guest_id, left)


def check_administration():
    guest = guest_id = None
    with checking("KeystoneCreateUser makes a user, and the list has it"):
        guest_id = administration.create_user(NAME, PASSWORD)
        listed = account.iam.keystone_list_users(KeystoneListUsersRequest(name=NAME)).users
        expect([user.id for user in listed], [guest_id], "the list")
    with checking("KeystoneCreateGroup makes a group, and the user becomes a member"):
        group_id = administration.create_group("py-guests")
        administration.add_to_group(group_id, guest_id)
        request = KeystoneListGroupsForUserRequest(user_id=guest_id)
        expect([group.id for group in account.iam.keystone_list_groups_for_user(request).groups], [group_id],
               "the user's groups")
    with checking("CreatePermanentAccessKey makes a key, and the list has it without its secret"):
        guest = administration.create_key(guest_id)
        request = ListPermanentAccessKeysRequest(user_id=guest_id)
        listed = account.iam.list_permanent_access_keys(request).credentials
        expect([key.access for key in listed], [guest.access_key], "the user's keys")
        if guest.secret_key in str(listed):
            raise AssertionError("the list tells the secret key")
    return guest, guest_id


def check_refusals(guest):
    """@returns the ids of three desktops, one of the team blue and two of the team green"""
    blue = green = left = None
    with checking("desktops of two teams are there"):
        [blue] = create(account.workspace, ["py-blue"], {"team": "blue"})
        green, left = create(account.workspace, ["py-green", "py-left"], {"team": "green"})
    with checking("a user without rights may not list, and the refusal is encrypted"):
        refused = refusal(lambda: guest.workspace.list_desktops(ListDesktopsRequest()), 403)
        told = json.loads(decode(account, refused.encoded_auth_msg))
        expect(told["context"]["action"], "workspace:desktops:list", "the action")
    refused = None
    with checking("a user without rights may not delete, and nothing happens"):
        refused = refusal(lambda: delete(guest, blue), 403)
        expect(show(account.workspace, blue).status, "ACTIVE", "the desktop's status")
    with checking("the account decodes the refusal: who, what, which desktop, and that no policy allows it"):
        told = json.loads(decode(account, refused.encoded_auth_msg))
        context = told["context"]
        expect(context["user_profile"]["user_name"], NAME, "the principal")
        expect(context["user_profile"]["domain_id"], facts["domain_id"], "the account")
        expect(context["action"], "workspace:desktops:delete", "the action")
        expect(context["resource"].rsplit(":", 2)[1:], ["desktop", blue], "the resource")
        expect("implicit deny" in told["failure"], True, f"implicit deny in {told['failure']!r}")
    with checking("the user itself may not decode it: 403"):
        refusal(lambda: decode(guest, refused.encoded_auth_msg), 403)
    with checking("a message with one character changed is refused with 400"):
        message = refused.encoded_auth_msg
        middle = len(message) // 2
        changed = message[:middle] + ("A" if message[middle] != "A" else "B") + message[middle + 1:]
        refusal(lambda: decode(account, changed), 400)
    with checking("a user without rights may not delete in a batch either"):
        body = DeleteDesktopsReq(desktop_ids=[blue, green])
        request = BatchDeleteDesktopsRequest(body=body)
        refused = refusal(lambda: guest.workspace.batch_delete_desktops(request), 403)
        told = json.loads(decode(account, refused.encoded_auth_msg))
        expect(told["context"]["action"], "workspace:desktops:batchDelete", "the action")
    return blue, green, left


def check_tags(guest, guest_id, blue, green):
    policy_id = None
    with checking("CreatePolicyV5 makes a policy with g:ResourceTag, and AttachUserPolicyV5 gives it"):
        condition = {"StringEquals": {"g:ResourceTag/team": ["blue"]}}
        desktops = {"Effect": "Allow", "Action": ["workspace:desktops:delete"], "Condition": condition}
        policy_id = administration.create_policy("py-blue", [desktops, {"Effect": "Allow", "Action": PORTS}])
        administration.attach(policy_id, guest_id)
        request = ListAttachedUserPoliciesV5Request(user_id=guest_id)
        attached = account.iam5.list_attached_user_policies_v5(request).attached_policies
        expect([policy.policy_id for policy in attached], [policy_id], "the user's policies")
    with checking("with it the user may not delete the desktop of the other team"):
        refused = refusal(lambda: delete(guest, green), 403)
        conditions = json.loads(decode(account, refused.encoded_auth_msg))["context"]["conditions"]
        expect("green" in conditions["g:ResourceTag/team"], True, f"the team in {conditions}")
    with checking("with it the user deletes the tagged desktop, by a temporary key of its own"):
        token, _ = token_of(NAME, PASSWORD)
        expect(delete(temporary_key(token), blue).status_code, 204, "the HTTP status")
        wait_until_gone(account.workspace, blue)
    with checking("taken back, it counts no more on the very next call"):
        administration.detach(policy_id, guest_id)
        refusal(lambda: delete(guest, green), 403)


def check_ports(guest, guest_id, desktop_id):
    with checking("an identity policy without vpc:ports:delete does not do, and the refusal names that action"):
        actions = ["workspace:desktops:delete", "vpc:ports:get"]
        policy_id = administration.create_policy("py-no-ports", [{"Effect": "Allow", "Action": actions}])
        administration.attach(policy_id, guest_id)
        refused = refusal(lambda: delete(guest, desktop_id), 403)
        told = decode(account, refused.encoded_auth_msg)
        expect("vpc:ports:delete" in told, True, f"vpc:ports:delete in {told}")
        administration.detach(policy_id, guest_id)


def check_role(guest, guest_id, desktop_id):
    with checking("a custom policy of the older grammar, given to a group in the project, does without the ports"):
        role_id = administration.create_role("py-deleter", ["workspace:desktops:delete"])
        group_id = administration.create_group("py-deleters")
        administration.give_role_in_project(group_id, role_id)
        administration.add_to_group(group_id, guest_id)
        expect(delete(guest, desktop_id).status_code, 204, "the HTTP status")
        wait_until_gone(account.workspace, desktop_id)
