# Ce que le bot dit des annonces aux administrateurs.

command-announce = Annonce à tous ou à certains

# --- Composer
compose-ask-fr =
    <b>Nouvelle annonce.</b> Écrivez le texte en français, tel qu’il doit être lu : la mise en forme est gardée. Vous pouvez joindre une image ou un document.

    Les dernières annonces : « /annonce liste ».
compose-ask-en = Le même texte en anglais ?
compose-ask-segment = À qui ? Écrivez par exemple « police P-3 à P-5 francophones » ou « militaires Mali ».
compose-ask-time = Quand ? Écrivez par exemple « 18 h 30 », « demain à 9 h » ou « 12/01/2027 18:30 », à votre heure.
compose-ask-buttons =
    Des boutons qui ouvrent une page ? Trois au plus, un par ligne :

    S’inscrire | https://exemple.org/inscription
compose-skip-fr = Sans texte français
compose-skip-en = Sans texte anglais
compose-skip-segment = Tout le monde
compose-skip-time = Maintenant
compose-skip-buttons = Sans bouton
compose-review = <b>Voilà ce que chacun recevra, juste au-dessus.</b>
compose-audience = À qui : { $segment }
compose-languages = Langue : { $languages }
compose-in-fr = en français pour tous
compose-in-en = en anglais pour tous
compose-in-both = chacun dans sa langue
compose-when = Quand : { $when }. Il faudra { $time } au plus.
compose-now = dès que vous touchez « Envoyer »
compose-button-send =
    { $count ->
        [one] ✅ Envoyer à une personne
       *[other] ✅ Envoyer à { $count } personnes
    }
compose-button-segment = 👥 À qui
compose-button-time = 🕒 Quand
compose-button-fr = ✏️ Français
compose-button-en = ✏️ Anglais
compose-button-buttons = 🔗 Boutons
compose-button-correct = ✅ Corriger partout
compose-correction = Voilà comment l’annonce { $number } sera lue, juste au-dessus. La changer chez tous ceux qui l’ont reçue ?
compose-expired = Cette annonce n’est plus en cours. Recommençons : /annonce
compose-segment-how = Je peux choisir par domaine, niveau, public, langue et pays. Écrivez par exemple « police P-3 à P-5 francophones », ou touchez « Tout le monde ».
compose-time-how = Je n’ai pas reconnu de date ni d’heure. Écrivez par exemple « demain à 9 h » ou « 12/01/2027 18:30 ».
compose-fault-no-text = Il manque le texte : écrivez au moins une phrase.
compose-fault-markup = La mise en forme est incomplète près de « { $tag } » : fermez la balise, ou retirez-la.
compose-fault-too-long = Le texte ({ $language }) compte { $length } caractères. Telegram en accepte { $limit } : raccourcissez-le.
compose-fault-too-many-buttons = Trois boutons au plus : retirez-en.
compose-fault-button-text = Chaque bouton a besoin d’un nom court, de { $limit } caractères au plus, avant la barre : « S’inscrire | https://… ».
compose-fault-button-url = Cette adresse ne s’ouvrira pas : « { $url } ». Écrivez-la en entier, avec https://.
compose-fault-past = Cette heure est déjà passée. Choisissez-en une à venir.
compose-fault-too-late = C’est dans plus d’un an. Choisissez une date plus proche.

# --- Qui reste
kept-everyone =
    { $count ->
        [0] Personne ne s’est encore servi de l’assistant
        [one] Une personne en tout
       *[other] { $count } personnes en tout
    }
kept-reachable = joignables : { $count }{ $out ->
        [0] {""}
        [one] {" "}(une personne a bloqué l’assistant ou fermé son compte)
       *[other] {" "}({ $out } ont bloqué l’assistant ou fermé leur compte)
    }
kept-language = dans cette langue : { $count } ({ $out } de moins)
kept-audience = de ce public : { $count } ({ $out } de moins)
kept-field = de ce domaine : { $count } ({ $out } de moins)
kept-level = de ce niveau : { $count } ({ $out } de moins)
kept-country = intéressées par ce pays : { $count } ({ $out } de moins)
segment-everyone = tout le monde

# --- Suivre
announcement-sending = <b>Annonce { $number }</b> · en cours
announcement-paused = <b>Annonce { $number }</b> · en pause
announcement-done = <b>Annonce { $number }</b> · terminée
announcement-cancelled = <b>Annonce { $number }</b> · annulée
announcement-reason-failures = Plus d’un envoi sur vingt a échoué sans que la personne nous ait bloqués : j’ai arrêté pour que vous regardiez.
announcement-tally-sent = ✅ envoyées : { $count }
announcement-tally-waiting = ⏳ en attente : { $count }
announcement-tally-blocked = 🚫 bloquées ou comptes fermés : { $count }
announcement-tally-failed = ⚠️ refusées par Telegram : { $count }
announcement-tally-unknown = ❔ sans réponse : { $count }
announcement-tally-stopped = ⏹ arrêtées : { $count }
announcement-correction = ✏️ corrigées : { $done } sur { $total }
announcement-recall = 🗑 supprimées : { $done } sur { $total }
announcement-left = Encore { $time } au plus.
announcement-button-pause = ⏸ Pause
announcement-button-resume = ▶ Reprendre
announcement-button-cancel = ⏹ Arrêter là
announcement-button-again = 🔁 Réessayer les échecs
announcement-button-correct = ✏️ Corriger
announcement-button-recall = 🗑 Supprimer partout
announcement-button-report = 📄 Détail
announcement-button-delete = Oui, supprimer
announcement-button-show = Non, garder
announcement-ask-recall =
    { $count ->
        [one] Supprimer l’annonce { $number } chez la personne qui l’a reçue ?
       *[other] Supprimer l’annonce { $number } chez les { $count } personnes qui l’ont reçue ?
    } Telegram ne supprime pas ce qui a plus de 48 heures.
announcement-recalled = { $count } à supprimer. { $old ->
        [0] {""}
        [one] Une, trop ancienne, restera.
       *[other] { $old }, trop anciennes, resteront.
    }
announcement-changed = C’est fait.
announcement-not-changed = Trop tard : l’annonce n’en est plus là.
announcements-title = <b>Dernières annonces</b>
announcements-none = Aucune annonce pour l’instant. Commencez-en une : /annonce
announcement-state-sending = en cours
announcement-state-paused = en pause
announcement-state-done = terminée
announcement-state-cancelled = annulée
announcement-chart = Annonce { $number }
announcement-outcome-sent = envoyés
announcement-outcome-waiting = en attente
announcement-outcome-blocked = bloqués
announcement-outcome-failed = refusés
announcement-outcome-unknown = incertains
announcement-outcome-stopped = arrêtés
