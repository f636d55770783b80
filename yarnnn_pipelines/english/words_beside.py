"""Sentences that point at the one beside them and say, or ask, that it need not be so: "Or so they claim." behind it,
"True or false?" before it; in English and in the languages that people fall back into.

Short denials and withdrawals are `denials`, words that take back and name nothing `bare_retractions`; which sentence
stands beside another one is the caller's.
"""

from __future__ import annotations

from yarnnn_pipelines.english.alternatives import Pattern, written
from yarnnn_pipelines.english.bare_retractions import takes_back_alone

_LONGEST = 160  # characters
_IT = r"(?:that|this|it|these|those)"
_IT_IS = rf"{_IT}(?:['’]s|['’]re|\s+(?:is|are|was|were))"
_FIRST = (
    r"^\W*(?:(?:at\s+least|anyway|or|well|but|though|and|so|ok|okay|oh|sorry|hm+|actually|of\s+course|only|aber|also|naja|tja"
    r"|zumindest|jedenfalls|wenigstens|bon|enfin|du\s+moins|bueno|al\s+menos|pelo\s+menos|bom|mas|pero|mais)\b\W*)*"
)
_LAST = (
    r"(?:\W+(?:though|anyway|at\s+least|so\s+far|sorry|by\s+the\s+way|btw|zumindest|jedenfalls|wenigstens|aber|halt|du\s+moins"
    r"|en\s+tout\s+cas|al\s+menos|por\s+lo\s+menos|pelo\s+menos))*\W*$"
)
_LAUGHS = r"(?:(?:b?w?a?ha)+h?|(?:he){2,}|(?:hi){2,}|lol|lmao|rofl|(?:ja){2,}|mdr|k{3,}|rs(?:rs)+)"
_NAMED = r"(?-i:[A-Z](?!(?<=I)\b)[\w'’-]*(?:\s[A-Z][\w'’-]*)?)"  # "Bob", "Bob Stone"
_OTHERS = (
    r"(?:they|people|everybody|everyone|somebody|someone|some|many|others|he|she|rumou?rs?|gossip|the\s+\w+(?:\s+\w+)?)"
)
_PAST = (
    r"(?:last\s+(?:year|month|quarter|week|spring|summer|autumn|fall|winter|season|sprint|time)|(?:\w+\s+){1,2}ago|long\s+ago|once"
    r"|back\s+(?:then|in)|in\s+(?:19|20)\d\d|originally|at\s+first|initially|before\s+(?:the|we|they|all)|until|till|up\s+to"
    r"|(?:our|the|their|my|an?)\s+(?:\w+\s+)?(?:plan|idea|hope|intention|wish|dream|thinking|assumption|proposal|suggestion)\b"
    r"(?!.*\b(?:still|all\s+along)\b))"
)
# Behind a sentence.
POINTS_BACK_AND_DOUBTS = Pattern(
    written(
        "laughs and denies",
        rf"^\W*{_LAUGHS}\W+(?:{_LAUGHS}\W+)*(?:no|nope|nah|not|as\s+if|never|right|sure|nein|nee|quatsch|non|não|nao|ni\s+hablar"
        r"|claro\s+que\s+n[oã]o?|just\s+(?:kidding|joking))\b(?!\s+(?:worries|problem|need|rush|doubt))(?:\W+\w+){0,3}\W*$",
        "Haha, no.",
        "lol nope",
        "Haha, nein.",
        unlike=("Haha, no worries.",),
    ),
    written(
        "is said",
        rf"{_FIRST}(?:{_IT_IS}\s+(?:just\s+|only\s+|at\s+least\s+)*(?:the|a|an|one|only|mere|pure)?\s*(?:\w+\s+)?"
        r"(?:rumou?rs?|gossip|hearsay|speculation|guess(?:work)?|theory|fiction|fantasy|legend|myth|fairy\s?tale|word\s+on\s+the\s+street)"
        rf"|{_IT_IS}\s+(?:at\s+least\s+|just\s+|only\s+)*what\s+(?:{_OTHERS}\s+(?:all\s+|always\s+|keep\s+)?(?:say|says|said|saying|claims?|claimed"
        r"|thinks?|thought|believes?|believed|hopes?|hoped|wants?|wanted|tells?|told|assumes?|wrote|writes?|hears?|heard|has\s+it)"
        rf"|{_NAMED}\s+(?:says?|said|wrote|writes|claims?|claimed|posted|thinks|thought)"
        r"|(?:i|we)\s+(?:just\s+|all\s+)?(?:hear|heard|hoped?|think|thought|believed?|assumed?|guess(?:ed)?|wish(?:ed)?|wanted|read"
        r"|was\s+told|were\s+told|(?:am|are)\s+told))"
        rf"|so\s+(?:{_OTHERS}\s+(?:claim|say|tell|think|believe|hope|hear|wrote|write|go|thought|said|claimed|hoped|have\s+it)(?:s|es)?"
        r"|(?:i|we)(?:['’](?:m|re|ve)|\s+(?:am|are|was|were|have))?\s+(?:hear|heard|hoped?|think|thought|believed?|been\s+told|told|assumed?))"
        r"(?:\s+(?:me|us))?|(?:rumou?r|legend|word|gossip)\s+has\s+it|it\s+(?:seems|appears)|(?:says|claims|according\s+to)\s+\w+(?:\s+\w+)?"
        rf"){_LAST}",
        "At least that's the rumour.",
        "Or so they claim.",
        "That is what people say.",
        "^ that is what Bob wrote",
        "So I'm told.",
        "That's only what we heard",
        unlike=("That's what we agreed.", "That is what I said.", "So we said yes."),
    ),
    written(
        "was so",
        rf"{_FIRST}{_IT}\s+(?:was|were|had\s+been|used\s+to\s+be)\s+(?:(?:just|only|all|already|still|true|of\s+course)\s+)*{_PAST}(?![\w'’])",
        "That was last year.",
        "This was our plan until yesterday; it's off.",
        "It was true once.",
        unlike=("That was on Monday.", "It was a good call.", "This was last week's biggest job."),
    ),
    written(
        "is off",
        rf"{_FIRST}{_IT}(?:['’]s|\s+is)\s+(?:now\s+|all\s+)*(?:off|over|history|obsolete|moot|dead|out\s+of\s+date|no\s+more)(?:\s+(?:now|again|since\s+\w+|the\s+table))*\W*$",
        "It's off.",
        "That's history now",
        unlike=("It's off to the printer.",),
    ),
    written(
        "only a test",
        r"^\W*(?:(?:sorry|haha|ok|and|but)\W+)*(?:(?:i|we|this|that|it)(?:['’](?:m|re|s)|\s+(?:am|was|are|were|is))\s+(?:\w+\s+)?)?(?:(?:only|just|merely)\s+"
        r"(?:(?:a\s+|to\s+)?test(?:ing)?\b|kidding|joking|teasing|pretending|dreaming|guessing|speculating|imagining|thinking\s+(?:out\s+)?loud"
        r"|role-?playing|practi[cs]ing|(?:checking|seeing|wondering|wanted\s+to\s+(?:see|know|check|test)|to\s+(?:see|check))\s+"
        r"(?:whether|if|that|who|how\s+many)\s+(?:you|anybody|anyone|somebody|someone|reads?|people|the\s+(?:bot|ai|tool)))"
        r"|testing\s+(?:whether|if|you|the\s+(?:bot|ai|tool)|123|1\W?2)\b).{0,80}$",
        "I was only testing whether you read this.",
        "Just testing the bot",
        "Just wanted to see who reads this",
        "Only a test",
        unlike=("We are testing the export.",),
    ),
    written(
        "not certain",
        r"^\W*(?:(?:but|well|or|though|and)\W+)*(?:(?:i|we)\s+(?:think|guess|hope|believe|suppose|assume)|(?:maybe|perhaps|possibly|allegedly"
        r"|supposedly|reportedly|apparently|presumably|who\s+knows|or\s+did\s+we|if\s+(?:i|we)\s+(?:remember|recall|understood)\s+(?:it\s+)?(?:correctly|right(?:ly)?|well)"
        r"|(?:i|we)\s+(?:may|might|could)\s+be\s+(?:wrong|mistaken)|(?:please\s+)?(?:do\s+not|don['’]?t)\s+(?:quote|hold)\s+(?:me|us)\s+(?:on|to)\s+(?:that|this|it)"
        r"|not\s+(?:yet\s+)?(?:confirmed|verified|certain|sure|100\s?%\s+sure)|unconfirmed|(?:still\s+)?to\s+be\s+confirmed|tbc))(?:\s+(?:not|though|yet|so))?\W*$",
        "Allegedly.",
        "I think.",
        "Don't quote me on that.",
        "To be confirmed.",
    ),
    written(
        "asks whether it is so",
        rf"{_FIRST}(?:(?:is|was|are|were|isn['’]t|wasn['’]t)\s+{_IT}\s+(?:really\s+|still\s+|actually\s+|even\s+)*(?:right|correct|true|accurate|real|so"
        r"|the\s+case|valid|a\s+joke)|(?:right|true|correct|really|seriously|fact\s+or\s+fiction|true\s+or\s+false|right\s+or\s+wrong|or\s+not"
        r"|did\s+we|or\s+did\s+(?:we|they|you|i)|oder|stimmt['’]?s|stimmt\s+das|nicht\s+wahr|echt|vrai|c['’]est\s+vrai|n['’]est-ce\s+pas|verdad|cierto"
        r"|es\s+verdad|no|certo|né|não\s+é|é\s+verdade|verdade))\s*\?\W*$",
        "Is that true?",
        "Right?",
        "Stimmt das?",
        unlike=("Is that right for you?",),
    ),
    written(
        "German",
        rf"{_FIRST}(?:(?:so|das)\s+(?:heißt|sagt|behaupte[nt]|erzähl(?:t|en)|hör(?:t|en)|hofft?e?n?|glaub(?:t|en))\s+(?:\w+\s+){{0,2}}?(?:es|man|die|sie|er"
        r"|alle|leute|kollegen)(?:\s+\w+)?|heißt\s+es|sagt\s+man|angeblich|vermutlich|vielleicht|glaub(?:e)?\s+ich|ist\s+(?:nur\s+|bloß\s+)?(?:ein|das)\s+gerücht"
        r"|(?:das|es)\s+ist\s+(?:(?:nur|bloß|zumindest|jedenfalls)\s+)*(?:das|ein)\s+gerücht|(?:das|es)\s+war\s+(?:(?:nur|bloß|noch|alles)\s+)*(?:letzte[sn]?\s+\w+|voriges\s+\w+"
        r"|vor\s+\w+\s+(?:jahren|monaten|wochen)|früher|damals|(?:unser|der|mein|ihr)\s+(?:\w+\s+)?(?:plan|wunsch|gedanke)|(?:ein|als)\s+(?:test|scherz|witz|spaß)|spaß)\b.{0,60}"
        r"|(?:war\s+)?(?:nur|bloß)\s+(?:ein\s+)?(?:spaß|scherz|witz|test)|noch\s+nicht\s+bestätigt)"
        rf"{_LAST}",
        "So heißt es jedenfalls.",
        "Das behaupten die zumindest",
        "Angeblich.",
        "Das war letztes Jahr.",
        "War nur Spaß",
    ),
    written(
        "French",
        rf"{_FIRST}(?:c['’]est\s+(?:(?:du\s+moins|juste|seulement)\s+)*(?:la|une)\s+rumeur|c['’]est\s+(?:du\s+moins\s+)?ce\s+qu['’](?:on|ils|elles|il)\s+\w+"
        r"|paraît-il|soi-disant|dit-on|peut-être|je\s+crois|je\s+plaisante|c['’]est\s+(?:une\s+(?:blague|plaisanterie)|pour\s+rire)"
        r"|c['’]était\s+(?:(?:juste|seulement)\s+)?(?:(?:l['’]année|le\s+mois|la\s+semaine)\s+derni(?:er|ère)|il\s+y\s+a|avant|une\s+blague|un\s+test|(?:le|notre)\s+plan|prévu)\b.{0,60})"
        rf"{_LAST}",
        "C'est du moins la rumeur.",
        "C'est ce qu'on dit",
        "C'était l'année dernière.",
        "Je plaisante.",
    ),
    written(
        "Spanish",
        rf"{_FIRST}(?:eso\s+(?:dicen|se\s+dice|cuentan|creen|afirman)|(?:eso\s+)?es\s+(?:(?:sólo|solo)\s+)?(?:el|un)\s+rumor|es\s+lo\s+que\s+(?:dicen|se\s+dice|cuentan)"
        r"|según\s+dicen|supuestamente|quizás?|creo|es\s+(?:una\s+)?broma|era\s+(?:una\s+)?broma|eso\s+(?:fue|era)\s+(?:(?:sólo|solo)\s+)?(?:el\s+(?:año|mes)\s+pasado"
        r"|la\s+semana\s+pasada|hace|antes|una?\s+(?:broma|prueba)|el\s+plan|nuestro\s+plan)\b.{0,60})"
        rf"{_LAST}",
        "Eso dicen.",
        "Es sólo un rumor",
        "Eso fue el año pasado.",
        "Es broma.",
    ),
    written(
        "Portuguese",
        rf"{_FIRST}(?:(?:isso\s+)?é\s+o\s+que\s+(?:dizem|se\s+diz|consta)|é\s+(?:só\s+|apenas\s+)?(?:o|um)\s+(?:boato|rumor)|dizem|diz-se|supostamente|alegadamente"
        r"|talvez|acho\s+eu|(?:é|era|foi)\s+(?:só\s+)?(?:a\s+)?brinca(?:deira|r)|estou\s+a\s+brincar|isso\s+(?:foi|era)\s+(?:só\s+)?(?:(?:n?o\s+)?(?:ano|mês)\s+passado"
        r"|n?a\s+semana\s+passada|há|antes|um\s+teste|uma\s+brincadeira|o\s+(?:nosso\s+)?plano)\b.{0,60})"
        rf"{_LAST}",
        "É o que dizem.",
        "Isso foi no ano passado.",
        "Estou a brincar",
    ),
)
# Behind a sentence that holds, but not in all that it says.
TAKES_SOMETHING_BACK = Pattern(
    written(
        "though",
        r"^(?:(?!\?).)*,?\s(?:though|tho)\s*[.!…]*$",
        "5,800 instead of 6,000 though.",
        "The second one looks a bit pale, though",
        unlike=("Should we print it though?", "Even though it rains, we open"),
    ),
    written(
        "but",
        r"^\W*(?:but|only|except|unfortunately|sadly|however|although|though|just)\b(?=[^?]*\b(?:not|no|never|nobody|nothing|none|without|only|still"
        r"|half|missing|broken|wrong|late|fewer|less|short|instead\s+of|\w+n['’]t)\b)[^?]*$|^\W*(?:only|except)\b[^?]{1,60}$",
        "But the second box is missing.",
        "Unfortunately not all of them",
        "Only in Lisbon",
        unlike=("But what about Lisbon?", "However, the poster is printed too"),
    ),
    written(
        "fewer than said",
        r"^\W*(?:(?:only|just)\s+)?\d[\d.,]*(?:\s+\w+)?\s+(?:instead\s+of|rather\s+than|(?:out\s+)?of\s+the)\s+\d[^?]*$"
        r"|^\W*(?:one|two|three|four|five|some|several|a\s+few|half|\d[\d.,]*)\s+(?:of\s+(?:them|it|these|those)\s+)?(?:is|are|was|were)\s+"
        r"(?:\w+\s+)?(?:missing|broken|damaged|wrong|torn|scratched|late|short|blank|empty|unreadable)\b[^?]*$",
        "5,800 instead of 6,000.",
        "Two of them are damaged",
        "Some were missing",
        unlike=("Two of them are on the wall",),
    ),
)
_TEXT = (
    r"(?:title|headline|sub-?title|subject(?:\s+line)?|caption|slogan|tagline|claim|wording|phrasing|sentence|phrase|statement|text|copy"
    r"|version|quote|translation|line|formulation|teaser|blurb|intro(?:duction)?|opening|post|tweet)s?"
)
_POINTS_ON = r"(?:this|these|the\s+following|that|it|those)"
# Before a sentence.
POINTS_ON_AND_ASKS = Pattern(
    written(
        "true or false",
        r"^\W*(?:(?:quiz|quick\s+one|question|hey|ok|so|quick\s+question)\W+)*(?:true\s+or\s+(?:false|not)|fact\s+or\s+(?:fiction|fake)|right\s+or\s+wrong|correct\s+or\s+not"
        r"|(?:richtig|wahr|stimmt['’]?s|stimmt\s+das)(?:\s+oder\s+(?:falsch|nicht|unwahr))?|vrai\s+ou\s+faux|verdader[oa]\s+o\s+fals[oa]"
        r"|verdadeir[oa]\s+ou\s+fals[oa]|verdad\s+o\s+mentira|verdade\s+ou\s+mentira|vero\s+o\s+falso|waar\s+of\s+niet\s+waar)\s*\?",
        "True or false?",
        "Richtig oder falsch?",
        "Vrai ou faux ?",
    ),
    written(
        "which of these",
        rf"^\W*(?:so\W+|and\W+)*(?:which|welche[rs]?|laquelle|lequel|cuál|qual)\b(?:\s+(?:of|von|de)\s+(?:these|those|the\s+(?:two|following|three)|diesen|ces|est[ao]s|dest[ae]s)"
        rf"|\s+(?:one|{_TEXT}|option|variant|alternative|satz|fassung|phrase|frase)){{1,2}}(?:\s+\w+){{0,3}}\s+(?:is|are|sounds?|reads?|do|does|would|should|ist|klingt|est|es|é)\b"
        r"(?=.*\b(?:right|true|correct|wrong|false|better|best|nicer|sounds?|reads?|prefer|use|richtig|falsch|besser|klingt|stimmt|juste|vraie|meilleure?|correcta|cierta|mejor|certa|verdadeira|melhor)\b).*\?",
        "Which of these is right?",
        "Which wording do you prefer?",
        unlike=("Which day is best?",),
    ),
    written(
        "title for",
        rf"^\W*(?:(?:a|the|new|possible|good|better|our|my|working|draft|first)\s+)*{_TEXT}\s*(?:(?:for|of|in|on|to)\b[^?]{{1,60}})?\?"
        r"|^\W*(?:titel|überschrift|schlagzeile|betreff|text|satz|titre|accroche|phrase|titular|título|frase|manchete|texto)\s*(?:(?:für|fürs|pour|para|do|da|der|du|de)\b[^?]{1,60})?\?",
        "Title for the press release?",
        "A better headline?",
        "Titel für die Pressemitteilung?",
    ),
    written(
        "sounds right",
        rf"^\W*(?:(?:hi|hey|hello|so|and|ok|okay|quick\s+(?:question|one)|dana|mia)\W+)*(?:do|does|did|is|are|was|can|could|would|will|should|may|how|what|shall)\b"
        rf"(?=[^?]*\b(?:{_POINTS_ON}|we\s+(?:say|write|put))\b)[^?]*\b(?:sounds?|right|correct|true|english|german|french|spanish|portuguese|grammar(?:ly|tical\w*)?"
        rf"|spell(?:ed|ing)|translat\w+|idiomatic|well\s+put|understandable|(?:as|for)\s+(?:an?|the|our|your)\s+(?:\w+\s+)?{_TEXT}|{_TEXT})\b[^?]*\?"
        rf"|^\W*(?:how|what)\s+about\s+(?:this|the\s+following)(?:\s+(?:one|{_TEXT}))?(?:\s+(?:as|for)\b[^?]{{1,40}})?\s*\?",
        "Does this sound right in English?",
        "Can you translate this?",
        "Would this work as a headline?",
        "How about this?",
        unlike=("Does this work for you?", "Is the page right?"),
    ),
    written(
        "sounds right, in other languages",
        r"^\W*(?:klingt|ist|stimmt|passt|kann|darf|geht)\b[^?]*\b(?:das|dies|dieser|so|folgende\w*)\b[^?]*\b(?:richtig|gut|korrekt|so|deutsch|englisch|satz|sagen|schreiben)\b[^?]*\?"
        r"|^\W*(?:est-ce\s+(?:que|correct)|ça\s+sonne|c['’]est)\b[^?]*\b(?:correct\w*|bien|juste|vrai|français|anglais|phrase|dire|écrire|sonne)\b[^?]*\?"
        r"|^\W*(?:suena|está|es|se\s+puede|se\s+dice)\b[^?]*\b(?:bien|correct[oa]|cierto|inglés|español|decir|frase|así)\b[^?]*\?"
        r"|^\W*(?:soa|está|é|pode-se|diz-se|isto|isso)\b[^?]*\b(?:bem|corret[oa]|correct[oa]|certo|inglês|português|dizer|frase|assim)\b[^?]*\?",
        "Klingt das so richtig?",
        "Est-ce que cette phrase est correcte ?",
        "Suena bien así en inglés?",
        "Soa bem em inglês?",
    ),
)


def doubts_the_sentence_before(sentence: str) -> bool:
    """It says of the sentence before it that it is only said, is over or was no news, or asks whether it is so."""
    if len(sentence) > _LONGEST:
        return False
    return POINTS_BACK_AND_DOUBTS.found_in(sentence) or takes_back_alone(sentence)


def asks_of_what_follows(sentence: str) -> bool:
    """It asks whether what stands behind it is true or well said, or what it may be a text of."""
    return len(sentence) <= _LONGEST and POINTS_ON_AND_ASKS.found_in(sentence)


def takes_something_back(sentence: str) -> bool:
    """It names no matter of its own, and takes something of the sentence before it back: "5,800 instead of 6,000
    though."."""
    return len(sentence) <= _LONGEST and TAKES_SOMETHING_BACK.found_in(sentence)
