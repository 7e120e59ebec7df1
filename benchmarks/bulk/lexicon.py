"""The words and clauses of the invented world: {rule: what it may unfold to}."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    """Single words."""
    return tuple(text.split())


def _listed(text: str) -> tuple[str, ...]:
    """Entries between commas."""
    return tuple(text.split(", "))


def _lines(text: str) -> tuple[str, ...]:
    """One entry a line."""
    return tuple(line.strip() for line in text.strip().splitlines())


_OF_THINGS = {
    "mod": _words(
        "harbour river market municipal northern southern eastern western lakeside hillside upper lower old new "
        "inner outer railway tram canal orchard quarry mill foundry cathedral college barracks fairground "
        "dockside suburban coastal valley forest border parish guild cooperative provincial seaside abandoned "
        "restored temporary central brick timber glass limestone riverside uphill disused crowded half-empty "
        "floodlit fenced former second third smallest largest rebuilt windowless well-known neighbouring "
        "privately-run publicly-owned windy sheltered gabled cobbled fortified riverbank hilltop roadside "
        "communal diocesan regimental wholesale inland offshore vacant listed"
    ),
    "site": _listed(
        "customs shed, grain depot, ferry landing, bus garage, fish hall, pump house, tannery, cannery, bakery, "
        "printing works, town library, boathouse, signal box, cold store, bottling plant, sawmill, brewery, "
        "swimming hall, clinic, nursery, assembly hall, post office, laundry, weighbridge, observatory, slipway, "
        "water tower, chapel, covered market, repair yard, gymnasium, canteen, archive, theatre, toll house, "
        "cattle yard, car park, school kitchen, ropewalk, glassworks, greenhouse, fire station, workshop, "
        "switching station, warehouse, guesthouse, fuel store, radio mast, bandstand, almshouse, lock gate, "
        "footbridge, viaduct, underpass, playing field, allotment, cemetery wall, bicycle stand, reading room, "
        "dairy, seed bank, kiln, sorting office, waiting room, courtyard, stable block, cable hut, landfill, "
        "recycling point, music school, dry dock, tram stop, flower stall, print shop, ice house, oyster bed, "
        "beach hut, ticket hall, sugar store, wine cellar, apple press, parade ground, shooting range, skittle "
        "alley, rope bridge, heating plant, goods lift, mortuary, planetarium, menagerie, pharmacy, barber shop, "
        "smokehouse, ferry pier, coal bunker, battery room, map room, day nursery, rest home, dovecote"
    ),
    "workers": _listed(
        "porters, tram drivers, bakers, pilots, dockers, surveyors, nurses, caretakers, clerks, stallholders, "
        "apprentices, volunteers, retired teachers, welders, electricians, plumbers, gardeners, fishmongers, "
        "bargemen, students, bus mechanics, cleaners, librarians, shopkeepers, farmers, beekeepers, foresters, "
        "night watchmen, cooks, stewards, carpenters, painters, crane operators, postal workers, midwives, "
        "conductors, street sweepers, lock keepers, signalmen, millhands, brewers, seamstresses, weavers, "
        "potters, roofers, scaffolders, lorry drivers, cyclists, rowers, choir members, pensioners, "
        "schoolchildren, commuters, tenants, allotment holders, auctioneers, anglers, geologists, divers, "
        "veterinarians, technicians, stonemasons, translators, photographers, notaries, accountants, archivists, "
        "chemists"
    ),
    "goods": ("{container} of {stuff}",),
    "container": _words(
        "crates sacks coils drums bundles trays boxes rolls pallets barrels baskets cartons jars stacks bags "
        "cases piles spools tins bales sheets parcels canisters kegs loads tubs blocks folders bunches nets tubes "
        "vats heaps flasks buckets hampers chests samples remnants cartloads shipments strips"
    ),
    "stuff": _words(
        "pears barley rope varnish reeds seedlings candles felt tiles herring plums milk honey piping cement "
        "lamps planks wire paint hay glass books gas nails linen gravel salt poultry cheese ice carnations onions "
        "trout resin maps soap flour coal tea vinegar leather wax cork slate feathers buttons ink charcoal malt "
        "walnuts lentils turnips cider mustard velvet copper solder yarn canvas bolts hinges pebbles sawdust moss "
        "beeswax cloves almonds apricots tar chalk graphite rubber enamel porcelain oats rye hops tobacco juniper "
        "saffron eels mussels crabs quinces medlars"
    ),
    "thing": _words(
        "awning ledger lantern ladder gate railing pump boiler winch barrow generator tarpaulin signboard turnstile "
        "stove pipe valve conveyor crane trolley notice timetable blackboard piano harmonium banner clock fountain "
        "staircase lift shutter chimney gutter fence hydrant kerb turbine meter switchboard telescope printer oven "
        "freezer mast buoy anchor net rudder sail paddle bench kiosk mural statue hedge ditch culvert sluice ramp "
        "platform lorry tractor minibus ambulance bicycle cart sledge loom kettle archive-box wardrobe carpet mirror "
        "skylight drain beam girder scaffold hoist siren loudspeaker camera barrier trellis weathervane drawbridge"
    ),
    "adj": _words(
        "rusty heavy narrow battered freshly-painted borrowed makeshift cracked oversized brand-new second-hand "
        "waterlogged dusty wooden iron copper enamel folding creaking spare yellow grey blue green striped leaking "
        "overdue unclaimed mislabelled antique two-storey motorised insulated brittle tall crooked fragile patched "
        "rented donated custom-built long-neglected hand-carved mud-covered sun-bleached half-finished faulty noisy "
        "polished unlocked sealed wobbly weathered chipped bent padded hollow tilted stained frozen soaked charred"
    ),
    "vt": _words(
        "stacked repaired carried inspected unloaded measured sorted photographed dragged hosed repainted counted "
        "dismantled replaced covered cleared loaded examined moved polished emptied tested lifted wrapped numbered "
        "bolted weighed swept oiled catalogued fenced hauled stored guarded auctioned rinsed shovelled welded labelled "
        "bartered tightened drained retrieved exchanged salvaged rewired disinfected borrowed lowered sanded towed"
    ),
    "ving": _words(
        "stacking repairing carrying inspecting unloading measuring sorting photographing dragging hosing repainting "
        "counting dismantling replacing covering clearing loading examining moving polishing emptying testing lifting "
        "wrapping numbering weighing sweeping cataloguing guarding auctioning rinsing shovelling labelling draining"
    ),
    "adv": _words(
        "quietly slowly hurriedly patiently cheerfully reluctantly briskly carefully noisily wearily steadily calmly "
        "methodically stubbornly awkwardly grudgingly politely swiftly cautiously clumsily tirelessly dutifully "
        "absent-mindedly unhurriedly gingerly busily"
    ),
    "prep": _listed(
        "behind, beside, near, opposite, outside, inside, below, above, beyond, around, facing, past, alongside, "
        "underneath, towards, within, across from, left of, right of"
    ),
}

_OF_MATTERS = {
    "topic": _words(
        "rents tolls fares wages pensions drainage parking insurance overtime licences tariffs schooling lighting "
        "heating housing noise dust traffic flooding erosion staffing training procurement maintenance subsidies "
        "levies rates zoning fishing forestry quarrying dredging sewage childcare tourism archives "
        "apprenticeships recycling catering translation irrigation quotas inspections ventilation timetables "
        "storage leases bookings signage postage pasture dentistry cremation ferries kindergartens commuting "
        "upholstery plumbing beekeeping ballots paving"
    ),
    "body": ("{field} {panel}",),
    "field": _words(
        "water roads trade tenants' harbour schools building audit health transport farmers' savings heritage "
        "weather housing energy labour fisheries statistics land insurance tourist planning youth grid food "
        "pilots' docks consumer museum archive forestry mountain traders' licensing lottery customs sports relief "
        "landlords' ferry chess choir orphans' millers' bakers' dairy timber salt wine wool quarry river lake "
        "vineyard bridge tunnel street canal"
    ),
    "panel": _words(
        "board office chamber league trust inspectorate authority court directorate committee union society bureau "
        "registry pool council agency guild association foundation commission corps federation panel institute forum"
    ),
    "role": _lines(
        """
        head of the {body}
        deputy head of the {body}
        spokesman for the {body}
        spokeswoman for the {body}
        a lawyer from {town}
        an engineer at the {mod} {site}
        treasurer of the {body}
        a councillor for the {mod} ward
        chair of the {body}
        secretary of the {body}
        foreman at the {mod} {site}
        a lecturer in {topic}
        an adviser on {topic}
        auditor for the {body}
        caretaker of the {mod} {site}
        """
    ),
    "effect": _lines(
        """
        push up {topic}
        cut spending on {topic}
        delay work on {topic} by {few} months
        leave {some} households without {topic}
        bring {many} visitors to {town}
        cost the {body} {sum} crowns
        [lengthen|shorten] {mod} {site} queues
        win back {some} of the {many} members it lost
        force the {body} to sell its {mod} {site}
        [ease|lighten|improve] {topic} and {topic}
        take {few} years rather than {few}
        [put|place|bring] {topic} before the {body}
        [settle|end|calm] [the row over|quarrels about] {topic}
        expose gaps in {topic}
        [reopen|rekindle] quarrels [about|over] {topic}
        spare {town} the worst of the {weather}
        """
    ),
    "weather": _words("frost rain hail fog heat drought wind snow sleet thaw drizzle gales thunder humidity"),
    "weekday": _words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday morning afternoon evening"),
    "season": _words("spring summer autumn winter harvest Easter midsummer carnival lent advent"),
    "daypart": _lines(
        """
        shortly after {hour}
        before dawn
        by mid-morning
        around {hour}
        towards {hour}
        by {hour}
        around noon
        just past {hour}
        long before {hour}
        overnight
        at about {hour}
        late {weekday}
        early {weekday}
        one {season} {weekday}
        until {hour}
        """
    ),
}

_OF_CLAUSES = {
    "np": _lines(
        """
        {a_thing}
        {a_thing}
        {few} {goods}
        {some} {goods}
        the {mod} {site}'s {thing}
        {adj} {goods} and a {thing}
        {a_thing} and {goods}
        the {site}'s {adj} {thing}
        {some} {adj} {goods}
        """
    ),
    "a_thing": ("the {adj} {thing}", "a {adj} {thing}", "one {adj} {thing}", "their {adj} {thing}"),
    "where": _lines(
        """
        {prep} the {mod} {site}
        {prep} the {mod} {site}
        along {street}
        at {street}
        where {street} meets {street}
        {km} kilometres from {town}
        outside {town}
        {prep} {street}
        """
    ),
    "opener": _lines(
        """
        {daypart},
        {prep} the {mod} {site},
        on {street},
        in {town}, {km} kilometres away,
        despite the {weather},
        for the [second|third|fourth|fifth|sixth|ninth] {season} running,
        with {few} {goods} still missing,
        after {few} hours of {weather},
        as {workers} looked on,
        since the {weather} of {year},
        unlike in {town},
        [as so often|once again|typically] [in|for] {season},
        between {topic} and {topic},
        """
    ),
    "tail": _lines(
        """
        while {workers} {adv} {vt} {np}
        as {workers} went on {ving} {np}
        and {workers} {vt} {np} {where}
        though {workers} had {vt} {np} {daypart}
        leaving {np} to the {workers}
        with {np} {where}
        which kept {few} {workers} busy {daypart}
        before {ving} {np} {where}
        without {ving} {np}
        """
    ),
    "scene": _lines(
        """
        {workers} {adv} {vt} {np} {where}
        {few} {workers} {vt} {np} {where}
        {workers} and {workers} {vt} {np}
        {np} stood {where}
        {where} {workers} were {ving} {np}
        {person}, {age}, {adv} {vt} {np}
        {daypart} {workers} {vt} {np} {where}
        somebody had {vt} {np} and left {a_thing} {where}
        {a_thing} lay {where} beside {goods}
        {street} smelt of {weather} and {goods}
        """
    ),
    "remark": _lines(
        """
        “[Nobody|Hardly anybody|None of us] {vt} {np} {daypart}{dot}” {spoken}, {role}
        “[We|My family|The {workers}] {vt} {np} {where}{dot}” said {person}, {age}
        “[First|Last {season}|Back in {year}] it was {topic}, then {topic}{dot}” {spoken}, {role}
        “[You cannot|One does not|They will not] settle {topic} by {ving} {np}{dot}” {spoken}, {role}
        {person}, {role}, [worried|doubted|hoped|feared|insisted] that {topic} would {effect}
        [asked|pressed|when asked] about {topic}, {person}, {role}, [spoke|would speak] only of {topic}
        {person}, {age}, [remembers|recalled|spoke of] {ving} {np} {where} in {year}
        [on|about] {topic}, {person} [wrote|appealed] to the {body} after {ving} {np}
        """
    ),
    "outlook": _lines(
        """
        the {body} [expects|wants|intends] to {effect} [by|before] {season}
        a [report|study|draft|memo] of the {body} on {topic} [may|could|is to] {effect}
        {workers} [plan|hope] to {effect}, [provided|on condition] that {topic} [hold|improve]
        [talks|negotiations|hearings] between the {body} and {workers} over {topic} [resume|begin] in {season}
        [nothing|little] suggests that {topic} [will|can] {effect}
        the {body} has until {season} to {effect}
        whether {topic} will {effect} is [open|unclear|disputed among {workers}]
        """
    ),
    "history": _lines(
        """
        the {mod} {site} {where} [dates from|was begun in] {year}, [housed|held] {goods} [before {year}|once|long ago]
        in {year} {workers} {vt} {np} {where}, [a custom|a habit] [{some}|now {some}] years old
        {town} [lost|gave up|sold] its {mod} {site} in {year} to pay for {topic}
        [generations|{some} years] of {workers} {vt} {np} {where}
        {person} [founded|endowed|designed|paid for] the {mod} {site} in {year}
        until {year} {workers} were paid in {goods}
        """
    ),
    "figure": _lines(
        """
        [spending|outlay] on {topic} {change} {share} to {sum} crowns in {town}
        the {body} of {town} [counted|registered|listed] {many} {workers} in {year}
        {share} of {workers} in {town} [complain|told the {body}] about {topic}
        the {mod} {site} in {town} [holds|stores|handles] {many} {goods} a [week|month|year]
        {town} [set aside|owes|borrowed] {sum} crowns for {topic}
        [takings|prices] at the {mod} {site} in {town} {change} {share} [in|within|over] {few} [weeks|months|years]
        {many} {workers} [signed|endorsed] a petition on {topic} in {town}
        the {mod} {site} in {town} [employs|trains] {some} {workers}
        """
    ),
    "change": ("rose by", "fell by", "grew by", "shrank by", "climbed by", "dropped by"),
    "service": _lines(
        """
        [spare|surplus|unwanted] {goods} [go to|suit|interest] the {mod} {site} {where}
        [trams|buses] to {town} leave {where} {daypart}
        [at|from] {hour} the {mod} {site} [opens to|admits|takes] {workers} for {few} crowns
        {workers} [sell|hand out|print] [tickets|forms|badges] for {season} {where}
        the {body} [answers|takes] questions on {topic} {daypart}
        """
    ),
    "filler": (
        *("[{opener} |]{scene}[| {tail}]", "{opener} {scene}", "{scene} {tail}", "{scene}, {tail}"),
        *("{remark}", "{remark}", "[{opener} |]{outlook}", "[{opener} |]{history}", "{history}, {tail}"),
        *("{figure}, according to {person}, {role}", "[{opener} |]{figure}", "{service}"),
    ),
    "spoken": ("{person} said", "said {person}", "recalled {person}", "{person} complained", "argued {person}"),
    "dot": (",",),
}

RULES: dict[str, tuple[str, ...]] = {**_OF_THINGS, **_OF_MATTERS, **_OF_CLAUSES}
