# Les chiffres du service, pour l’administration.

figures-title = Les chiffres du service
figures-people = 👥 { $all } personnes, dont { $new } depuis 7 jours ; { $suspended } ont bloqué le bot
figures-languages = Langue : { $told }
figures-audiences = Public : { $told }
figures-countries = Pays suivis : { $told }
figures-too-few = moins de { $smallest } personnes par groupe
figures-questions = 💬 { $asked } questions depuis 7 jours, { $rate } % avec une réponse. Sans réponse, le plus souvent :
figures-no-questions = 💬 Aucune question depuis 7 jours. Sans réponse, le plus souvent :
figures-alerts = 🔔 { $alerts } alertes ; { $sent } messages envoyés, { $waiting } en attente
figures-delays = ⏱ Délai d’envoi depuis 7 jours : { $median } s pour la moitié, { $p95 } s pour 95 %
figures-no-delays = ⏱ Aucune alerte envoyée depuis 7 jours
figures-postings = 📋 { $all } annonces, dont { $week } depuis 7 jours
figures-sources = 🛰 { $all } sources, dont { $failing } en panne : /sources
figures-tickets = 🎫 { $open } demandes en attente : /tickets
figures-title-questions = Questions par jour
figures-title-sent = Messages envoyés par jour
figures-answered = avec réponse
figures-choices = plusieurs choix
figures-unanswered = sans réponse
figures-sent = envoyés
figures-chart-questions = Questions du { $first } au { $last } : { $asked } posées, dont { $lost } sans réponse.
figures-chart-sent = Messages du { $first } au { $last } : { $sent } envoyés, { $most } le { $day }, jour le plus chargé.
command-stats = Chiffres du service
