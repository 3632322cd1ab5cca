"""A desktop's life: created, listed, shown, deleted with every flag, seen gone."""

from huaweicloudsdkworkspace.v2 import (
    BatchDeleteDesktopsRequest,
    DeleteDesktopRequest,
    DeleteDesktopsReq,
    ListDesktopsDetailRequest,
    ListDesktopsRequest,
    ListUsersRequest,
)

from checks import checking, expect, refusal
from desktops import create, ended, show, until, wait_until_gone


def check_desktop_life(caller, prefix, by):
    """@param prefix of the names of users and desktops; @param by how the caller signs, for the checks' names"""
    client = caller.workspace
    names = [f"{prefix}{number}" for number in (1, 2, 3)]
    ids = []
    with checking(f"desktops are created with {by}"):
        ids = create(client, names, {"team": prefix})
    with checking(f"they are in both lists, with {by}"):
        listed = client.list_desktops(ListDesktopsRequest(tag=f"team={prefix}"))
        expect(sorted(desktop.desktop_id for desktop in listed.desktops), sorted(ids), "the list")
        expect(listed.total_count, 3, "the total")
        detailed = client.list_desktops_detail(ListDesktopsDetailRequest(desktop_id=[ids[0]]))
        expect([desktop.computer_name for desktop in detailed.desktops], [f"{names[0]}-pc"], "the long list")
    with checking(f"one is shown with its owner, disks and tags, with {by}"):
        desktop = show(client, ids[0])
        expect([owner.user_name for owner in desktop.attach_user_infos], [names[0]], "the owner")
        expect((desktop.root_volume.size, len(desktop.data_volumes)), (80, 1), "the disks")
        expect([(tag.key, tag.value) for tag in desktop.tags], [("team", prefix)], "the tags")
    with checking(f"DeleteDesktop with every flag answers 204, and desktop and user are gone, with {by}"):
        request = DeleteDesktopRequest(
            desktop_id=ids[0], delete_users=True, email_notification=False, is_force_delete=True
        )
        expect(client.delete_desktop(request).status_code, 204, "the HTTP status")
        wait_until_gone(client, ids[0])
        expect(users_called(client, names[0]), [], "the users of that name")
    with checking(f"a second DeleteDesktop is refused with 404, with {by}"):
        refused = refusal(lambda: client.delete_desktop(DeleteDesktopRequest(desktop_id=ids[0])), 404)
        if not refused.error_code or not refused.request_id:
            raise AssertionError(f"the refusal has no code or request id: {refused}")
    with checking(f"BatchDeleteDesktops answers 202 with a job that succeeds, and keeps the users, with {by}"):
        body = DeleteDesktopsReq(desktop_ids=ids[1:], is_force_delete=False, email_notification=False)
        answer = client.batch_delete_desktops(BatchDeleteDesktopsRequest(body=body))
        expect(answer.status_code, 202, "the HTTP status")
        sub_jobs = until("the batch's end", lambda: ended(client, answer.job_id))
        expect([sub_job.status for sub_job in sub_jobs], ["SUCCESS", "SUCCESS"], "the sub-jobs")
        for desktop_id in ids[1:]:
            wait_until_gone(client, desktop_id)
        expect(users_called(client, names[1]), [names[1]], "the users of that name")


def users_called(client, name):
    return [user.user_name for user in client.list_users(ListUsersRequest(user_name=name)).users]
