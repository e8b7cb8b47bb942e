# A real image, made from a directory without a virtual machine, through the same gate and certificate as the templates. The same as
# image.json.

variable "assay" { type = string }
variable "tree" { type = string }
variable "output" { type = string }
variable "content" { type = string }
variable "profile" { type = string }
variable "policy" { type = string }
variable "signing_key" { type = string }
variable "public_key" { type = string }

locals {
  scripts = "${path.root}/../../images/packer/scripts"
  image   = "${var.output}/image/disk.qcow2"
}

source "null" "image" {
  communicator = "none"
}

build {
  sources = ["source.null.image"]

  provisioner "shell-local" {
    inline = ["sh '${path.root}/make_image.sh' '${var.tree}' '${local.image}'"]
  }

  post-processors {
    post-processor "shell-local" {
      name   = "gate"
      script = "${local.scripts}/gate.sh"
      environment_vars = [
        "ASSAY=${var.assay}",
        "GATE_TARGET=disk:${local.image}",
        "GATE_RESULTS=${var.output}/artifact",
        "GATE_CONTENT=${var.content}",
        "GATE_PROFILE=${var.profile}",
        "GATE_MIN_COVERAGE=100",
        "GATE_POLICY=${var.policy}",
      ]
    }
    post-processor "shell-local" {
      name   = "certify"
      script = "${local.scripts}/certify.sh"
      environment_vars = [
        "ASSAY=${var.assay}",
        "CERTIFY_RESULTS=${var.output}/artifact",
        "CERTIFY_IMAGE=${local.image}",
        "CERTIFY_KEY=${var.signing_key}",
        "CERTIFY_PUBLIC_KEY=${var.public_key}",
        "CERTIFY_OUTPUT=${var.output}",
      ]
    }
  }
}
