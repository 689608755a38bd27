# Learning from questions without an answer.

review-none = No question is without an answer.
review-title =
    { $count ->
        [one] <b>One question without an answer</b>
       *[other] <b>{ $count } questions without an answer</b>
    }
review-asked =
    { $count ->
        [one] Asked once.
       *[other] Asked { $count } times, or nearly so:
    }
review-ask-name = Which record answers this question? Write its name: a centre, a course, a term, a resource. “/cancel” to leave it.
review-pick = Which one?
review-found-none = I find no record of that name. Write it differently, or “/cancel”.
review-confirm =
    From now on, { $question }{ $count ->
        [one] {""}
       *[other] {" "}and its variants
    } will be answered with the record <b>{ $record }</b>. Is that right?
review-did-teach = Learned, at once and everywhere.
review-did-ignore = Set aside.
review-did-unteach = Forgotten.
review-gone = This question is no longer in the list. Start again with /review.
review-taught-none = Nothing has been learned here yet.
review-taught-title =
    { $count ->
        [one] <b>One wording learned</b>
       *[other] <b>{ $count } wordings learned</b>
    }
review-export = To be added to the reference data, after a reading.
button-review-link = 🔗 Link to a record
button-review-ignore = 🗑 Set aside
button-review-teach = Learn it
button-review-taught = 📘 What was learned
button-review-export = 📄 Export
command-review = Questions without an answer
