# Apprendre des questions restées sans réponse.

review-none = Aucune question sans réponse.
review-title =
    { $count ->
        [one] <b>Une question sans réponse</b>
       *[other] <b>{ $count } questions sans réponse</b>
    }
review-asked =
    { $count ->
        [one] Posée une fois.
       *[other] Posée { $count } fois, ou presque ainsi :
    }
review-ask-name = Quelle fiche répond à cette question ? Écrivez son nom : un centre, un cours, un terme, une ressource. « /annuler » pour renoncer.
review-pick = Laquelle ?
review-found-none = Je ne trouve aucune fiche de ce nom. Écrivez-le autrement, ou « /annuler ».
review-confirm =
    Désormais, { $question }{ $count ->
        [one] {""}
       *[other] {" "}et ses variantes
    } aura pour réponse la fiche <b>{ $record }</b>. C’est bien cela ?
review-did-teach = C’est appris, tout de suite et partout.
review-did-ignore = Écartée.
review-did-unteach = Oublié.
review-gone = Cette question n’est plus dans la liste. Reprenez par /revue.
review-taught-none = Rien n’a encore été appris ici.
review-taught-title =
    { $count ->
        [one] <b>Une formulation apprise</b>
       *[other] <b>{ $count } formulations apprises</b>
    }
review-export = À joindre aux données de référence, après relecture.
button-review-link = 🔗 Relier à une fiche
button-review-ignore = 🗑 Écarter
button-review-teach = Apprendre
button-review-taught = 📘 Ce qui a été appris
button-review-export = 📄 Exporter
command-review = Questions sans réponse
