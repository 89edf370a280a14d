# Les dossiers sur des serveurs : ce qui empêche d'y lire, et ce qu'il faut faire. Pour la personne qui s'occupe du service.

fault-remote-settings = La source « { $source } » est mal réglée : { $what }.
    .remedy = Corrigez-la dans config/bilan.toml.
fault-remote-plain = La source « { $source } » : rien ne protège ce qui irait à { $what }, ni le mot de passe, ni les retours. Rien n'a été envoyé.
    .remedy = Écrivez une adresse en https:// ; http:// ne vaut que sur cette machine.
fault-remote-file = La source « { $source } » : le fichier { $path } ne peut pas être lu ({ $what }).
    .remedy = Corrigez son chemin dans config/bilan.toml, ou donnez au service le droit de le lire.
fault-remote-credentials = La source « { $source } » : { $server } refuse le compte.
    .remedy = Vérifiez le compte et son mot de passe ou sa clé dans config/bilan.toml, et ses droits sur le dossier ; une clé SSH ne doit être lisible que par le service (chmod 600).
fault-remote-certificate = La source « { $source } » : le certificat de { $server } est refusé, { $fault ->
        [name] il est établi pour un autre nom
        [authority] aucune autorité connue ici ne l'a signé
        [expired] il n'est pas valide aujourd'hui
       *[other] il ne peut pas être vérifié
    }. Rien n'a été envoyé.
    .remedy = { $fault ->
        [name] Écrivez dans config/bilan.toml le nom qui figure sur le certificat.
        [authority] Donnez le fichier de l'autorité de votre organisation par ca_file, dans config/bilan.toml.
        [expired] Demandez à qui tient le serveur de le renouveler ; vérifiez l'heure de cette machine.
       *[other] Voyez avec la personne qui tient le serveur.
    }
fault-remote-host-key = La source « { $source } » : la clé SSH de { $server } n'est pas connue, ou n'est plus celle qui l'était. Rien n'a été envoyé.
    .remedy = Demandez son empreinte à qui tient le serveur, comparez, puis ajoutez la clé au fichier known_hosts du compte du service.
fault-remote-missing = La source « { $source } » : « { $path } » n'existe pas sur { $server }.
    .remedy = Créez ce dossier, ou corrigez son nom dans config/bilan.toml.
fault-remote-names = La source « { $source } » : dans « { $path } », sur { $server }, un nom de fichier ne peut pas être lu : il n'est sans doute pas écrit en UTF-8.
    .remedy = Renommez ce fichier sur le serveur ; jusque-là, ce dossier n'est pas lu.
fault-remote-moved = La source « { $source } » : { $server } renvoie vers une autre adresse, qui n'est pas suivie.
    .remedy = Écrivez l'adresse actuelle dans config/bilan.toml.
fault-remote-too-many = La source « { $source } » contient plus de { $limit } fichiers.
    .remedy = Réglez-la sur le seul dossier des retours, ou rangez ailleurs ceux des années passées.
fault-remote-too-large = La source « { $source } » : « { $path } » est trop volumineux ({ $size } octets ; { $limit } au plus).
    .remedy = Demandez un fichier sans images, ou relevez reading.max_file_bytes.
fault-remote-changing = La source « { $source } » : « { $path } » est en train de changer.
    .remedy = Il sera pris à un prochain passage, une fois complet.
fault-remote-unreachable = La source « { $source } » : { $server } ne répond pas comme attendu ({ $what }).
    .remedy = Le prochain passage réessaie ; si cela dure, vérifiez l'adresse et le réseau.
fault-remote-store = La source « { $source } » : la base de données ne peut pas être lue ou écrite ({ $what }).
    .remedy = Vérifiez la place sur le disque et les droits du service.
