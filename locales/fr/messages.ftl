# Ce que dit le bot, hors réponses aux questions (answers.ftl). Les deux langues disent la même chose,
# sans que l’une soit la traduction mot à mot de l’autre.

# --- Accueil et langue
language-name = français
welcome =
    Bonjour. Je suis l’assistant du REFFOP, le réseau francophone des opérations de paix.

    Posez-moi une question, comme vous l’écririez à un collègue :
    • « c’est quoi une UPC ? »
    • « quels cours à Bamako ? »

    Je peux aussi vous prévenir des offres d’emploi et des cours faits pour vous. Vous êtes :
button-who-military = Militaire
button-who-police = Police, gendarmerie
button-who-civilian = Civil
button-who-any = Sans préciser
button-skip = Passer
onboarding-band-military = Votre grade ? Touchez une tranche, ou écrivez-le : « lieutenant-colonel », « OF-3 ».
onboarding-band-police = Votre grade ? Touchez une tranche, ou écrivez-le : « commissaire principal ».
onboarding-band-civilian = Quel niveau de poste ? Touchez une tranche, ou écrivez-la : « P-3 à P-5 ».
onboarding-indicative = Ce n’est qu’une tranche pour trier les offres, pas votre identité. L’équivalence avec les grades de l’ONU est indicative : « Passer » montre tous les niveaux.
onboarding-doubt = « { $words } » peut désigner plusieurs grades. Lequel ?
band-military-0 = Rang, sous-officier
band-military-1 = Lieutenant, capitaine
band-military-3 = Commandant
band-military-4 = Lieutenant-colonel
band-military-5 = Colonel
band-military-6 = Officier général
band-police-0 = Gardien à inspecteur
band-police-1 = Officier de police
band-police-3 = Commissaire
band-police-4 = Commissaire principal
band-police-5 = Com. divisionnaire
band-police-6 = Contrôleur général et plus
band-civilian-0 = Services généraux
band-civilian-1 = P-1, P-2
band-civilian-3 = P-3
band-civilian-4 = P-4
band-civilian-5 = P-5
band-civilian-6 = D-1 et plus
welcome-help = Aide
language-choose = Quelle langue préférez-vous ?
language-chosen = C’est noté : je vous parle en français.
button-french = Français
button-english = English
settings = Langue : français. Alertes groupées : { $hour } ({ $zone }), les hebdomadaires le { $weekday }.
settings-paused = ⏸ En pause jusqu’au { $until }. Ce qui arrive d’ici là tiendra en un seul message.
settings-quiet = 🌙 Silence de { $start } h à { $end } h : ce qui arrive la nuit attend le matin.
settings-not-quiet = 🔔 Pas d’heures de silence
settings-how = L’heure n’est pas la vôtre ? Écrivez votre ville : « /fuseau Bangui ». Une autre pause : « /pause 12/01/2027 ».
button-pause-day = ⏸ Pause d’un jour
button-pause-week = ⏸ Pause d’une semaine
button-unpause = ▶ Reprendre
button-quiet-on = 🌙 Silence de 22 h à 7 h
button-quiet-off = 🔔 Plus de silence
button-hour = ⏰ Heure des envois
button-weekday = 📆 Jour de l’hebdomadaire
hour-ask = À quelle heure vous écrire ? Touchez une heure, ou écrivez « /heure 18 ».
hour-how = Je n’ai pas reconnu d’heure entre 0 et 23. Écrivez par exemple « /heure 18 ».
weekday-ask = Quel jour voulez-vous l’envoi hebdomadaire ?
button-silent-on = 🔕 Sans son
button-silent-off = 🔔 Avec son
button-light-on = 🪶 Titres seuls
button-light-off = 📄 Fiches entières
settings-silent = 🔕 Mes messages arrivent sans son.
settings-light = 🪶 Titres seuls : la fiche est à un clic.
pause-ask = Combien de temps vous laisser tranquille ? Ou écrivez « /pause 12/01/2027 ».
pause-how = Je n’ai pas reconnu de date à venir, d’ici un an. Écrivez par exemple « /pause 12/01/2027 », ou touchez une durée.
timezone-how = Je ne connais pas l’heure de « { $words } ». Écrivez une grande ville proche, par exemple « /fuseau Bangui » ou « /fuseau Paris ».

# --- Aide, confidentialité, données
help =
    <b>Ce que je sais faire</b>

    💬 Répondre sur les cours, les centres, le vocabulaire et les ressources du réseau. Exemples :
    • « centres au Cameroun »
    • « SSR en français ? »
    • « cours pour policiers en ligne »

    🔔 Vous prévenir des offres d’emploi de l’ONU : /alertes, ou d’un coup « /alertes police P-3 à P-5 quotidien ».

    📋 Les offres du moment : /emplois
    🌍 Changer de langue : /reglages
    🔒 Vos données : /privacy
    ⏹ Ne plus rien recevoir : /stop

    Une question à laquelle je ne sais pas répondre ? /humain, ou écrivez à { $contact }.
privacy =
    <b>Vos données</b>

    Je garde le strict nécessaire : le numéro de cette conversation, votre langue, votre fuseau horaire et vos filtres d’alerte, ainsi que la liste des messages que je vous ai envoyés. Ni nom, ni téléphone, ni position.

    Vos questions ne sont pas conservées. Celles auxquelles je n’ai pas su répondre le sont 90 jours, sans leur auteur, pour compléter le site. Le fil de la conversation s’efface au bout d’un jour.

    Ce que vous écrivez à l’équipe par /humain ou /expert est lu par elle, sans votre nom ni votre compte, et effacé 30 jours après la clôture.

    Un grade n’est qu’une tranche pour trier les offres : je ne sais pas qui vous êtes, et rien de ce que vous me dites n’est montré à d’autres.

    /mesdonnees vous remet tout ce que je garde. /effacer le supprime pour de bon.

    Une question : { $contact }.
data-file = Voici tout ce que je garde sur cette conversation.
data-none = Je ne garde rien sur cette conversation.
delete-confirm = Effacer vos filtres et tout ce que je garde sur cette conversation ? C’est immédiat et définitif.
button-delete = Tout effacer
button-keep = Garder
delete-done = C’est effacé. Écrivez-moi quand vous voulez : nous repartirons de zéro.
delete-kept = Rien n’a été effacé.
stop-done =
    { $count ->
        [0] Vous n’aviez aucune alerte. Je ne vous écrirai pas de moi-même.
        [one] C’est fait : votre alerte est supprimée. Je ne vous écrirai plus de moi-même.
       *[other] C’est fait : vos { $count } alertes sont supprimées. Je ne vous écrirai plus de moi-même.
    }
cancel-done = D’accord, j’arrête là. Rien n’a été enregistré.
cancel-nothing = Il n’y avait rien en cours.

# --- Alertes
alerts-none = Vous n’avez pas encore d’alerte. Je peux vous prévenir dès qu’un poste vous correspond.
alerts-list =
    { $count ->
        [one] <b>Votre alerte</b>
       *[other] <b>Vos { $count } alertes</b>
    }
alerts-example = Plus rapide, en un message : « /alertes police P-3 à P-5 quotidien ».
alerts-private = Les alertes se règlent en conversation privée avec moi.
button-add-alert = ➕ Ajouter une alerte
button-remove = 🗑 { $name }
button-change = ✏️ Modifier
button-change-area = Changer le domaine
button-change-low = Changer le niveau
alert-removed = Alerte supprimée.
alert-ask-area = Quel domaine vous intéresse ?
button-any-field = Tous les domaines
alert-ask-field = <b>{ $area }</b>. Tout le domaine, ou plus précis ?
button-whole-area = Tout ce domaine
alert-ask-level =
    Quel niveau de poste ? Touchez le plus bas, puis le plus haut.

    C’est une tranche pour trier les offres, pas votre identité.
alert-ask-level-top = À partir de { $grade }. Jusqu’où ?
button-any-level = Tous les niveaux
button-this-level = { $grade } seulement
alert-ask-frequency = Quand vous prévenir ?
button-back = ◀ Retour
button-cancel = Annuler
button-save = Enregistrer
frequency-immediate = Immédiat
frequency-daily = Quotidien, { $hour }
frequency-weekly = Hebdomadaire, { $weekday } { $hour }
alert-read-back =
    Voici ce que j’ai compris :

    <b>{ $filter }</b>
    { $frequency }

    Est-ce bien cela ?
alert-not-understood = Je n’ai pas reconnu : { $words }.
alert-nothing-understood =
    Je n’ai reconnu ni domaine, ni niveau. Écrivez par exemple « /alertes police P-3 à P-5 quotidien », ou choisissez ci-dessous.
alert-saved =
    C’est enregistré : <b>{ $filter }</b>. { $frequency ->
        [immediate] Je vous écris dès qu’un poste correspond.
        [daily] Je vous écris une fois par jour, à { $hour }, s’il y a du nouveau.
       *[weekly] Je vous écris le { $weekday } à { $hour }, s’il y a du nouveau.
    }
alert-known = Vous aviez déjà cette alerte : <b>{ $filter }</b>.
alert-expired = Ce formulaire n’est plus en cours. Recommençons : /alertes
preview-found =
    Sur { $seen } annonces récentes, { $found ->
        [one] une correspond
       *[other] { $found } correspondent
    }{ $open ->
        [0] , aucune n’est encore ouverte.
        [one] , dont une ouverte :
       *[other] , dont { $open } ouvertes :
    }
preview-none = Aucune des { $seen } annonces récentes ne correspond. L’alerte attendra la première.
preview-hindered =
    Aucune des { $seen } annonces récentes ne correspond. Sans « { $part } », { $otherwise ->
        [one] une correspondrait.
       *[other] { $otherwise } correspondraient.
    }
preview-nothing-seen = Je n’ai pas encore d’annonce à comparer. L’alerte attendra la première.
preview-much = Cela ferait plus de dix messages par jour : un envoi quotidien serait plus léger.
button-widen = Élargir : sans « { $part } »
button-turn-kind = Quoi : { $value }
button-turn-route = Voie : { $value }
button-turn-language = Langue : { $value }
button-turn-frequency = Quand : { $value }
any-language = toutes
kind-any = offres et cours
kind-job = offres d’emploi
kind-course = cours
route-any = toutes
route-individual = candidature individuelle
route-nomination = par la Mission permanente
route-roster = fichier de réserve
filter-with = avec « { $word } »
filter-without = sans « { $word } »
filter-any = Toutes les offres
filter-levels = { $low } à { $high }
filter-from = à partir de { $low }
filter-to = jusqu’à { $high }
audience-military = militaires
audience-police = police
audience-civilian = personnel civil

# --- Offres
jobs-title =
    { $count ->
        [one] <b>Une offre ouverte</b>, vue ces 30 derniers jours
       *[other] <b>{ $count } offres ouvertes</b>, vues ces 30 derniers jours
    }
sessions-title =
    { $count ->
        [one] <b>Une session à venir</b>, d’après les calendriers des centres
       *[other] <b>{ $count } sessions à venir</b>, d’après les calendriers des centres
    }
sessions-more = … et { $count } autres. Demandez par exemple « cours police en français ».
jobs-none = Je ne connais aucune offre ouverte en ce moment. Une alerte vous préviendra de la prochaine.
jobs-more = … et { $count } autres. Demandez par exemple « offres police P-4 ».
job-gone = Cette offre n’est plus dans mes dossiers.
card-un = ONU
card-route-nomination = 🏛 Par votre Mission permanente ou votre hiérarchie, pas de candidature individuelle
card-route-individual = 👤 Candidature individuelle
card-route-roster = 🗂 Fichier de réserve
card-route-unknown = ❔ Voie de candidature non précisée : voyez l’annonce
card-languages = 🗣 { $languages }
card-language-required = { $language } exigé
card-language-asset = { $language } apprécié
card-deadline = ⏳ Clôture : { $deadline }{ $days ->
        [0] {" "}– aujourd’hui
        [one] {" "}– demain
       *[other] {" "}– dans { $days } jours
    }
card-deadline-unknown = ⏳ Date de clôture non précisée
card-closed = ⛔ Offre close
card-changed = ✏️ Modifié : { $what }
card-change-title = intitulé
card-change-grade = grade
card-change-country = pays
card-change-city = lieu
card-change-deadline = date limite
card-change-start = début
card-change-end = fin
card-change-centre = centre
card-change-mode = forme
card-filter = Filtre : { $filter }
card-source = Source : { $source }
card-also = aussi : { $sources }
card-course = Cours
card-mode-in_person = en présentiel
card-mode-online = en ligne
card-mode-blended = en présentiel et en ligne
card-days = 📅 { $days }
days = du { $start } au { $end }
card-enrol-nomination = 🏛 Inscription par votre hiérarchie ou votre Mission permanente
card-enrol-individual = 👤 Inscription individuelle
card-enrol-roster = 🗂 Inscription par un fichier de réserve
enrol-deadline = ⏳ Inscription jusqu’au { $deadline }{ $days ->
        [0] {" "}– aujourd’hui
        [one] {" "}– demain
       *[other] {" "}– dans { $days } jours
    }
enrol-deadline-unknown = ⏳ Date limite d’inscription non précisée
enrol-closed = ⛔ Inscriptions closes
button-open = Ouvrir
button-my-alerts = Mes alertes
digest-title-jobs =
    { $count ->
        [one] <b>Une nouvelle offre pour vous</b>
       *[other] <b>{ $count } nouvelles offres pour vous</b>
    }
digest-title-courses =
    { $count ->
        [one] <b>Une nouvelle session de cours pour vous</b>
       *[other] <b>{ $count } nouvelles sessions de cours pour vous</b>
    }
digest-title-both = <b>{ $count } offres et sessions de cours pour vous</b>
digest-days = { $days ->
        [0] clôt aujourd’hui
        [one] clôt demain
       *[other] J‑{ $days }
    }

# --- Quand cela ne va pas
error-internal = Je n’ai pas pu traiter ce message. Réessayez dans un instant ; si cela continue, écrivez à { $contact }.
error-old-button = Ce bouton ne sert plus. Reprenez par /aide.
error-unknown-command = Je ne connais pas cette commande. /aide montre ce que je sais faire.
error-not-text = Je lis seulement le texte. Écrivez-moi votre question.

# --- Menus et présentation (longueurs limitées par Telegram)
command-jobs = Offres d’emploi ouvertes
command-courses = Cours et formations
command-centres = Centres de formation
command-term = Vocabulaire français-anglais
command-alerts = Mes alertes
command-settings = Langue, pause, heure
command-help = Aide et contact
command-privacy = Mes données
command-stop = Ne plus rien recevoir
bot-short = Cours, centres, vocabulaire et offres d’emploi des opérations de paix, en français.
bot-description =
    L’assistant du REFFOP, le réseau francophone de formation aux opérations de paix. Il répond à vos questions sur les cours, les centres et le vocabulaire, et vous prévient des postes qui vous correspondent.
ask-courses = Quels cours cherchez-vous ? Par exemple : « cours à Bamako », « cours en ligne pour policiers ».
ask-term = Quel mot cherchez-vous ? Par exemple : « UPC », « rules of engagement en français ».
