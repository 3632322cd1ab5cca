"""A file of desktop users, imported as the SDK sends forms."""

import os
import tempfile

from huaweicloudsdkcore.http.formdata import FormFile
from huaweicloudsdkworkspace.v2 import (
    BatchDeleteUserReq,
    BatchDeleteUserRequest,
    ImportUserListRequest,
    ImportUserListRequestBody,
    ListUsersRequest,
)

from checks import checking, expect
from service import account


def check_user_list():
    client = account.workspace
    with checking("ImportUserList creates who can be, and says who cannot, from a file"):
        with tempfile.NamedTemporaryFile("w", suffix="-用户.csv", encoding="utf-8-sig", delete=False) as file:
            file.write("用户名,邮箱\r\nimported-1,one@example.com\r\nimported-2,nothing\r\n")
        try:
            with open(file.name, "rb") as content:
                body = ImportUserListRequestBody(file=FormFile(content))
                answer = client.import_user_list(ImportUserListRequest(body=body))
        finally:
            os.unlink(file.name)
        expect([user.user_name for user in answer.user_detail_list], ["imported-1"], "who was created")
        expect([user.user_name for user in answer.failed_detail_list], ["imported-2"], "who was not")
        expect(answer.total_count, 2, "how many are in the file")
        listed = client.list_users(ListUsersRequest(user_name="imported-1")).users
        expect([user.id for user in listed], [user.id for user in answer.user_detail_list], "the user's id")
        request = BatchDeleteUserRequest(body=BatchDeleteUserReq(user_ids=[listed[0].id]))
        expect(client.batch_delete_user(request).status_code, 204, "the HTTP status of the deletion")
