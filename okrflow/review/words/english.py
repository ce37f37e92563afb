"""The English words that the wording checks rest on: lower case, no accents, British spelling (-ize is read as -ise).

Verbs stand in their base form and nouns in the singular unless they mean something else in the plural;
`okrflow.review.words.lexicon` makes the other forms. A further language is a further file like this one.
"""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# -- verbs ---------------------------------------------------------------------------------------------------------------
# what they have for an object is a thing or a name
TECHNICAL: Final = _words("""
    configure containerise decommission deploy digitalise digitise dismantle electrify install merge migrate phase port
    rebuild refactor retrofit rewrite roll shut sunset switch upgrade virtualise
""")
# their object may also be something abstract
LAUNCHING: Final = _words("""
    automate consolidate implement integrate introduce launch modernise outsource release replace retire ship
""")
CRAFTING: Final = _words("""
    accredit acquire activate adopt announce appoint approve archive assemble attend build buy carry catalogue certify
    circulate clean commission compile complete conclude conduct connect construct create cut define deliver design develop
    document draft draw edit equip erect establish execute finalise finish form formalise found furnish hand hire host
    install issue kick label lay lease lodge map negotiate obtain onboard organise overhaul paint pave perform pilot plan
    prepare present print procure produce prototype publish purchase record recruit redesign refurbish relocate renovate
    rent repair revamp revise schedule set sign specify staff stage standardise submit tag train translate visit wire work
    wrap write
""")
# they say nothing by themselves: only with a thing, or something particular, for an object
LIGHT: Final = _words("""
    achieve add analyse assess begin bring choose close do enable evaluate extend find fit get give go hold make move open
    pass provide put reach renew review run select stand start take test update
""")
# they deliver only with such a second half; behind "also" verbs it may be missing
PHRASAL: Final = {
    "roll": _words("out"),
    "set": _words("up"),
    "hand": _words("over in out"),
    "kick": _words("off"),
    "carry": _words("out"),
    "draw": _words("up"),
    "work": _words("out"),
    "phase": _words("out"),
    "lay": _words("out down"),
    "cut": _words("over"),
    "wrap": _words("up"),
    "switch": _words("on off over to"),
    "shut": _words("down off"),
    "stand": _words("up"),
    "sign": _words("off"),
    "clean": _words("up"),
    "map": _words("out"),
    "close": _words("down"),
    "go": _words("live"),
}
ALSO_WITHOUT: Final = _words("sign close clean map")
PARTICLES: Final = _words("out up off over down live on together")
IRREGULAR: Final = {  # base: past, participle
    "build": ("built",),
    "rebuild": ("rebuilt",),
    "write": ("wrote", "written"),
    "rewrite": ("rewrote", "rewritten"),
    "draw": ("drew", "drawn"),
    "buy": ("bought",),
    "begin": ("began", "begun"),
    "make": ("made",),
    "run": ("ran",),
    "hold": ("held",),
    "bring": ("brought",),
    "get": ("got",),
    "take": ("took", "taken"),
    "choose": ("chose", "chosen"),
    "stand": ("stood",),
    "find": ("found",),
    "do": ("did", "done"),
    "go": ("went", "gone"),
    "give": ("gave", "given"),
    "lay": ("laid",),
    "put": ("put",),
    "set": ("set",),
    "cut": ("cut",),
    "shut": ("shut",),
}
# of verbs in no list; the others end in -ed
IRREGULAR_PARTICIPLES: Final = _words("sent sworn sewn dug hung woven split cast shot spun torn shown")
DOUBLING: Final = _words("""
    begin cut equip fit get map plan put retrofit run set ship shut submit sunset tag wrap
""")
# what follows is an effect, whatever it is an effect on
CHANGING: Final = _words("""
    accelerate avoid boost cut decrease deepen double drop earn exceed fall gain grow halve improve increase keep lessen
    lift limit lose lower maintain maximise minimise optimise prevent raise reduce rise save shorten shrink slash speed stay
    strengthen sustain trim triple widen win
""")
# what somebody is or does in the end: never an order to make something
LIVING: Final = _words("""
    accept affect allow answer ask base be beat become cancel care choose cite compare damage delay delight dispute empower
    encourage engage enjoy ensure escape expect feel find focus follow forget guarantee handle harvest have hear help honour
    inform inspire interest involve judge know lead learn let like listen live love meet miss need overlook own pay process
    protect rate read recommend refuse reject remain remember repeat resolve respect respond return satisfy say see sell
    serve share show solve spare spend supply support surprise tell think treat trust turn understand use value wait want
    waste welcome
""")
# light verbs that say nothing even with a number of things (get 500 replies)
GETTING: Final = _words("get reach achieve find bring take make pass do")
PUTTING: Final = _words("put bring take make get")
HIRING: Final = _words("hire recruit appoint onboard train select choose find equip staff")
ANYBODY: Final = _words("migrate onboard port train")
ASKING: Final = _words("ask plan aim want need get intend try help decide prepare agree")
# what stands before an order, before its object, and before a gerund or participle that tells what is done
BEFORE_ORDER: Final = _words("we will shall must can and & + please should or : - .")
BEFORE_OBJECT: Final = _words("to down over up out off together")
BEFORE_GERUND: Final = _words("start finish begin complete and are is :")
BEFORE_PAST: Final = _words("we have has and")
INTRANSITIVE: Final = _words("launch ship release start open")
SENDING: Final = _words("ship release")
SERVING: Final = _words("deliver provide")
SERVICES: Final = _words("service support")
EVERYWHERE: Final = _words("all every each")
AUXILIARIES: Final = _words("""
    are be become becomes been being can could did does gets goes got had has have having is may might must remains shall
    should stays was were will would
""")
BE: Final = _words("is are was were be been being has have had get got gets becomes become made")

# -- nouns ---------------------------------------------------------------------------------------------------------------
THINGS: Final = _words("""
    academy accreditation adapter agreement algorithm alpha analysis api app application approval architecture archive
    article assistant audit authentication automation backend backlog banner bench beta billing blog blueprint board boiler
    booking bootcamp bot branch brand bridge brochure build building cable calendar campaign card case catalogue center
    centre certificate certification chapter charger charter chat chatbot checklist checkout class client clinic cloud
    cluster cms code committee component computer concept conference connector console container contract counter course crm
    curriculum dashboard database deal deliverable department depot design device doc document documentation ecosystem
    editor engine environment epic episode equipment erp event experiment extension facility factory fair feature file
    filter flag fleet folder form framework frontend function functionality game gateway grid group guide guideline hall
    handbook hardware harvester heater hotfix hotline house hub implementation increment index infrastructure initiative
    integration interface interview intranet inventory item kiosk kit kitchen lab laboratory lake law layer leaflet lecture
    library licence list lms lobby login logo lounge machine mainframe management manual map marketplace mast measure
    mechanism meeting meter microservice migration milestone mode model module monitoring mvp network newsletter
    notification office onboarding package page paper partnership patch payment paywall permit phase pilot pipeline plan
    planner plant platform plugin podcast policy portal poster premises presentation printer procedure process processing
    product program programme project proposal prototype publication record redesign register regulation relaunch release
    replacement report reporting repository review rewrite road roadmap robot rollout room router scanner scheduler screen
    sdk search season self-service seminar sensor server service session shelter shop sign-on site software solution
    specification sprint sso stand standard station sticker store story strategy street study subscription suite survey
    system talk tariff task telephony template tender terminal test ticketing timer tool toolkit tower tracker tracking
    training trial unit update vehicle version video view visit ward warehouse webinar webpage website wiki wing wizard
    workflow workshop workstream
""")
ROLES: Final = _words("""
    accountant administrator agency analyst applicant apprentice architect assistant broker business buyer champion child
    citizen client coach colleague company consultant contractor crew customer designer developer director doctor donor
    editor-in-chief employee engineer everybody everyone executive expert family farmer firm guest head lead lecturer
    manager member neighbour nobody nurse officer parent partner passenger patient people person player professor reader
    receptionist recruiter resident salesperson shopper specialist staff student subscriber supplier talent team technician
    tester trainer user vendor visitor volunteer youngster
""")
# what a project delivers by the number
COUNTED_THINGS: Final = THINGS - _words("""
    application bed branch building call case client code department design file form game group house item list meeting
    mode office order page product record room shop site stand station store street system task unit vehicle view visit ward
""")
EFFECTS: Final = _words("""
    accountability accuracy activation adoption advantage age alignment amount arr atmosphere attention autonomy
    availability awareness belonging benefit blame bond calm capability care chance change choice churn clarity climate
    comfort community complaint condition confidence conflict consumption conversion cost courage coverage csat culture
    cycle date day decision defect delay delight demand depth deviation difference discipline distribution door drive
    duration ease ebit ebitda efficiency effort engagement error experience failure fatigue fear feedback fit focus freedom
    frequency fun future growth habit happiness heart help home hope hour idea impact incident income insight interest joy
    knowledge kpi latency lead learning life load loss loyalty luck margin mark market mind mindset momentum month mrr need
    noise nps number occupancy oee opportunity outcome overhead ownership pace pain passion past peace percentage
    performance place pressure price pride productivity profit progress promise proportion pull punctuality push quality
    quantity queue rate rating ratio reach readiness reality relationship reputation research resilience respect result
    retention retry revenue rework roi safety satisfaction saving savings score security sense sentiment share simplicity
    slip space speed spirit spread stability stay strength success temperature tension thinking throughput time transparency
    trust turnaround turnover understanding uptime usage use value variance velocity voice volume wait waiting waste way
    week window wisdom work world
""")
ABSTRACT_ENDINGS: Final = ("ness", "ity", "ism", "ship", "ance", "ence", "ency", "ancy", "dom", "hood", "acy")
# the daily flow through an organisation: delivering these is its trade, not its project
TRADE: Final = _words("""
    account answer application appointment article bag bed bill booking call case citizen claim complaint connection copy
    credit customer decision delivery discharge enquiry exam field file flight form freight goods homework household inquiry
    inspection invoice item journey lesson letter loan meal medication medicine night notice onboarding operation order
    parcel patient payment permit prescription product profile question refund registration request reservation return room
    seat shift shipment student surgery survey swap task ticket tour transaction trial trip user visitor
""")

# -- other classes -------------------------------------------------------------------------------------------------------
PREPOSITIONS: Final = _words("""
    about above across after against among around as at before behind below between beyond by despite down during for from
    in including instead into like near of off on onto out over per since than through throughout till to toward towards
    under until up upon versus via vs with within without
""")
CONJUNCTIONS: Final = _words("and or but so nor yet & + then plus")
SUBORDINATORS: Final = _words("""
    after although because how if once since that though what when where which while who whom whose why
""")
RELATIVES: Final = _words("that which who whose where worth")
DETERMINERS: Final = _words("""
    a all an another any both each eight every first five four her his its my new nine one our second seven several six some
    ten that the their these third this those three twelve two your
""")
COMPARATIVES: Final = _words("""
    better calmer cheaper cleaner closer earlier easier faster fewer fuller happier healthier higher less lighter longer
    lower more quicker quieter richer safer shorter simpler smoother sooner stronger warmer
""")
ADVERBS: Final = _words("""
    again also always everywhere finally first jointly never now somewhat soon then together well
""")
NOT_ADVERBS: Final = _words(
    "early family daily weekly monthly supply reply only apply assembly anomaly july italy"
)
ADJECTIVES_AS_NOUNS: Final = _words("table cable variable vegetable timetable deliverable")
DELIVERY_NOUNS: Final = _words("""
    acquisition adoption appointment automation changeover commissioning completion conclusion consolidation construction
    creation cutover decommissioning delivery deployment development digitisation establishment execution finalisation
    golive handover implementation installation integration introduction kickoff launch migration modernisation move
    negotiation opening pilot preparation procurement publication purchase rebuild redesign refactoring refurbishment
    relaunch release relocation renegotiation renovation replacement revision rewrite rollout setup signoff start
    translation upgrade
""")
ALONE_TOO: Final = _words("""
    changeover cutover deployment golive kickoff launch migration move redesign refurbishment relaunch relocation renovation
    replacement rewrite rollout upgrade
""")
IN_STATES: Final = _words("production operation place use service")
STATES: Final = _words("live operational done finished ready online available out deployed")
STATES_OF_THINGS: Final = _words("ready online available out operational")

# -- numbers -------------------------------------------------------------------------------------------------------------
FROM_TO: Final = _words("-> to from instead was today compared before not against vs versus rather")
DEADLINES: Final = _words("day week month year quarter sprint")
# what may stand between a number and what it counts
SHARES: Final = _words("% percent")
BETWEEN: Final = _words("million billion thousand more new further additional planned of the all") | SHARES
WORDS_OF_MEASURE: Final = _words("double doubled halve halved triple tripled twice thrice")
COMPARING: Final = _words(
    "under below over above within than least most exactly beyond maximum minimum max min"
)
MONTHS: Final = _words("""
    apr april aug august dec december feb february jan january jul july jun june mar march may nov november oct october sep
    sept september
""")
UNITS: Final = _words("""
    % billion bn cent chf d day days degrees dollars eur euro euros fps fte g gb gbp h hour hours hr hrs k kg kilometres km
    kwh m metres million millions min mins minute minutes month months ms mwh percent point points pounds pp pts s sec
    second seconds sek stars t tb thousand thousands tonnes usd w week weeks year years yr
""")
SUFFIXES: Final = _words("""
    b bn d eur fps g gb h hr hrs k kg km kwh m mb min mins mn mo ms p pp pt pts s sec t tb usd w x y
""")
PERIOD_LABELS: Final = _words("""
    cw cycle day half increment iteration kw milestone month phase pi quarter season semester sprint term wave week wk year
""")
VERSION_LABELS: Final = _words("version release ver patch build update edition revision rev draft")
NAME_LABELS: Final = _words("""
    act agenda area article block bs catch category chapter class covid din en formula fortune gate grade group horizon iec
    industry iso level line mission model nist no number paragraph pci rfc room route section soc terminal tier top ts type
    zone
""")
PRODUCTS: Final = _words("""
    android angular chrome debian django exchange firefox html http ios ipados ipv java kubernetes macos mysql node office
    oracle php postgres postgresql python react ruby rust sap sdk sharepoint tls ubuntu unity unreal vue windows
""")
DATE_PREPOSITIONS: Final = _words("""
    after as before by during early end for from in late mid of on per since than through till to until
""")
YEAR_NOUNS: Final = _words("""
    agenda budget collection crisis edition goals onwards plan programme report roadmap season strategy
""")

# -- proxies -------------------------------------------------------------------------------------------------------------
PROXIES: Final = (
    ("story", "points"),
    ("story", "point"),
    ("function", "points"),
    ("lines", "of", "code"),
    ("loc",),
    ("page", "views"),
    ("pageviews",),
    ("pull", "requests"),
    ("merge", "requests"),
    ("commits",),
    ("deployments",),
    ("deploys",),
    ("releases",),
    ("test", "coverage"),
    ("code", "coverage"),
    ("branch", "coverage"),
    ("overtime",),
    ("person", "days"),
    ("man", "days"),
    ("person", "hours"),
    ("trainings",),
    ("workshops",),
    ("meetings",),
    ("billable", "hours"),
    ("impressions",),
)
UTILISED: Final = _words("""
    capacity consultant consultants developer developers employee employees fte people resource resources staff team
""")
WORKED: Final = _words("""
    billed booked completed delivered invested logged recorded spent taught trained worked
""")
WORK_OF_PEOPLE: Final = _words("training teaching working overtime project development work volunteer")
WORK_UNITS: Final = _words("""
    article audit bug call campaign case change course document email epic event feature file interview issue item mail
    milestone paper post report request session story task test ticket visit workshop
""")
FINISHED: Final = _words("closed resolved processed handled done answered sent made merged")
MEASURE_NAMES: Final = _words("""
    age cost costs defects duration errors failures lead length median percentage probability rate ratio share size time
    times
""")

# -- language and dictionary ---------------------------------------------------------------------------------------------
FUNCTION_WORDS: Final = _words("""
    above across after against all and another any are as at be because before below between both but by can could did do
    does down during each every fewer first five for four from has have here how if into it its last least less more most
    must new not of one only or other our out over per should than that the their them there these they this those three
    through to two under until up very what when where which while who will with within without would you your
""")
# in other languages too: no sign of either
SHARED_WORDS: Final = _words("""
    a all also an app as at do has in is live man me no on one over per service so team was we will
""")
FOREIGN_WORDS: Final = _words("""
    al alle allen als ao apres ar att au auch auf aus aux av avant avec bei bez bij bis ce cette che chez como con dans das
    dei del della delle dem den der des det di dla dos du durch een ein eine einem einen einer eines el em en entro er es
    est et ett foi fran fur gli haben het ikke im ist jest jours kunden la las le les leur lo los mas med mit mois na naar
    nach ne nel nella neue neuen neuer neues nicht nie niet nieuwe nos nossa nosso nostri nostro notre nous nouveau nouvelle
    nova novo nuestra nuestro nueva nuevo nuovo ny nya och oder og ohne onze ook oraz os pa par para pas piu por przez que
    qui sao se sich sie sind som sono sont su sur sus til till uber um uma un una und une uno unser unsere unseren unter van
    vara vers vom von voor vos w werden wie wir wird wordt wszystkich wurde y z zamiast ze zijn zu zum zur
""")
NAME_TITLES: Final = _words("mr ms mrs miss dr prof professor sir dame colleague")
NAMES_THAT_ARE_WORDS: Final = _words("""
    africa alexa alexandria alpha amber angel april archer art ash asia august aurora austin autumn bailey baker basil beau
    belle berlin berry bill bishop blaze bliss bloom blossom blue bob bond bonnie booker brandy brook brooke bud buddy candy
    carmen carol carter case cash cat charity charlotte charm chase chelsea cherry china chip christian christmas chuck
    clarity claude clay clementine cliff cole colt coral cortana cruz crystal cyan daisy dale dash dawn day deacon dean dell
    delta denver destiny devon dexter diesel dolly dot dream drew duke earl ebony echo eden elm ember emerald emery ernest
    europa eve ever faith fern fisher flora florence forest fox frank gage gale garnet gene georgia ginger glen grace grant
    gray grey guy harmony harper harry haven hazel heath heather helm henna herb holiday holly honor honour hope house hugo
    hunter india iris isle italia ivy jack jade jasmine java jay jean jenkins jet jordan josh joy judge juliet june justice
    karma kelvin kent kilo king kit knight lance lane lark latitude laurel leaf legacy leo levy liberty lily lincoln link
    linus london love lucky lyric madison major marina mark marshal marshall mason maverick max may melody mercedes mercy
    merit merry miles miller misty moss myrtle nick norm nova oak ocean olive oliver opal orion oscar otto page paris parker
    pat patience peace pearl penny phoenix pierce pilot piper poppy porter presley prince princess prudence queen rain raven
    ray rebel red reed reef reign rich river rob robin rocky rod roger roman romeo rose rowan royal ruby rusty sage saint
    salem sandy savannah scarlet season shepherd sierra silver siri skip sky star sterling stone storm stormy sue summer
    sunny sydney tanner taylor teal temple terry theme thyme tiger tony trinity trip tucker unity vale valentine verity
    victor victoria viola violet virginia wade ward warren watson watt wesley west will willow winter wolf woody wren zen
""")
DICTIONARY: Final = _words("""
    about access across action active address admin adoption advice again agent agile alert alone along already always
    amount annual appear apply area argue arrive asset assign author average backup balance bank basic before behind being
    billing book brand break bring budget builder business cadence capable capital captain career cause chain channel charge
    chart cheap check checker checkin child clerk click code color colour come comes common company complete contact content
    context control correct could count country court cover credit cross current customer daily debt default desk detail
    device different digital direct discover doctor dragon driver early earth easier east effect email energy enough enter
    equal every exact example expert extra facility factor family fault field figure final finance finder first fixed flight
    float flow force forecast format forward fraud fresh front fully general given globe goal going good grade graph great
    green ground growth guard guide hand happy health heavy helpdesk helper history holder hotel hour house human image
    import info input inside inspector insurance intake intern issue joint junior keeper label labour language large later
    leader least leave legal lending level library light limit link little local logistics machine main maker market
    marketing master match matter mayor media medical member metric minor mobile model modern money month mother much music
    nature never newsroom night north note nurse office often online opens operations operator other outside overall owner
    panel paper parent part party pattern people period person phone photo place plain planet planner player please point
    police policy position possible postmaster power press principle print private process profile proof public pupil
    purchase quarter question quick quiet quite range rapid rather ready reason reception rescue retail rider right risk
    round route rule runner sale sales sample saver scale school scope search second secure seller senior sense share shift
    shipper short side simple single skill sleep small smart smoke social solid something sound source south special sprint
    stage start state status step still stock stream strong student studio style sure surgeon table target tax teach teacher
    technical technology tenant term tester thank theme there thing think those threshold thrive through title today token
    tomorrow topic total touch track trade trader transport travel treasury tree trend truth type under union until upper
    urban usual vacation valid version walk watch water webmaster west where whole window winner within women word worker
    world worth would writer wrong young youth zone
""")
