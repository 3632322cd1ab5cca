"""Deletes one desktop, and only as its plan says: python delete_desktop.py NAME

Reads what `deskplane env` prints. Needs the official SDK (huaweicloudsdkworkspace); with DESKPLANE set to the path of our command, it
verifies the receipt, too.
"""

import json
import os
import subprocess
import sys
import time

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException
from huaweicloudsdkworkspace.v2 import ListDesktopsRequest, WorkspaceClient

REGION = os.environ["HUAWEICLOUD_SDK_REGION_ID"].upper().replace("-", "_")
FLAGS = [("email_notification", False)]


def main(name):
    client = connect()
    # Exactly one: who deletes by name must not take the wrong one.
    listed = client.list_desktops(ListDesktopsRequest(computer_name=name)).desktops
    called = [desktop.desktop_id for desktop in listed if desktop.computer_name == name]
    if len(called) != 1:
        sys.exit(f"there is not exactly one desktop {name}")
    [desktop_id] = called
    path = f"/desktops/{desktop_id}"
    # The SDK's model of a desktop leaves out what only Deskplane has, so that it is read as it is.
    if read(client, path)["desktop"]["deletion_protection"]:
        sys.exit(f"{name} is protected")

    plan = read(client, f"{path}/deletion-plan", FLAGS)
    for item in plan["items"]:
        print(item["intent"], item["kind"], item["id"])

    # Only this plan: if anything has changed since, the answer is 412 and nothing is done.
    try:
        send(client, "DELETE", path, FLAGS, {"If-Match": f'"{plan["digest"]}"'})
    except ServiceResponseException as refusal:
        sys.exit(f"the deletion was refused with {refusal.status_code} {refusal.error_code}")

    # The SDK shows no headers, and so not the job's id: the deletion itself is followed. Sealed, its receipt is there.
    while True:
        deletion = read(client, f"/deletions/{desktop_id}")
        if deletion["state"] == "failed":
            sys.exit(f"the deletion is held up: see deskplane deletion watch {name}")
        if deletion["state"] == "done" and deletion["receipt_state"] == "sealed":
            break
        time.sleep(0.2)
    print(f"{name} is gone.", flush=True)

    deskplane = os.environ.get("DESKPLANE")
    if deskplane:
        receipt = subprocess.run([deskplane, "receipt", "get", desktop_id], stdout=subprocess.PIPE, check=True).stdout
        subprocess.run([deskplane, "receipt", "verify", "-"], input=receipt, check=True)


def connect():
    credentials = BasicCredentials(
        os.environ["HUAWEICLOUD_SDK_AK"],
        os.environ["HUAWEICLOUD_SDK_SK"],
        os.environ["HUAWEICLOUD_SDK_PROJECT_ID"],
    )
    security_token = os.environ.get("HUAWEICLOUD_SDK_SECURITY_TOKEN")
    if security_token:
        credentials = credentials.with_security_token(security_token)
    endpoint = os.environ[f"HUAWEICLOUD_SDK_REGION_WORKSPACE_{REGION}"]
    return WorkspaceClient.new_builder().with_credentials(credentials).with_endpoints([endpoint]).build()


def read(client, path, query=()):
    """A GET that the SDK has no method for, as it is answered."""
    return json.loads(send(client, "GET", path, query, {}).raw_content)


def send(client, method, path, query, headers):
    """A call that the SDK signs and sends. Raises what has status_code and error_code on any refusal."""
    return client.do_http_request(
        method=method,
        resource_path=f"/v2/{{project_id}}{path}",
        path_params={},
        query_params=list(query),
        header_params={"Content-Type": "application/json", **headers},
        post_params={},
        collection_formats={},
        # Any answer of the SDK's: it keeps what came as raw_content.
        response_type="DeleteDesktopResponse",
    )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python delete_desktop.py NAME")
    main(sys.argv[1])
