# Ce que l’on suit, et ce que l’on fait d’une carte.

button-follow = ⭐ Suivre
button-unfollow = ★ Ne plus suivre
button-ics = 📅 Agenda
button-ics-all = 📅 Tout en un fichier
button-calendar = 🔗 Calendrier à jour
button-calendar-renew = Changer l’adresse
button-copy-address = Copier l’adresse
button-details = Détails
button-copy = Copier la réf. { $number }
button-share = Partager
button-not-for-me = Pas pour moi ▾
button-previous = ◀ Précédents
button-next = Suivants ▶
button-next-of = Suite ▸ { $first } sur { $count }
button-reminders = ⏰ Changer les rappels
button-own-deadline = Échéance plus tôt
button-own-deadline-off = Sans échéance plus tôt

# --- « Pas pour moi » : ce que la veille deviendrait
refuse-higher = Plus élevé : { $filter }
refuse-lower = Moins élevé : { $filter }
refuse-field = Autre domaine : { $filter }
refuse-route = Candidature individuelle : { $filter }
refuse-language = Dans ma langue : { $filter }
refuse-kind = Autre chose : { $filter }
refuse-country = Autre pays : { $filter }
refuse-place = Pas ce lieu : { $filter }
refuse-done = C’est noté. Votre alerte devient : { $filter }
refuse-nothing = Votre alerte est déjà précise sur ce que dit l’annonce. Vous pouvez la modifier à la main.
refuse-filter-gone = Cette alerte n’existe plus. /alertes montre les vôtres.

# --- Suivis
followed-title =
    { $count ->
        [one] <b>Vous suivez une annonce</b>
       *[other] <b>Vous suivez { $count } annonces</b>
    }
followed-none = Vous ne suivez aucune annonce. Touchez « ⭐ Suivre » sous une offre ou un cours : je vous rappellerai la date limite et vous dirai ce qui change.
followed-full = Vous suivez déjà { $count } annonces, c’est le maximum. Retirez-en une dans /suivis.
followed-closed = terminé
followed-reminders =
    { $count ->
        [0] ⏰ Aucun rappel
       *[other] ⏰ Rappel { $days } jours avant
    }
followed-own = 🗓 Votre échéance : { $until }
follow-done = C’est suivi. Rappel 7 et 2 jours avant la fin. Voir /suivis
follow-done-no-date = C’est suivi. Sans date connue, je vous dirai ce qui change. Voir /suivis
follow-known = Vous suivez déjà cette annonce. Voir /suivis
follow-closed = ⛔ <b>Une annonce que vous suivez est terminée</b>
unfollow-done = Vous ne suivez plus cette annonce.
reminder-title =
    { $days ->
        [0] ⏰ <b>C’est le dernier jour</b>
        [one] ⏰ <b>Plus qu’un jour</b>
       *[other] ⏰ <b>Plus que { $days } jours</b>
    }
reminder-until = ⏳ Jusqu’au { $until }
list-and = { $items } et { $last }
own-deadline-ask = Quelle est votre échéance, par exemple celle de votre pays ? Écrivez une date : « 12/01/2027 ». Pour renoncer : « retour ».
own-deadline-unread = Je n’ai pas reconnu cette date. Écrivez-la ainsi : « 12/01/2027 ». Pour renoncer : « retour ».
own-deadline-past = Cette date est passée. Écrivez une date à venir : « 12/01/2027 ». Pour renoncer : « retour ».
own-deadline-late = Cette date vient après la date limite officielle. Écrivez-en une plus tôt, ou « retour ».

# --- Agenda
calendar-name = REFFOP – ce que je suis
calendar-deadline-vacancy = Date limite de candidature : { $title }
calendar-deadline-session = Date limite d’inscription : { $title }
calendar-address =
    Voici l’adresse de votre calendrier. Ajoutez-la à votre agenda : il restera à jour.

    { $address }

    Elle montre à qui la connaît ce que vous suivez : gardez-la pour vous.
ics-caption = À ouvrir avec votre agenda.
digest-ending =
    { $count ->
        [one] ⏳ dont une se termine d’ici 7 jours
       *[other] ⏳ dont { $count } se terminent d’ici 7 jours
    }
command-followed = Annonces suivies
