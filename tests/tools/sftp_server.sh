#!/usr/bin/env bash
# An SFTP server for the tests: OpenSSH with keys of its own, for the account that starts it.
#
#   sftp_server.sh DIR PORT
#
# DIR/files is what is shown. DIR/client_key is let in, DIR/stranger_key is not. DIR/known_hosts knows the server's key, and
# DIR/bin/ssh is the ssh program with that file for a memory, in place of the account's own. The script prints "ready" once the port
# answers, then lives as long as its standard input. It touches nothing outside DIR but /run/sshd, which sshd asks for as root.
set -euo pipefail

dir=$1 port=$2
export PATH=$PATH:/usr/sbin:/sbin
for tool in sshd ssh ssh-keygen; do
  command -v "$tool" >/dev/null || { echo "run ./test once, it installs openssh-server" >&2; exit 2; }
done

mkdir -p "$dir/files" "$dir/bin" "$dir/state"
for key in host_key client_key stranger_key; do
  ssh-keygen -q -t ed25519 -N '' -C essai -f "$dir/$key"
done
echo "[127.0.0.1]:$port $(cat "$dir/host_key.pub")" >"$dir/known_hosts"
printf '#!/bin/sh\nexec %s -F /dev/null -o UserKnownHostsFile=%s -o GlobalKnownHostsFile=/dev/null "$@"\n' \
  "$(command -v ssh)" "$dir/known_hosts" >"$dir/bin/ssh"
chmod 755 "$dir/bin/ssh"
cat >"$dir/sshd_config" <<CONFIG
ListenAddress 127.0.0.1
Port $port
HostKey $dir/host_key
AuthorizedKeysFile $dir/client_key.pub
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
AllowUsers $(id -un)
AllowTcpForwarding no
ForceCommand internal-sftp -d $dir/files
Subsystem sftp internal-sftp
CONFIG
[ "$(id -u)" != 0 ] || mkdir -p /run/sshd

"$(command -v sshd)" -D -e -f "$dir/sshd_config" 2>"$dir/sshd.log" &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT
until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
  kill -0 "$server" 2>/dev/null || { cat "$dir/sshd.log" >&2; exit 1; }
  sleep 0.02
done
echo ready
cat >/dev/null
