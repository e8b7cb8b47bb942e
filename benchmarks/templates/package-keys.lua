-- The keys whose signatures a system trusts on packages, for a person to judge.
return function(_, system)
  local rpm = system.packages == "rpm"
  local objects = {
    files = object("ind:filehash58", {
      path = match(rpm and "^/etc/pki/rpm-gpg$" or "^/etc/apt(/trusted\\.gpg\\.d)?$"),
      filename = match(rpm and "^RPM-GPG-KEY-" or "^trusted\\.gpg$|\\.(gpg|asc)$"), hash_type = "SHA-256",
    }),
  }
  if rpm then objects.imported = object("linux:rpminfo", { name = "gpg-pubkey" }) end
  return {
    lua = { module = "software", call = "keys", objects = objects },
    checked = rpm and "the keys imported into the rpm database and the key files of /etc/pki/rpm-gpg" or "the keyrings /etc/apt/trusted.gpg and /etc/apt/trusted.gpg.d",
    fix = { text = "Remove keys that are not approved, and import those of the approved repositories." },
  }
end
