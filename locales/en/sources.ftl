# Sources: why one of them gave nothing, and what to do. For whoever looks after the service.

step-connect = the connection
step-greet = the greeting
step-login = the login
step-select = the opening of the folder
step-list = the list of messages
step-fetch = the reading of a message
step-folder = the making of a folder
step-move = the moving of messages
step-idle = the wait for new messages

fault-folder-unreadable = The folder { $path } cannot be read ({ $cause }).
    .remedy = Make it, or correct its path in config/bilan.toml.
fault-spool-unwritable = What arrives cannot be written to { $path } ({ $cause }).
    .remedy = Check the space on the disk and the rights, or change files.spool in config/bilan.toml.
fault-unreachable = The server { $server } does not answer ({ $cause }).
    .remedy = Check “host” and “port”, and that the network lets the connection through; bilan tries again by itself.
fault-certificate-name = The certificate of the server { $server } is made out to another name: bilan refuses to connect.
    .remedy = Write in “host” the name that the certificate bears, or have the certificate corrected.
fault-certificate-untrusted = The certificate of the server { $server } comes from an unknown authority: bilan refuses to connect.
    .remedy = Give the certificate of your organisation's authority in “ca_file”.
fault-certificate-date = The certificate of the server { $server } is not valid at this date: bilan refuses to connect.
    .remedy = Have the certificate renewed, and check the clock of this machine.
fault-encryption = The encrypted connection with the server { $server } fails ({ $cause }).
    .remedy = Check “security” and “port”: 993 for "tls", 143 for "starttls".
fault-authority-file = The file of certificates { $path } cannot be used ({ $cause }).
    .remedy = “ca_file” must name a PEM file.
fault-no-starttls = The server { $server } does not offer STARTTLS: the password was not sent.
    .remedy = Write security = "tls" with port 993, or check “port”.
fault-unprotected = The server { $server } is not on this machine, and the connection would be unprotected: the password was not sent.
    .remedy = Write security = "tls" or "starttls".
fault-password = The server { $server } refuses the account { $user } or its password ({ $cause }).
    .remedy = Correct “user” or the file of “password_file”; the account may be locked, or ask for an application password.
fault-silent = The server { $server } did not answer within { $seconds } s during { $step }.
    .remedy = bilan tries again by itself; if it lasts, tell whoever looks after that server, or raise “timeout_seconds”.
fault-cut = The connection with the server { $server } was cut during { $step } ({ $cause }).
    .remedy = Nothing is lost: bilan begins again by itself.
fault-refused = The server { $server } refused { $step } ({ $cause }).
    .remedy = Check the name of the folder and the rights of the account.
fault-not-moved = Messages were read, but the server { $server } refuses to put them into “{ $folder }” ({ $cause }).
    .remedy = Nothing is lost: bilan will try again. Is the mailbox full? Make room in it, or ask for a larger quota.
