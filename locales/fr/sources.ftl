# Ce que le bot dit des sources : aux administrateurs, et à tous quand l’une d’elles manque.

# --- Liste
command-sources = Sources suivies
sources-none = Aucune source n’est suivie pour l’instant. Ajoutez-en une : « /sources ajouter https://… ».
sources-title =
    { $count ->
        [one] <b>Une source suivie</b>
       *[other] <b>{ $count } sources suivies</b>
    }
sources-troubled =
    { $count ->
        [0] Aucune ne demande votre attention.
        [one] Une demande votre attention.
       *[other] { $count } demandent votre attention.
    }
sources-page = { $first } à { $last } sur { $total }
sources-zone = Heures : { $zone }
sources-how = Touchez un numéro, ou écrivez par exemple « /sources pause { $id } ».
sources-button-add = ➕ Ajouter une source
sources-button-more = Suite ▸
sources-button-first = ◂ Début
sources-button-open = Voir les sources
source-state-reads = 🟢 Lue normalement
source-state-waiting = ⚪ Pas encore lue
source-state-paused = ⏸ En pause
source-state-failing = 🔴 En panne depuis le { $since }
source-state-retired = ⚫ Fermée : le site dit qu’elle n’existe plus
source-state-held = 🟠 Lecture retenue : { $reason }
source-success = Dernière lecture réussie : { $success }
source-success-never = Aucune lecture réussie
source-items-jobs =
    { $count ->
        [0] aucune offre
        [one] une offre
       *[other] { $count } offres
    }
source-items-courses =
    { $count ->
        [0] aucun cours
        [one] un cours
       *[other] { $count } cours
    }
source-interval = intervalle : { $interval }

# --- Fiche
source-error = Dernière erreur : { $reason }
source-next = Prochaine lecture : { $next }
source-held-how = Rien n’en a été gardé ni envoyé. Si le site a vraiment changé, acceptez la lecture ; sinon, attendez : la lecture reprendra d’elle-même.
source-next-now = Prochaine lecture : dans un instant
source-moved = Le site renvoie désormais ici : { $address }
source-format = format { $format }
source-added = Ajoutée par un administrateur
source-button-poll = Lire maintenant
source-button-pause = ⏸ Mettre en pause
source-button-resume = ▶ Reprendre
source-button-release = Accepter la lecture
source-button-every = { $mark } { $interval }
source-button-every-default = { $mark } d’origine
source-button-remove = 🗑 Retirer
source-button-remove-yes = Oui, retirer
source-button-keep = Garder
source-button-all = ◀ Toutes les sources
source-button-fresh = ↻ Actualiser
source-button-show = Voir la source
source-did-poll = C’est demandé : elle sera lue dans un instant.
source-did-pause = C’est fait : elle n’est plus lue.
source-did-resume = C’est fait : elle est lue de nouveau, dès maintenant.
source-did-release = C’est noté : sa prochaine lecture, dans un instant, sera acceptée.
source-did-every = C’est réglé. Intervalle : { $interval }.
source-did-every-floor = C’est réglé au plus court : un site public est lu au plus une fois par heure.
source-did-remove = C’est fait : elle est retirée.
source-not-poll = Elle est en pause ou fermée : reprenez-la d’abord.
source-not-pause = Elle n’était déjà plus lue.
source-not-resume = Elle est déjà lue.
source-not-release = Aucune de ses lectures n’est retenue.
source-not-every = Quel intervalle ? Écrivez par exemple « 6h », « 90min », « 2j » ou « origine », d’une minute à trente jours.
source-not-remove = Elle vient du catalogue et reviendrait au prochain démarrage : mettez-la plutôt en pause.
source-remove-confirm = Retirer <b>{ $title }</b> ? Ce qui en est venu reste, plus rien n’en viendra.
source-unknown = Je ne connais pas de source « { $words } ». Vouliez-vous l’une de celles-ci ?
source-unknown-none = Je ne connais pas de source « { $words } ». Son identifiant est dans la liste : /sources
sources-usage =
    Écrivez l’ordre, puis l’identifiant qui est dans la liste (/sources) :
    • <code>/sources pause { $id }</code>
    • <code>/sources reprendre { $id }</code>
    • <code>/sources lire { $id }</code>
    • <code>/sources accepter { $id }</code>
    • <code>/sources intervalle { $id } 6h</code>
    • <code>/sources retirer { $id }</code>
    • <code>/sources ajouter https://…</code>

# --- Ajout
source-ask-address = Envoyez-moi l’adresse du flux ou du calendrier, telle que le site la donne. /annuler pour renoncer.
source-found-question = Suivre cette source ?
source-found-sample-jobs = • { $title } – clôture le { $date }
source-found-sample-courses = • { $title } – début le { $date }
source-save-courses = Enregistrer comme cours
source-saved = C’est enregistré : <b>{ $title }</b>, première lecture dans un instant. Ce qui y est publié depuis plus de trois jours ne donnera pas d’alerte.
source-expired = Cet ajout n’est plus en cours. Recommençons : /sources
error-source-address = Je ne reconnais pas d’adresse. Copiez-la en entier depuis le site, puis envoyez-la, par exemple « /sources ajouter https://exemple.org/emplois.rss ».
error-source-private = Cette adresse est privée : une source doit être visible de tout l’internet. Pour un essai chez vous, réglez ALLOW_PRIVATE_FEEDS et redémarrez.
error-source-known = Cette adresse est déjà suivie : <b>{ $title }</b>.
error-source-unreachable = Je n’ai pas pu lire cette adresse : { $reason }. Ouvrez-la dans un navigateur pour la vérifier, puis envoyez-la de nouveau.
error-source-not-feed = Cette adresse répond, mais ce n’est pas une liste que je sais lire. Cherchez sur le site un lien « RSS », « flux » ou « iCal », et envoyez son adresse.

# --- Nouvelles aux administrateurs
news-troubled =
    { $count ->
        [one] ⚠️ <b>Une source demande votre attention</b>
       *[other] ⚠️ <b>{ $count } sources demandent votre attention</b>
    }
news-recovered =
    { $count ->
        [one] <b>Une source est lue de nouveau</b>
       *[other] <b>{ $count } sources sont lues de nouveau</b>
    }
news-more =
    { $count ->
        [one] … et une autre
       *[other] … et { $count } autres
    }
news-how = Pour voir, lire de nouveau, mettre en pause : /sources

# --- Ce qui ne va pas
fault-status = { $host } a répondu { $status }
fault-timeout = { $host } n’a pas répondu à temps
fault-private = { $host } est une adresse privée
fault-certificate = { $host } n’a pas de certificat valable
fault-unknown = { $host } est introuvable
fault-unreachable = { $host } est injoignable
fault-cut = { $host } a coupé sa réponse en route
fault-page = une page web se trouve à la place de la liste
fault-vanished = les { $known } entrées ouvertes ont disparu d’un coup
fault-renumbered = { $part } entrées sur { $listed } sont soudain nouvelles
fault-changed = { $part } entrées sur { $listed } ont changé d’un coup

# --- À tous
jobs-unavailable =
    { $count ->
        [one] Source indisponible depuis le { $since } : { $titles }
       *[other] Sources indisponibles, la première depuis le { $since } : { $titles }
    }
