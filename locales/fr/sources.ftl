# Sources : pourquoi l'une d'elles n'a rien donné, et que faire. Pour la personne qui administre le service.

step-connect = la connexion
step-greet = l'accueil
step-login = l'identification
step-select = l'ouverture du dossier
step-list = la liste des messages
step-fetch = la lecture d'un message
step-folder = la création d'un dossier
step-move = le déplacement de messages
step-idle = l'attente de nouveaux messages

fault-folder-unreadable = Le dossier { $path } ne peut pas être lu ({ $cause }).
    .remedy = Créez-le, ou corrigez son chemin dans config/bilan.toml.
fault-spool-unwritable = Ce qui arrive ne peut pas être écrit dans { $path } ({ $cause }).
    .remedy = Vérifiez la place sur le disque et les droits, ou changez files.spool dans config/bilan.toml.
fault-unreachable = Le serveur { $server } ne répond pas ({ $cause }).
    .remedy = Vérifiez « host » et « port », et que le réseau laisse passer la connexion ; bilan réessaie de lui-même.
fault-certificate-name = Le certificat du serveur { $server } est établi à un autre nom : bilan refuse de s'y connecter.
    .remedy = Écrivez dans « host » le nom qui figure sur le certificat, ou faites corriger le certificat.
fault-certificate-untrusted = Le certificat du serveur { $server } vient d'une autorité inconnue : bilan refuse de s'y connecter.
    .remedy = Donnez le certificat de l'autorité de votre organisation dans « ca_file ».
fault-certificate-date = Le certificat du serveur { $server } n'est pas valable à cette date : bilan refuse de s'y connecter.
    .remedy = Faites renouveler le certificat, et vérifiez l'heure de cette machine.
fault-encryption = La connexion chiffrée avec le serveur { $server } échoue ({ $cause }).
    .remedy = Vérifiez « security » et « port » : 993 pour "tls", 143 pour "starttls".
fault-authority-file = Le fichier de certificats { $path } ne peut pas être utilisé ({ $cause }).
    .remedy = « ca_file » doit nommer un fichier PEM.
fault-no-starttls = Le serveur { $server } ne propose pas STARTTLS : le mot de passe n'a pas été envoyé.
    .remedy = Écrivez security = "tls" avec le port 993, ou vérifiez « port ».
fault-unprotected = Le serveur { $server } n'est pas sur cette machine, et la connexion serait sans protection : le mot de passe n'a pas été envoyé.
    .remedy = Écrivez security = "tls" ou "starttls".
fault-password = Le serveur { $server } refuse le compte { $user } ou son mot de passe ({ $cause }).
    .remedy = Corrigez « user » ou le fichier de « password_file » ; le compte est peut-être verrouillé, ou demande un mot de passe d'application.
fault-silent = Le serveur { $server } n'a pas répondu en { $seconds } s pendant { $step }.
    .remedy = bilan réessaie de lui-même ; si cela dure, prévenez qui administre ce serveur, ou augmentez « timeout_seconds ».
fault-cut = La connexion avec le serveur { $server } a été coupée pendant { $step } ({ $cause }).
    .remedy = Rien n'est perdu : bilan recommence de lui-même.
fault-refused = Le serveur { $server } a refusé { $step } ({ $cause }).
    .remedy = Vérifiez le nom du dossier et les droits du compte.
fault-not-moved = Des messages ont été lus, mais le serveur { $server } refuse de les ranger dans « { $folder } » ({ $cause }).
    .remedy = Rien n'est perdu : bilan réessaiera. La boîte est-elle pleine ? Faites-y de la place, ou demandez un quota plus grand.
