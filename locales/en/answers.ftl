# What answers to questions say (bot/views/answer_*.py). Facts come from the records, never from here.

# --- What is not a record
answer-none =
    I do not know that. I answer about the network’s courses, centres, terms and procedures.

    A person can help you: { $contact }
answer-none-abuse = Let us stay courteous. Ask me about courses, centres or terms and I will help.
answer-none-danger = <b>I cannot raise the alarm.</b> Tell your chain of command, the mission’s operations centre or the emergency services at once.
answer-none-private = I know nothing of other people, and would say nothing of them. Ask me about courses, centres or terms.
answer-none-injection = I only answer about the network’s courses, centres, terms and procedures, from its records.
answer-none-empty = Write your question in a few words, for instance “online courses for police”.
answer-clarify = Perhaps you are looking for:
answer-senses = “{ $word }” has several meanings:
answer-senses-plain = Several records have this name:
answer-compare = Side by side:
answer-human = Write to { $contact }: a person will answer.
answer-gone = This record no longer exists. Ask me and I will look for the new one.

answer-smalltalk-greeting = Hello. What are you looking for: a course, a centre, a term to translate?
answer-smalltalk-thanks = You are welcome. Anything else?
answer-smalltalk-bye = Goodbye, and safe travels.
answer-smalltalk-wellbeing = All is well, thank you. What can I look up for you?
answer-smalltalk-identity = I am REFFOP’s automatic assistant. I answer from its records: courses, centres, glossary, procedures.
answer-smalltalk-ability =
    Ask me for instance:
    • “what is an FPU?”
    • “online courses for police”
    • “which centres are in Cameroon?”
    • “règles d’engagement in English”
answer-smalltalk-agreement = Good. Anything else?
answer-smalltalk-apology = No problem at all. What are you looking for?

# --- Buttons
answer-button-human = Ask a person
answer-button-courses = Its courses
answer-button-centre = The centre
answer-button-other-language = Français
answer-button-more = More
answer-button-open = Open the page

# --- Common parts
answer-source = Source: { $source }
answer-source-usage = established UN usage
answer-other-language = (available in French only)
answer-indicative = indicative
answer-unknown-ask = unknown. Ask { $contact }
answer-unconfirmed = Indicative record: no source that we read confirms all of it. Check with the centre.
answer-label = <b>{ $label }</b>: { $value }
answer-label-audience = For
answer-label-languages = Languages
answer-label-language = Language
answer-label-duration = Length
answer-label-cost = Cost
answer-label-route = Applying
answer-label-date = Dates
answer-label-deadline = Closes
answer-label-website = Website
answer-label-email = E-mail
answer-label-phone = Telephone
answer-label-where = Place
answer-label-specialities = Specialities
answer-label-status = Network
answer-label-synonyms = Also
answer-label-theme = Theme
answer-label-centre = Centre
answer-label-contact = Contact
answer-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
    }
answer-about-days = about { $days }
answer-next-held = next held { $dates } (from the centre’s calendar)
answer-last-held = last held on { $date }, as far as known; no coming date is known
answer-no-date = no date known, past or to come
answer-cost-free = free
answer-cost-paid = paid
answer-cost-unknown = not stated by the sources
answer-route-individual = individual: you apply yourself
answer-route-nomination = nominated by the state or the hierarchy
answer-route-unknown = route unknown. Ask { $contact }
answer-mode-online = online
answer-mode-in_person = in person
answer-mode-blended = blended
answer-audience-military = military
answer-audience-police = police
answer-audience-civilian = civilians
answer-status-member = member centre
answer-status-newer-member = newer member
answer-status-associated = associated centre
answer-status-partner = partner
answer-gender-f = feminine
answer-gender-m = masculine
answer-gender-fpl = feminine plural
answer-gender-mpl = masculine plural
answer-term-fr = French
answer-term-en = English

# --- Lists
answer-list-courses = { $count ->
    [0] No course known
    [one] { $count } course
   *[other] { $count } courses
    }
answer-list-centres = { $count ->
    [0] No centre known
    [one] { $count } centre
   *[other] { $count } centres
    }
answer-list-terms = { $count ->
    [0] No term known
    [one] { $count } term
   *[other] { $count } terms
    }
answer-list-jobs = { $count ->
    [0] No vacancy known
    [one] { $count } vacancy
   *[other] { $count } vacancies
    }
answer-list-head = <b>{ $count }</b> · { $filters }
answer-list-relaxed = Nothing meets all conditions. Without “{ $dropped }”:
answer-list-rest = … and { $count } more.
answer-list-history = No coming session is known: these are past sessions.
answer-list-unknown-cost = For { $count } others no source states the cost.
answer-list-unknown-rank = For { $count } others no source states the ranks admitted.
answer-list-unknown-month = For { $count } others no date is known.
answer-list-unknown-year = For { $count } others no date is known.
answer-list-unknown-level = For { $count } others no source states the level.
answer-list-unknown-route = For { $count } others the way to apply is unknown.
answer-list-indicative-kind = The type of each centre is indicative: the network does not publish it centre by centre.
answer-list-indicative-rank = The equivalence of ranks is indicative.
answer-list-page = { $first }–{ $last } of { $total }
answer-last-held-short = last held: { $date }
answer-filter-cost-free = free
answer-filter-cost-paid = paid
answer-filter-kind-police = police
answer-filter-kind-military = military
answer-filter-kind-online = online
answer-filter-kind-general = general
answer-filter-kind-other = other
answer-filter-route-individual = individual application
answer-filter-route-nomination = by nomination
answer-filter-level = level: { $level }
answer-filter-domain = theme
answer-filter-here = this place
answer-level-basic = basic
answer-level-advanced = advanced
answer-level-level-1 = level 1
answer-level-level-2 = level 2
answer-level-level-3 = level 3
answer-level-nco = NCOs
answer-level-certificate = certificate
answer-level-university = university
answer-level-master = master’s
answer-rank-junior-officer = junior officer

# --- Themes of the glossary
answer-domain-mandate-politics = mandates and politics
answer-domain-military = military
answer-domain-missions = missions
answer-domain-hr-careers = human resources
answer-domain-mission-structure = mission structure
answer-domain-intelligence-comms = intelligence and communications
answer-domain-human-rights-law = law and human rights
answer-domain-logistics = logistics
answer-domain-police = police
answer-domain-medical = medical
answer-domain-training = training
answer-domain-conduct-discipline = conduct and discipline
answer-domain-mine-action = mine action
answer-domain-protection = protection
answer-domain-air-naval = air and sea
answer-domain-ddr-ssr = DDR and SSR
answer-domain-civilian = civilian staff and affairs
answer-domain-humanitarian = humanitarian
answer-domain-elections-governance = elections and governance
