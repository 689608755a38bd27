# Ce que disent les réponses aux questions (bot/views/answer_*.py). Les faits viennent des fiches, jamais d’ici.

# --- Ce qui n’est pas une fiche
answer-none =
    Je ne sais pas répondre à cela. Je réponds sur les cours, les centres, les termes et les démarches du réseau.

    Un humain peut vous aider : { $contact }
answer-none-abuse = Je préfère que nous restions courtois. Posez-moi une question sur les cours, les centres ou les termes et je vous aiderai.
answer-none-danger = <b>Je ne peux pas donner l’alerte.</b> Prévenez tout de suite votre chaîne de commandement, le centre d’opérations de la mission ou les secours.
answer-none-private = Je ne sais rien des autres personnes, et je n’en dirais rien. Posez-moi une question sur les cours, les centres ou les termes.
answer-none-injection = Je ne fais que répondre sur les cours, les centres, les termes et les démarches du réseau, à partir de ses fiches.
answer-none-empty = Écrivez-moi votre question en quelques mots, par exemple « cours en ligne pour policiers ».
answer-clarify = Vous cherchez peut-être :
answer-senses = « { $word } » a plusieurs sens :
answer-senses-plain = Plusieurs fiches portent ce nom :
answer-compare = Côte à côte :
answer-human = Écrivez à { $contact } : une personne vous répondra.
answer-gone = Cette fiche n’existe plus. Posez-moi votre question, je chercherai la nouvelle.

answer-smalltalk-greeting = Bonjour. Que cherchez-vous : un cours, un centre, un terme à traduire ?
answer-smalltalk-thanks = Avec plaisir. Une autre question ?
answer-smalltalk-bye = Au revoir, et bonne route.
answer-smalltalk-wellbeing = Tout va bien, merci. Que puis-je chercher pour vous ?
answer-smalltalk-identity = Je suis l’assistant automatique du REFFOP. Je réponds à partir de ses fiches : cours, centres, glossaire, démarches.
answer-smalltalk-ability =
    Demandez-moi par exemple :
    • « c’est quoi une UPC ? »
    • « cours en ligne pour policiers »
    • « quels centres au Cameroun ? »
    • « rules of engagement en français »
answer-smalltalk-agreement = Bien. Autre chose ?
answer-smalltalk-apology = Aucun souci. Que cherchez-vous ?

# --- Boutons
answer-button-human = Demander à un humain
answer-button-courses = Ses cours
answer-button-centre = Le centre
answer-button-other-language = English
answer-button-more = La suite
answer-button-open = Ouvrir la page

# --- Parties communes
answer-source = Source : { $source }
answer-source-usage = usage établi de l’ONU
answer-other-language = (disponible en anglais seulement)
answer-indicative = indicatif
answer-unknown-ask = inconnu. À demander à { $contact }
answer-unconfirmed = Fiche indicative : aucune source consultée ne la confirme entièrement. Vérifiez auprès du centre.
answer-label = <b>{ $label }</b> : { $value }
answer-label-audience = Public
answer-label-languages = Langues
answer-label-language = Langue
answer-label-duration = Durée
answer-label-cost = Coût
answer-label-route = Candidature
answer-label-date = Dates
answer-label-deadline = Clôture
answer-label-website = Site
answer-label-email = E-mail
answer-label-phone = Téléphone
answer-label-where = Lieu
answer-label-specialities = Spécialités
answer-label-status = Réseau
answer-label-synonyms = Aussi
answer-label-theme = Thème
answer-label-centre = Centre
answer-label-contact = Contact
answer-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
    }
answer-about-days = environ { $days }
answer-next-held = prochaines sessions : { $dates } (calendrier du centre)
answer-last-held = dernière session connue le { $date } ; aucune date à venir n’est connue
answer-no-date = aucune date connue, ni passée ni à venir
answer-cost-free = gratuit
answer-cost-paid = payant
answer-cost-unknown = non précisé par les sources
answer-route-individual = individuelle : vous postulez vous-même
answer-route-nomination = sur proposition de l’État ou de la hiérarchie
answer-route-unknown = voie inconnue. À demander à { $contact }
answer-mode-online = en ligne
answer-mode-in_person = en présentiel
answer-mode-blended = hybride
answer-audience-military = militaires
answer-audience-police = police
answer-audience-civilian = civils
answer-status-member = centre membre
answer-status-newer-member = membre récent
answer-status-associated = centre associé
answer-status-partner = partenaire
answer-gender-f = féminin
answer-gender-m = masculin
answer-gender-fpl = féminin pluriel
answer-gender-mpl = masculin pluriel
answer-term-fr = français
answer-term-en = anglais

# --- Listes
answer-list-courses = { $count ->
    [0] Aucun cours connu
    [one] { $count } cours
   *[other] { $count } cours
    }
answer-list-centres = { $count ->
    [0] Aucun centre connu
    [one] { $count } centre
   *[other] { $count } centres
    }
answer-list-terms = { $count ->
    [0] Aucun terme connu
    [one] { $count } terme
   *[other] { $count } termes
    }
answer-list-jobs = { $count ->
    [0] Aucune offre connue
    [one] { $count } offre
   *[other] { $count } offres
    }
answer-list-head = <b>{ $count }</b> · { $filters }
answer-list-relaxed = Rien ne réunit toutes les conditions. Sans « { $dropped } » :
answer-list-rest = … et { $count } de plus.
answer-list-history = Aucune session à venir n’est connue : ce sont des sessions passées.
answer-list-unknown-cost = Pour { $count } autres, aucune source ne dit le coût.
answer-list-unknown-rank = Pour { $count } autres, aucune source ne dit les grades admis.
answer-list-unknown-month = Pour { $count } autres, aucune date n’est connue.
answer-list-unknown-year = Pour { $count } autres, aucune date n’est connue.
answer-list-unknown-level = Pour { $count } autres, aucune source ne dit le niveau.
answer-list-unknown-route = Pour { $count } autres, la voie de candidature est inconnue.
answer-list-indicative-kind = Le type de chaque centre est indicatif : le réseau ne le publie pas centre par centre.
answer-list-indicative-rank = L’équivalence des grades est indicative.
answer-list-page = { $first }–{ $last } sur { $total }
answer-last-held-short = dernière session connue : { $date }
answer-filter-cost-free = gratuit
answer-filter-cost-paid = payant
answer-filter-kind-police = police
answer-filter-kind-military = militaire
answer-filter-kind-online = en ligne
answer-filter-kind-general = généraliste
answer-filter-kind-other = autre
answer-filter-route-individual = candidature individuelle
answer-filter-route-nomination = sur désignation
answer-filter-level = niveau : { $level }
answer-filter-domain = thème
answer-filter-here = ce lieu
answer-level-basic = initiation
answer-level-advanced = avancé
answer-level-level-1 = niveau 1
answer-level-level-2 = niveau 2
answer-level-level-3 = niveau 3
answer-level-nco = sous-officiers
answer-level-certificate = certificat
answer-level-university = universitaire
answer-level-master = master
answer-rank-junior-officer = officier subalterne

# --- Thèmes du glossaire
answer-domain-mandate-politics = mandats et politique
answer-domain-military = militaire
answer-domain-missions = missions
answer-domain-hr-careers = ressources humaines
answer-domain-mission-structure = organisation des missions
answer-domain-intelligence-comms = renseignement et transmissions
answer-domain-human-rights-law = droit et droits de l’homme
answer-domain-logistics = logistique
answer-domain-police = police
answer-domain-medical = santé
answer-domain-training = formation
answer-domain-conduct-discipline = conduite et discipline
answer-domain-mine-action = lutte antimines
answer-domain-protection = protection
answer-domain-air-naval = air et mer
answer-domain-ddr-ssr = DDR et RSS
answer-domain-civilian = personnel et affaires civiles
answer-domain-humanitarian = humanitaire
answer-domain-elections-governance = élections et gouvernance
