# Folders on servers: what keeps them from being read, and what to do. For the person who looks after the service.

fault-remote-settings = The source “{ $source }” is set wrongly: { $what }.
    .remedy = Correct it in config/bilan.toml.
fault-remote-plain = The source “{ $source }”: nothing protects what would go to { $what }, neither the password nor the returns. Nothing was sent.
    .remedy = Write an address with https://; http:// is for this machine only.
fault-remote-file = The source “{ $source }”: the file { $path } cannot be read ({ $what }).
    .remedy = Correct its path in config/bilan.toml, or let the service read it.
fault-remote-credentials = The source “{ $source }”: { $server } refuses the account.
    .remedy = Check the account and its password or key in config/bilan.toml, and what it may see; an SSH key must be readable by the service alone (chmod 600).
fault-remote-certificate = The source “{ $source }”: the certificate of { $server } is refused, { $fault ->
        [name] it is made out to another name
        [authority] no authority that is known here signed it
        [expired] it is not valid today
       *[other] it cannot be verified
    }. Nothing was sent.
    .remedy = { $fault ->
        [name] Write the name that is on the certificate in config/bilan.toml.
        [authority] Give the file of your organisation's authority as ca_file in config/bilan.toml.
        [expired] Ask whoever runs the server to renew it; check this machine's clock.
       *[other] See with whoever runs the server.
    }
fault-remote-host-key = The source “{ $source }”: the SSH key of { $server } is not known, or no longer the known one. Nothing was sent.
    .remedy = Ask whoever runs the server for its fingerprint, compare, then add the key to the known_hosts file of the service's account.
fault-remote-missing = The source “{ $source }”: “{ $path }” does not exist on { $server }.
    .remedy = Make this folder, or correct its name in config/bilan.toml.
fault-remote-names = The source “{ $source }”: in “{ $path }” on { $server }, a file's name cannot be read: most likely it is not written in UTF-8.
    .remedy = Rename this file on the server; until then, this folder is not read.
fault-remote-moved = The source “{ $source }”: { $server } sends to another address, which is not followed.
    .remedy = Write the present address in config/bilan.toml.
fault-remote-too-many = The source “{ $source }” holds more than { $limit } files.
    .remedy = Set it to the folder of returns alone, or keep those of past years elsewhere.
fault-remote-too-large = The source “{ $source }”: “{ $path }” is too large ({ $size } bytes; { $limit } at most).
    .remedy = Ask for a file without pictures, or raise reading.max_file_bytes.
fault-remote-changing = The source “{ $source }”: “{ $path }” is changing.
    .remedy = It will be taken at a later look, once it is whole.
fault-remote-unreachable = The source “{ $source }”: { $server } does not answer as expected ({ $what }).
    .remedy = The next look tries again; if it lasts, check the address and the network.
fault-remote-store = The source “{ $source }”: the database cannot be read or written ({ $what }).
    .remedy = Check the space on the disk and the service's rights.
