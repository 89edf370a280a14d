#!/usr/bin/env bash
# A whole mail server in one folder, for the tests: Postfix takes mail in (STARTTLS and implicit TLS, senders
# authenticate), Dovecot knows the passwords and shows the mailboxes over IMAPS.
#
#   mail_server.sh DIR NAME SMTP_PORT SMTPS_PORT IMAPS_PORT IMAP_PORT [OPTION...]
#
# Options: "no-move" hides the IMAP extension MOVE, "full" gives each mailbox a quota that one copy more would pass,
# "clear" allows passwords without TLS on IMAP_PORT (otherwise STARTTLS comes first).
#
# DIR/users holds one "address:password" a line. NAME is what the certificate is made out to. The script prints
# "ready" once all ports answer, then lives as long as its standard input: when the test ends, or dies in
# whatever way, the pipe closes and every process of the server is stopped. It touches nothing outside DIR.
set -euo pipefail

dir=$1 name=$2 smtp=$3 smtps=$4 imaps=$5 imap=$6
options=" ${*:7} "
export PATH=$PATH:/usr/sbin:/sbin
export MAIL_CONFIG=$dir/postfix # postfix's own programs look here instead of /etc/postfix
# Owner of the mailboxes: who called sudo, so that the tests can read them; else a number without an account, which is
# enough for both servers.
owner=${SUDO_UID:-5000}

if [ "$(id -u)" != 0 ]; then
  echo "the mail server of the tests must be started as root: Postfix and Dovecot change to their own accounts" >&2
  exit 2
fi
for tool in postfix dovecot openssl; do
  command -v "$tool" >/dev/null || { echo "run ./test once, it installs $tool" >&2; exit 2; }
done

certificates() {
  mkdir -p "$dir/tls"
  (
    cd "$dir/tls"
    # Two certificates: clients refuse an authority's own certificate as a server's.
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=Autorite des essais" \
      -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign \
      -keyout ca.key -out ca.pem
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$name" -keyout server.key -out server.csr
    printf 'subjectAltName=DNS:%s\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n' "$name" >server.ext
    openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile server.ext -out server.pem
  ) >"$dir/tls.log" 2>&1
}

postfix_files() {
  mkdir -p "$dir/postfix" "$dir/spool" "$dir/data"
  chown postfix "$dir/data"
  local domains
  domains=$(cut -d: -f1 "$dir/users" | sed 's/.*@//' | sort -u | tr '\n' ' ')
  cut -d: -f1 "$dir/users" | sed 's/.*/& &\//' >"$dir/postfix/mailboxes"
  cat >"$dir/postfix/main.cf" <<CF
compatibility_level = 3.6
queue_directory = $dir/spool
data_directory = $dir/data
maillog_file = $dir/postfix.log
maillog_file_prefixes = $dir
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = localhost
mydestination =
mynetworks =
alias_maps =
alias_database =
virtual_mailbox_domains = $domains
virtual_mailbox_maps = texthash:$dir/postfix/mailboxes
virtual_mailbox_base = $dir/mail
virtual_uid_maps = static:$owner
virtual_gid_maps = static:$owner
# Nothing ever leaves the machine, not even by mistake.
default_transport = error:this server of the tests delivers to its own mailboxes only
relay_transport = error:this server of the tests delivers to its own mailboxes only
smtpd_tls_cert_file = $dir/tls/server.pem
smtpd_tls_key_file = $dir/tls/server.key
smtpd_tls_security_level = encrypt
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = private/auth
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = permit_sasl_authenticated, reject
# One name server look-up less for each connection.
smtpd_peername_lookup = no
# A refused password answers at once: the tests ask for it often.
smtpd_error_sleep_time = 0
message_size_limit = 26214400
CF
  cat >"$dir/postfix/master.cf" <<CF
127.0.0.1:$smtp  inet n - n - - smtpd
127.0.0.1:$smtps inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
cleanup   unix n - n - 0 cleanup
qmgr      unix n - n 300 1 qmgr
rewrite   unix - - n - - trivial-rewrite
bounce    unix - - n - 0 bounce
defer     unix - - n - 0 bounce
trace     unix - - n - 0 bounce
verify    unix - - n - 1 verify
flush     unix n - n 1000? 0 flush
error     unix - - n - - error
retry     unix - - n - - error
discard   unix - - n - - discard
virtual   unix - n n - - virtual
anvil     unix - - n - 1 anvil
scache    unix - - n - 1 scache
tlsmgr    unix - - n 1000? 1 tlsmgr
proxymap  unix - - n - - proxymap
postlog   unix-dgram n - n - 1 postlogd
CF
}

# Dovecot 2.4 renamed most settings; Debian 12 ships 2.3, Debian 13 ships 2.4.
dovecot_files() {
  mkdir -p "$dir/dovecot"
  sed 's/:\(.*\)/:{PLAIN}\1::::::/' "$dir/users" >"$dir/dovecot/passwords"
  local version
  version=$(dovecot --version | cut -d' ' -f1)
  case $version in
    2.[0-3].*) cat <<CF ;;
mail_location = maildir:$dir/mail/%u
disable_plaintext_auth = yes
ssl = required
ssl_cert = <$dir/tls/server.pem
ssl_key = <$dir/tls/server.key
passdb {
  driver = passwd-file
  args = $dir/dovecot/passwords
}
userdb {
  driver = static
  args = uid=$owner gid=$owner home=$dir/mail/%u
}
CF
    *) cat <<CF ;;
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
mail_driver = maildir
mail_path = $dir/mail/%{user}
auth_allow_cleartext = no
ssl = required
ssl_server_cert_file = $dir/tls/server.pem
ssl_server_key_file = $dir/tls/server.key
passdb passwd-file {
  passwd_file_path = $dir/dovecot/passwords
}
userdb static {
  fields {
    uid = $owner
    gid = $owner
    home = $dir/mail/%{user}
  }
}
CF
  esac >"$dir/dovecot/dovecot.conf"
  cat >>"$dir/dovecot/dovecot.conf" <<CF
base_dir = $dir/dovecot/run
state_dir = $dir/dovecot/state
log_path = $dir/dovecot.log
listen = 127.0.0.1
protocols = imap
auth_mechanisms = plain login
auth_failure_delay = 0
first_valid_uid = $owner
service imap-login {
  inet_listener imap {
    port = $imap
  }
  inet_listener imaps {
    port = $imaps
    ssl = yes
  }
}
# No waiting after a wrong password either.
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service auth {
  unix_listener $dir/spool/private/auth {
    mode = 0660
    user = postfix
  }
}
CF
}

# What options ask of Dovecot, in the words of its version.
dovecot_options() {
  local new=
  case $(dovecot --version) in 2.[0-3].*) ;; *) new=1 ;; esac
  if [[ $options == *" no-move "* ]]; then
    if [ "$new" ]; then
      printf 'imap_capability {\n  MOVE = no\n}\n'
    else
      echo "imap_capability = IMAP4rev1 LITERAL+ ENABLE IDLE UIDPLUS NAMESPACE CHILDREN"
    fi
  fi
  if [[ $options == *" full "* ]]; then
    if [ "$new" ]; then
      printf 'mail_plugins = quota\nquota "User quota" {\n  driver = count\n  storage_size = 60k\n  storage_grace = 0\n}\n'
    else
      printf 'mail_plugins = quota\nplugin {\n  quota = count:User quota\n  quota_rule = *:storage=60k\n  quota_grace = 0\n  quota_vsizes = yes\n}\n'
    fi
  fi
  if [[ $options == *" clear "* ]]; then
    if [ "$new" ]; then
      printf 'ssl = yes\nauth_allow_cleartext = yes\n'
    else
      printf 'ssl = yes\ndisable_plaintext_auth = no\n'
    fi
  fi
}

# Each server leads a process group, so that stopping leaves none of its many processes behind. Postfix's master
# opens a group of its own, whose number is in its pid file.
groups=()

start() {
  setsid "$@" >>"$dir/start.log" 2>&1 </dev/null &
  groups+=($!)
}

stop() {
  trap - EXIT
  local signal group
  if read -r group <"$dir/spool/pid/master.pid"; then groups+=("$group"); fi 2>/dev/null
  for signal in TERM KILL; do
    for group in "${groups[@]}"; do kill -"$signal" -- "-$group" 2>/dev/null || true; done
    for _ in $(seq 30); do
      kill -0 -- "${groups[@]/#/-}" 2>/dev/null || break 2
      sleep 0.1
    done
  done
  # What belongs to root or to the servers goes now: the test that made the folder may not be allowed to. Logs stay.
  rm -rf "$dir"/{spool,data,postfix,dovecot,mail,tls}
}

# until CONDITION holds, 20 seconds at most
await() {
  for _ in $(seq 200); do
    "$@" && return
    sleep 0.1
  done
  echo "the mail server did not start: no '$*' within 20 seconds; $dir/*.log" >&2
  exit 1
}

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
greets() { (exec 3<>"/dev/tcp/127.0.0.1/$1" && read -r -t 5 line <&3 && [[ $line == 220* ]]) 2>/dev/null; }

chmod 755 "$dir" # the servers' own accounts must reach what lies below
mkdir -p "$dir/mail"
chown "$owner:$owner" "$dir/mail"
certificates
postfix_files
dovecot_files
dovecot_options >>"$dir/dovecot/dovecot.conf"
trap stop EXIT
start postfix -c "$dir/postfix" start-fg
# Dovecot's socket for passwords lies in the spool that Postfix lays out. Before it is there nobody may connect to Postfix:
# a process of it that finds no way to check passwords dies, and the connection that came to it is reset.
await [ -d "$dir/spool/private" ]
start dovecot -F -c "$dir/dovecot/dovecot.conf"
await answers "$imaps"
await [ -S "$dir/spool/private/auth" ]
await greets "$smtp"
await answers "$smtps"
echo ready
cat >/dev/null # until the test lets go
