"""Desktops as a script with the SDK makes and watches them."""

import time

from huaweicloudsdkworkspace.v2 import (
    CreateDesktopReq,
    CreateDesktopRequest,
    Desktop,
    ListImagesRequest,
    ListItaSubJobsRequest,
    ListProductsRequest,
    ShowDesktopDetailRequest,
    Tag,
    Volume,
)
from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException

PATIENCE = 60  # seconds; a machine that is busy is no failure of the service


def until(what, look):
    """Looks again and again until something is seen, and returns that."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        seen = look()
        if seen:
            return seen
        time.sleep(0.1)
    raise AssertionError(f"not within {PATIENCE} s: {what}")


def create(client, owners, tags=None):
    """Creates a desktop for each of the names, waits until all are there, and returns their ids by name."""
    image = client.list_images(ListImagesRequest()).images[0]
    product = client.list_products(ListProductsRequest()).products[0]
    order = CreateDesktopReq(
        desktop_type="DEDICATED",
        product_id=product.product_id,
        image_type="gold",
        image_id=image.id,
        root_volume=Volume(type="SAS", size=80),
        data_volumes=[Volume(type="SAS", size=10)],
        desktops=[Desktop(user_name=owner, computer_name=f"{owner}-pc") for owner in owners],
        email_notification=False,
        tags=[Tag(key=key, value=value) for key, value in (tags or {}).items()],
    )
    job = client.create_desktop(CreateDesktopRequest(body=order)).job_id
    done = until("the creation's end", lambda: ended(client, job))
    failed = [sub_job for sub_job in done if sub_job.status != "SUCCESS"]
    if failed:
        raise AssertionError(f"the creation failed: {failed}")
    ids = [sub_job.entities.desktop_id for sub_job in done]
    names = {show(client, desktop_id).computer_name: desktop_id for desktop_id in ids}
    return [names[f"{owner}-pc"] for owner in owners]


def ended(client, job):
    """The sub-jobs of a job that has ended; None as long as one is not at its end."""
    sub_jobs = client.list_ita_sub_jobs(ListItaSubJobsRequest(job_id=job)).jobs
    return sub_jobs if all(sub_job.status in ("SUCCESS", "FAILED") for sub_job in sub_jobs) else None


def show(client, desktop_id):
    return client.show_desktop_detail(ShowDesktopDetailRequest(desktop_id=desktop_id)).desktop


def wait_until_gone(client, desktop_id):
    """As scripts do: ask for the desktop until the answer is 404."""

    def is_gone():
        try:
            show(client, desktop_id)
            return False
        except ServiceResponseException as refused:
            if refused.status_code != 404:
                raise
            return True

    until(f"404 for {desktop_id}", is_gone)
