# Demander à un humain : ce que lisent la personne qui demande, et l’équipe.

button-ticket-question = ✍️ Écrire à l’équipe
button-ticket-expert = 🧭 Demander un expert
button-ticket-carry = 📨 Envoyer cette question
button-ticket-send = Envoyer
button-ticket-withdraw = Retirer ma demande
button-ticket-answer = Répondre
button-ticket-close = Clore
button-tickets = Voir les demandes
ticket-offer =
    Une personne du réseau peut vous répondre, ici même. Elle ne verra ni votre nom, ni votre compte.

    Vous pouvez aussi écrire à { $contact }.
ticket-other-way = Vous pouvez aussi écrire à { $contact }.
ticket-step = Étape { $number } sur { $count }.
ticket-ask-question = Écrivez votre question en un seul message. N’y mettez rien de confidentiel.
ticket-ask-area = Quel domaine d’expertise ? Touchez-en un, ou écrivez-le.
ticket-ask-place = Pour quel pays ou quelle ville ?
ticket-ask-period = À quelle période ? Par exemple : « mars 2027, deux semaines ».
ticket-ask-organisation = Pour quelle organisation ?
ticket-ask-contact = Comment vous joindre ? Une adresse professionnelle, par exemple. C’est la seule chose de vous que l’équipe verra.
ticket-field-area = Domaine :
ticket-field-place = Lieu :
ticket-field-period = Période :
ticket-field-organisation = Organisation :
ticket-field-contact = Contact :
ticket-review =
    Voici votre demande :

    { $request }

    Je l’envoie ?
ticket-empty = Il me faut quelques mots. Écrivez-les, ou « retour ».
ticket-long = C’est trop long : { $length } caractères, pour { $most } au plus. Raccourcissez, rien d’autre n’est perdu.
ticket-opened =
    ✅ Demande nº { $number } transmise. La réponse arrivera ici, en général sous quelques jours ouvrés.

    Pour ajouter quelque chose, répondez à ce message. Sans nouvelles, écrivez à { $contact }.
ticket-added = Ajouté à votre demande nº { $number }.
ticket-too-many = Vous avez déjà { $most } demandes en cours. Attendez une réponse, retirez-en une, ou écrivez à { $contact }.
ticket-is-closed = La demande nº { $number } est close. /humain en ouvre une autre ; vous pouvez aussi écrire à { $contact }.
ticket-withdrawn = Votre demande nº { $number } est retirée. L’équipe en est prévenue.
ticket-expired = Ce formulaire n’est plus en cours. Recommençons : /humain ou /expert
ticket-answer = 💬 <b>Réponse du réseau à votre demande nº { $number }</b>
ticket-go-on = <i>Pour continuer, répondez à ce message.</i>
ticket-closed = Votre demande nº { $number } est close. /humain en ouvre une autre ; vous pouvez aussi écrire à { $contact }.

# --- Ce que lit l’équipe
ticket-in-fr = français
ticket-in-en = anglais
ticket-head-question = 🎫 <b>Demande nº { $number }</b> – question en { $language }
ticket-head-expert = 🧭 <b>Demande nº { $number }</b> – recherche d’expert, en { $language }
ticket-how-to-answer = <i>Répondez à ce message : la personne lira votre réponse, sans votre nom.</i>
ticket-more = 🎫 <b>Demande nº { $number }</b> – la personne ajoute :
ticket-answered-elsewhere = ✅ Demande nº { $number } – réponse envoyée :
ticket-answered = ✅ Votre réponse à la demande nº { $number } est partie.
ticket-undelivered = La réponse à la demande nº { $number } n’a pas pu être remise : cette personne ne reçoit plus nos messages. La réponse est gardée ; vous pouvez clore la demande.
ticket-unsent = La réponse à la demande nº { $number } n’est pas partie, Telegram ne la prend pas pour l’instant. La demande attend toujours : renvoyez votre réponse dans quelques minutes.
ticket-erased = Cette demande n’existe plus : elle a été effacée. Votre réponse n’a été remise à personne.
ticket-write-answer = Écrivez la réponse à la demande nº { $number }. « /annuler » pour renoncer.
ticket-did-close = Demande nº { $number } close.
ticket-did-withdraw = La demande nº { $number } a été retirée par la personne.
ticket-closed-already = Cette demande est déjà close.
ticket-line-asker = <b>Demande</b>, { $at }
ticket-line-network = <b>Réseau</b>, { $at }
tickets-none = Aucune demande n’attend.
tickets-title =
    { $count ->
        [one] <b>Une demande attend</b>
       *[other] <b>{ $count } demandes attendent</b>
    }
tickets-pick = nº { $number }
tickets-line-question = • nº { $number }, question en { $language }, depuis { $waits }
tickets-line-expert = • nº { $number }, recherche d’expert en { $language }, depuis { $waits }
tickets-overdue =
    { $count ->
        [one] ⏰ Une demande attend depuis { $waits }.
       *[other] ⏰ { $count } demandes attendent, la plus ancienne depuis { $waits }.
    }
command-human = Demander à un humain
command-expert = Demander un expert
command-tickets = Demandes en attente
