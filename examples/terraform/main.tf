# A desktop that terraform destroy deletes only as its plan says, beside the provider of: deskplane env --terraform
# Needs the variables of `deskplane env`, and the path of our command.

variable "name" {
  description = "Name of the desktop and its user"
  type        = string
}

variable "flavor_id" {
  description = "A product_id: deskplane desktop create --product ? names them"
  type        = string
}

variable "image_id" {
  description = "An image: deskplane image list"
  type        = string
}

variable "deskplane" {
  description = "Path of our command"
  type        = string
  default     = "deskplane"
}

data "huaweicloud_workspace_service" "this" {}

resource "huaweicloud_workspace_desktop" "this" {
  name               = var.name
  flavor_id          = var.flavor_id
  image_type         = "gold"
  image_id           = var.image_id
  vpc_id             = data.huaweicloud_workspace_service.this.vpc_id
  user_name          = var.name
  user_email         = "${var.name}@example.com"
  user_group         = "default"
  email_notification = false

  root_volume {
    type = "SAS"
    size = 80
  }
}

# Destroyed before the desktop is. The provider sends no If-Match, so our command deletes: it shows the plan, stops if the desktop is
# protected or the plan has changed, and follows the job. Then the receipt is verified. What fails here leaves the desktop to Terraform as
# it is; after a success the provider's own delete is answered 404, which it takes for done.
resource "terraform_data" "planned_deletion" {
  input = {
    deskplane = var.deskplane
    id        = huaweicloud_workspace_desktop.this.id
  }

  provisioner "local-exec" {
    when    = destroy
    command = <<-EOT
      set -e
      "$DESKPLANE" desktop delete "$ID" --no-email --yes --wait
      receipt=$("$DESKPLANE" receipt get "$ID")
      printf '%s\n' "$receipt" | "$DESKPLANE" receipt verify -
    EOT
    environment = {
      DESKPLANE = self.output.deskplane
      ID        = self.output.id
    }
  }
}
