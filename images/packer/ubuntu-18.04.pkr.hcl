# An Ubuntu 18.04 base image from Ubuntu's cloud image: hardened by your script, judged in the guest, judged again as the artifact,
# certified. README.md beside this file tells what to prepare. The same as ubuntu-18.04.json.

variable "assay" {
  description = "The static program: it runs here and in the guest."
  type        = string
}

variable "harden" {
  description = "Your hardening: a shell script that runs in the guest as root."
  type        = string
}

variable "image_url" {
  type    = string
  default = "https://cloud-images.ubuntu.com/releases/bionic/release/ubuntu-18.04-server-cloudimg-amd64.img"
}

variable "image_checksum" {
  description = "sha256:HEX of the image, from a source you trust."
  type        = string
}

variable "seed" {
  description = "The cloud-init seed that scripts/seed.sh made."
  type        = string
}

variable "ssh_private_key_file" {
  description = "Fits the public key of the seed."
  type        = string
}

variable "ssh_username" {
  type    = string
  default = "ubuntu"
}

variable "content" {
  type    = string
  default = "cis-ubuntu1804-v2.0.0"
}

variable "profile" {
  type    = string
  default = "level1-server"
}

variable "policy" {
  description = "Your directory of waivers.yaml, answers.yaml, tailoring.xml."
  type        = string
}

variable "guest_min_coverage" {
  description = "Percent of the rules that the running guest must answer."
  type        = number
  default     = 60
}

variable "artifact_min_coverage" {
  description = "Percent of the rules that the image must answer; what needs a running system is not answered by files."
  type        = number
  default     = 50
}

variable "gate_options" {
  description = "More options of assay scan, for both gates: --fail-on fail --severity medium"
  type        = string
  default     = ""
}

variable "signing_key" {
  description = "Private key of the certificate (PEM)."
  type        = string
}

variable "public_key" {
  description = "Its public key (PEM)."
  type        = string
}

variable "certified_results" {
  description = "What the certificate tells: \"artifact\" (what was found in the very file that is certified) or \"guest\"."
  type        = string
  default     = "artifact"
}

variable "name" {
  type    = string
  default = "ubuntu-18.04"
}

variable "output" {
  description = "Directory for the image, the results and the certificate."
  type        = string
  default     = "output-ubuntu-18.04"
}

variable "disk_size" {
  type    = string
  default = "10G"
}

variable "accelerator" {
  type    = string
  default = "kvm"
}

variable "ssh_timeout" {
  type    = string
  default = "15m"
}

locals {
  image = "${var.output}/image/${var.name}.qcow2"
  # In the home directory, because hardened systems mount /tmp without the right to execute.
  guest = "assay-${uuidv4()}"
}

source "qemu" "image" {
  iso_url          = var.image_url
  iso_checksum     = var.image_checksum
  disk_image       = true
  use_backing_file = false
  disk_size        = var.disk_size
  format           = "qcow2"
  accelerator      = var.accelerator
  memory           = 1024
  headless         = true
  boot_wait        = "1ms"
  cd_files         = ["${var.seed}/user-data", "${var.seed}/meta-data"]
  cd_label         = "cidata"

  ssh_username         = var.ssh_username
  ssh_private_key_file = var.ssh_private_key_file
  ssh_timeout          = var.ssh_timeout
  shutdown_command     = "sudo shutdown -P now"

  vm_name          = "${var.name}.qcow2"
  output_directory = "${var.output}/image"
}

build {
  sources = ["source.qemu.image"]

  # Nothing is to be hardened or judged while the first boot is still going on.
  provisioner "shell" {
    remote_folder = "."
    inline        = ["if command -v cloud-init; then cloud-init status --wait || true; fi"]
  }
  provisioner "shell" {
    script          = var.harden
    remote_folder   = "."
    execute_command = "sudo env {{ .Vars }} sh {{ .Path }}"
  }

  # The gate in the guest: push, judge, fetch, and only then decide.
  provisioner "shell" {
    remote_folder = "."
    inline        = ["mkdir -m 0700 ${local.guest} ${local.guest}/policy"]
  }
  provisioner "file" {
    source      = var.assay
    destination = "${local.guest}/assay"
  }
  provisioner "file" {
    source      = "${var.policy}/"
    destination = "${local.guest}/policy"
  }
  provisioner "shell" {
    script          = "${path.root}/scripts/gate.sh"
    remote_folder   = "."
    execute_command = "chmod +x ${local.guest}/assay; sudo env {{ .Vars }} sh {{ .Path }}"
    environment_vars = [
      "ASSAY=./${local.guest}/assay",
      "GATE_STEP=judge",
      "GATE_TARGET=/",
      "GATE_RESULTS=${local.guest}/guest",
      "GATE_CONTENT=${var.content}",
      "GATE_PROFILE=${var.profile}",
      "GATE_MIN_COVERAGE=${var.guest_min_coverage}",
      "GATE_POLICY=${local.guest}/policy",
      "GATE_OPTIONS=${var.gate_options}",
    ]
  }
  provisioner "file" {
    direction   = "download"
    source      = "${local.guest}/guest/"
    destination = "${var.output}/"
  }
  provisioner "shell-local" {
    script           = "${path.root}/scripts/gate.sh"
    environment_vars = ["GATE_STEP=decide", "GATE_RESULTS=${var.output}/guest"]
  }

  provisioner "shell" {
    remote_folder = "."
    inline        = ["sudo rm -rf ${local.guest}"]
  }
  provisioner "shell" {
    script          = "${path.root}/scripts/seal.sh"
    remote_folder   = "."
    execute_command = "sudo env {{ .Vars }} sh {{ .Path }}"
  }

  post-processors {
    # The gate on the artifact. Where it fails, Packer removes the image and keeps the results.
    post-processor "shell-local" {
      name   = "gate"
      script = "${path.root}/scripts/gate.sh"
      environment_vars = [
        "ASSAY=${var.assay}",
        "GATE_TARGET=disk:${local.image}",
        "GATE_RESULTS=${var.output}/artifact",
        "GATE_CONTENT=${var.content}",
        "GATE_PROFILE=${var.profile}",
        "GATE_MIN_COVERAGE=${var.artifact_min_coverage}",
        "GATE_POLICY=${var.policy}",
        "GATE_OPTIONS=${var.gate_options}",
      ]
    }
    post-processor "shell-local" {
      name   = "certify"
      script = "${path.root}/scripts/certify.sh"
      environment_vars = [
        "ASSAY=${var.assay}",
        "CERTIFY_RESULTS=${var.output}/${var.certified_results}",
        "CERTIFY_IMAGE=${local.image}",
        "CERTIFY_KEY=${var.signing_key}",
        "CERTIFY_PUBLIC_KEY=${var.public_key}",
        "CERTIFY_OUTPUT=${var.output}",
      ]
    }
  }
}
