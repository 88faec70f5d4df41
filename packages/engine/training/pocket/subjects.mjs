/** Which emoji the model learns, under which names, and how often it sees them. */

/** Parts of emojibase that hold things to draw. */
const SUBGROUPS = new Set(
  `face-smiling face-affection face-tongue face-hand face-sleepy face-unwell face-hat face-glasses face-concerned face-negative
  face-neutral-skeptical face-costume cat-face monkey-face heart emotion body-parts hand-fingers-open hand-fingers-partial hand-fingers-closed person person-role
  person-fantasy animal-mammal animal-bird animal-amphibian animal-reptile animal-marine animal-bug plant-flower plant-other
  food-fruit food-vegetable food-prepared food-asian food-sweet drink dishware place-map place-geographic place-building
  place-religious place-other transport-ground transport-water transport-air hotel time sky-weather event award-medal sport
  game arts-crafts clothing sound music musical-instrument phone computer light-video book-paper money mail writing office
  lock tool science medical household other-object`.split(/\s+/),
);

/** Left out: signs, nearly the same as another, or nothing that anybody asks for. */
const LEFT_OUT = new RegExp(
  `^(${[
    '(man|woman|men|women|mx) .*|.*: .*|.*facing right|older person|old man|old woman|person',
    'grinning squinting face|grinning face|grinning face with big eyes|grinning face with sweat|slightly smiling face|upside-down face|melting face|smiling face with smiling eyes',
    'kissing face.*|smiling face|smiling face with tear|squinting face with tongue|smiling face with open hands|face with hand over mouth|face with open eyes.*|face with peeking eye|saluting face',
    'face without mouth|dotted line face|face in clouds|smirking face|unamused face|face with rolling eyes|grimacing face|face exhaling|lying face|shaking face|head shaking.*|expressionless face',
    'relieved face|drooling face|face with bags.*|face with head-bandage|face vomiting|sneezing face|woozy face|face with crossed.*|face with diagonal mouth|slightly frowning face|frowning face|hushed face|distorted face',
    'pleading face|face holding back tears|frowning face with open mouth|anguished face|fearful face|anxious face.*|sad but relieved face|confounded face|persevering face|downcast face.*|weary face|tired face|disappointed face',
    'enraged face|angry face with horns|skull and crossbones|grinning cat with smiling eyes|cat with tears of joy|cat with wry smile|kissing cat|weary cat|pouting cat',
    'love letter|growing heart|beating heart|heart decoration|heart exclamation|mending heart|(pink|orange|yellow|green|blue|light blue|purple|brown|black|grey|white) heart|heart with ribbon',
    'hundred points|anger symbol|fight cloud|dizzy|sweat droplets|dashing away|hole|eye in speech.*|left speech.*|right anger.*|zzz|hairy creature|black bird',
    'raised back.*|hand with fingers splayed|(right|left)wards.*|palm (up|down).*|pinch.*|crossed fingers|hand with index.*|love-you.*|sign of.*|(on|left-|right-).*fist|person (gest|tip|rais|pout|frown).*',
    'mechanical leg|leg|ear with.*|anatomical heart|biting lip|tongue|.*turban|.*skullcap|.*headscarf|.*tuxedo|.*veil|pregnant.*|breast.*|.*feeding baby|guide dog|service dog|ewe|water buffalo|ox|two-hump camel|boar|pig nose|orangutan|bison',
    'mouse|rat|cow face|horse face|tiger face|monkey|black cat|front-facing.*|hatching chick|dodo|wing|orca|blowfish|coral|seal|cockroach|mosquito|fly|worm|microbe|spider web|wilted flower|rosette|hyacinth|blossom|white flower|sheaf of rice|shamrock|leaf fluttering.*|empty nest|leafless tree',
    'root vegetable|brown mushroom|beans|ginger root|pea pod|chestnut|flatbread|stuffed flatbread|tamale|falafel|bowl with spoon|shallow pan.*|canned food|bento box|rice cracker|cooked rice|oden|fish cake.*|moon cake|roasted sweet.*|shaved ice|custard|teacup.*|sake|tumbler glass|pouring liquid|beverage box|mate|clinking glasses|amphora|butter|salt|burrito|fondue|cut of meat|garlic',
    'globe with meridians|map of japan|globe showing (europe|asia).*|landslide|desert|national park|building construction|wood|derelict house|houses|japanese post office|post office|love hotel|bank|department store|convenience store|wedding|tokyo tower|hindu temple|synagogue|kaaba|hot springs|barber pole|foggy|night with stars|sunrise.*|cityscape at dusk|bridge at night|carousel horse',
    'railway car|high-speed train|bullet train|train|metro|light rail|station|monorail|mountain railway|tram car|trolleybus|minibus|oncoming (bus|police car|taxi|automobile)|articulated lorry|(manual|motorized) wheelchair|auto rickshaw|bus stop|motorway|railway track|vertical traffic.*|construction|passenger ship|ferry|motor boat|small airplane|airplane (dep|arr).*|seat|suspension railway|aerial tramway',
    'hourglass not done|stopwatch|timer clock|mantelpiece clock|.*o.clock|.*-thirty|(new|waxing|first|waning|last) .*moon.*|sun behind (small|large|rain) cloud|fog|wind face|cyclone|milky way|umbrella on ground|closed umbrella|umbrella with.*|snowman without.*|cloud with (snow|lightning)|tanabata tree|pine decoration|wind chime|moon viewing.*|confetti ball|reminder ribbon|admission.*|fireworks|sparkler',
    '(2nd|3rd) place medal|military medal|softball|rugby.*|cricket game|field hockey|lacrosse|goal net|curling.*|joker|flower playing.*|mahjong.*|(spade|club|diamond|heart) suit|framed picture|knot|safety vest|sari|briefs|bikini|shorts|clutch bag|shopping bags|thong.*|flat shoe|woman.s (sandal|clothes)|ballet shoes|hair pick|military helmet|rescue.*|prayer beads|purse',
    '(muted speaker|speaker (low|medium|high).*)|postal horn|bell with slash|level slider|control knobs|musical (score|notes)|mobile phone with arrow|telephone receiver|pager|fax machine|low battery|trackball|computer disk|optical disk|dvd|film frames|film projector|camera with flash|videocassette|magnifying glass tilted right|diya lamp',
    '(green|blue|orange) book|notebook.*|ledger|page .*|rolled-up.*|bookmark.*|label|(yen|euro|pound) banknote|receipt|chart.*|e-mail|(incoming|envelope with).*|.*tray|(closed|open) mailbox with l.*|open mailbox.*|ballot.*|black nib|pen|open file folder|card .*|tear-off.*|spiral (note|cal).*|round pushpin|linked paper.*|file cabinet|bar chart|clipboard|triangular.*',
    'locked with.*|old key|hammer and.*|clamp|white cane|link|broken chain|chains|hook|alembic|petri dish|satellite antenna|x-ray|crutch|elevator|plunger|mouse trap|razor|lotion.*|safety pin|roll of paper|bubbles|other|cigarette|coffin|headstone|funeral urn|nazar.*|hamsa|placard|identification.*|person (kneel|stand).*|busts.*|raised hand|vulcan.*|call me.*|judge|teacher|office worker|technologist|factory worker|health worker|student|guard|mechanic|mrs. claus|supervillain|troll|man|woman',
  ].join('|')})$`,
  'i',
);

/** The names people use, the first one most; labels of emojibase that are not here are used as they are. */
const NAMES = {
  'grinning face with smiling eyes': ['smiling face', 'happy face', 'smiley'],
  'beaming face with smiling eyes': ['grinning face', 'beaming face'],
  'rolling on the floor laughing': ['rolling laughing face', 'laughing out loud'],
  'face with tears of joy': ['laughing face', 'tears of joy'],
  'smiling face with halo': ['angel face', 'face with halo'],
  'smiling face with hearts': ['face with hearts', 'loving face'],
  'smiling face with heart-eyes': ['heart eyes face', 'face in love'],
  'face blowing a kiss': ['kissing face', 'face blowing a kiss'],
  'face savoring food': ['yummy face', 'hungry face'],
  'smiling face with sunglasses': ['cool face with sunglasses', 'cool face'],
  'smiling face with horns': ['devil', 'purple devil face'],
  'pensive face': ['sad face', 'unhappy face'],
  'crying face': ['crying face', 'sad crying face'],
  'loudly crying face': ['sobbing face', 'loudly crying face'],
  'worried face': ['worried face', 'sad worried face'],
  'astonished face': ['surprised face', 'shocked face'],
  'face screaming in fear': ['screaming face', 'scared face'],
  'face with symbols on mouth': ['swearing face', 'furious face'],
  'pile of poo': ['poop', 'pile of poo'],
  'clown face': ['clown'],
  'grinning cat': ['smiling cat face', 'happy cat', 'grinning cat'],
  'smiling cat with heart-eyes': ['cat with heart eyes', 'cat in love'],
  'crying cat': ['sad cat', 'crying cat'],
  'red heart': ['heart', 'love heart'],
  'heart with arrow': ['heart with arrow', 'cupid heart'],
  'revolving hearts': ['revolving hearts', 'two hearts circling'],
  'red apple': ['apple'],
  tangerine: ['orange fruit', 'tangerine', 'mandarin'],
  melon: ['melon', 'cantaloupe'],
  'ear of corn': ['corn', 'maize'],
  'hot pepper': ['chili', 'hot pepper', 'chilli pepper'],
  'cheese wedge': ['cheese', 'piece of cheese'],
  'meat on bone': ['meat', 'meat on the bone'],
  'poultry leg': ['chicken leg', 'drumstick'],
  hamburger: ['burger', 'hamburger', 'cheeseburger'],
  'french fries': ['fries', 'french fries', 'chips'],
  doughnut: ['donut', 'doughnut'],
  'soft ice cream': ['ice cream cone', 'soft ice cream'],
  'ice cream': ['ice cream', 'bowl of ice cream'],
  'birthday cake': ['cake', 'birthday cake'],
  shortcake: ['piece of cake', 'shortcake', 'strawberry cake'],
  'hot beverage': ['coffee', 'cup of tea', 'cup of coffee', 'hot drink'],
  'beer mug': ['beer', 'mug of beer'],
  'clinking beer mugs': ['two beers', 'clinking beer mugs'],
  'wine glass': ['glass of wine', 'wine'],
  'cocktail glass': ['cocktail', 'martini'],
  'glass of milk': ['milk', 'glass of milk'],
  'steaming bowl': ['ramen', 'noodles', 'bowl of noodles'],
  'pot of food': ['pot of stew', 'stew'],
  automobile: ['car', 'automobile', 'sedan'],
  'sport utility vehicle': ['suv', 'jeep', 'off-road car'],
  'delivery truck': ['truck', 'lorry', 'delivery truck'],
  'pickup truck': ['pickup', 'pickup truck'],
  locomotive: ['train', 'steam train', 'locomotive'],
  tram: ['tram', 'subway train', 'streetcar'],
  airplane: ['plane', 'airplane', 'aeroplane'],
  rocket: ['rocket', 'spaceship', 'space rocket'],
  'flying saucer': ['ufo', 'flying saucer'],
  bicycle: ['bicycle', 'bike'],
  motorcycle: ['motorcycle', 'motorbike'],
  'motor scooter': ['scooter', 'vespa'],
  'kick scooter': ['kick scooter'],
  speedboat: ['boat', 'speedboat', 'motorboat'],
  ship: ['ship', 'cruise ship'],
  sailboat: ['sailboat', 'sailing boat', 'sailing ship'],
  'fire engine': ['fire truck', 'fire engine'],
  'police car light': ['siren', 'police light'],
  'horizontal traffic light': ['traffic light'],
  house: ['house', 'home', 'cottage'],
  'house with garden': ['house with a tree', 'house with garden'],
  'office building': ['office building', 'skyscraper', 'building'],
  'japanese castle': ['japanese castle'],
  'globe showing americas': ['earth', 'planet earth', 'globe', 'world'],
  'snow-capped mountain': ['snowy mountain', 'snow capped mountain'],
  'beach with umbrella': ['beach', 'beach umbrella'],
  'desert island': ['island', 'tropical island'],
  sunset: ['sunset', 'sunset over buildings'],
  'dog face': ['dog face', 'puppy', 'dog'],
  dog: ['dog', 'brown dog'],
  'cat face': ['cat face', 'kitten', 'cat'],
  cat: ['cat', 'kitty'],
  'mouse face': ['mouse', 'mouse face'],
  'rabbit face': ['rabbit', 'bunny', 'rabbit face'],
  rabbit: ['white rabbit', 'hare', 'rabbit'],
  'pig face': ['pig', 'pig face', 'piglet'],
  'monkey face': ['monkey', 'monkey face', 'chimp'],
  'see-no-evil monkey': ['monkey covering eyes', 'see no evil monkey'],
  'hear-no-evil monkey': ['monkey covering ears', 'hear no evil monkey'],
  'speak-no-evil monkey': ['monkey covering mouth', 'speak no evil monkey'],
  'baby chick': ['chick', 'baby chick'],
  'spouting whale': ['whale', 'whale spouting'],
  whale: ['blue whale', 'whale'],
  honeybee: ['bee', 'honeybee'],
  'lady beetle': ['ladybug', 'ladybird'],
  't-rex': ['dinosaur', 't-rex', 'tyrannosaurus'],
  sauropod: ['long neck dinosaur', 'brontosaurus', 'dinosaur'],
  'dragon face': ['dragon face', 'dragon head'],
  'spiral shell': ['shell', 'seashell'],
  'evergreen tree': ['pine tree', 'fir tree', 'evergreen tree'],
  'deciduous tree': ['tree', 'oak tree'],
  'potted plant': ['potted plant', 'plant in a pot', 'houseplant'],
  'cherry blossom': ['pink flower', 'cherry blossom', 'flower'],
  hibiscus: ['hibiscus', 'tropical flower'],
  bouquet: ['bouquet', 'flowers', 'bunch of flowers'],
  'crescent moon': ['moon', 'crescent moon'],
  'full moon': ['full moon', 'moon'],
  'full moon face': ['moon face', 'full moon with a face'],
  'sun with face': ['sun with a face', 'smiling sun'],
  'ringed planet': ['planet', 'saturn', 'ringed planet'],
  'high voltage': ['lightning bolt', 'lightning', 'thunderbolt'],
  'water wave': ['wave', 'ocean wave', 'sea wave'],
  droplet: ['water drop', 'drop of water', 'droplet'],
  fire: ['fire', 'flame'],
  'jack-o-lantern': ['pumpkin', 'halloween pumpkin', 'jack-o-lantern'],
  'wrapped gift': ['gift', 'present', 'gift box'],
  'party popper': ['party popper', 'confetti'],
  'soccer ball': ['football', 'soccer ball', 'ball'],
  'american football': ['american football', 'rugby ball'],
  'pool 8 ball': ['eight ball', 'billiard ball'],
  'video game': ['game controller', 'gamepad', 'video game'],
  'game die': ['dice', 'die'],
  'teddy bear': ['teddy bear', 'teddy'],
  'artist palette': ['paint palette', 'artist palette'],
  'performing arts': ['theatre masks', 'masks'],
  'running shirt': ['tank top'],
  'closed book': ['book', 'closed book'],
  books: ['books', 'pile of books', 'stack of books'],
  'magnifying glass tilted left': ['magnifying glass'],
  'mobile phone': ['phone', 'mobile phone', 'smartphone'],
  'desktop computer': ['computer', 'desktop computer', 'monitor'],
  'light bulb': ['light bulb', 'lamp', 'idea'],
  locked: ['lock', 'padlock'],
  unlocked: ['open lock', 'unlocked padlock'],
  'person with crown': ['king', 'queen', 'person with crown'],
  mage: ['wizard', 'mage'],
  merperson: ['mermaid', 'merman'],
  cook: ['cook', 'chef'],
  'police officer': ['police officer', 'policeman', 'cop'],
  'santa claus': ['santa claus', 'father christmas', 'santa'],
  'top hat': ['hat', 'top hat'],
  'billed cap': ['cap', 'baseball cap'],
  'woman’s hat': ['sun hat', 'straw hat'],
  'man’s shoe': ['shoe', 'leather shoe'],
  'running shoe': ['sneaker', 'running shoe', 'trainer'],
  'high-heeled shoe': ['high heel', 'red high heels', 'high-heeled shoe'],
  'woman’s boot': ['boot', 'leather boot'],
  't-shirt': ['t-shirt', 'tshirt', 'shirt'],
  'gem stone': ['diamond', 'gem', 'jewel'],
  'glowing star': ['shining star', 'glowing star'],
  'couch and lamp': ['sofa', 'couch and lamp'],
  thread: ['spool of thread', 'thread'],
  yarn: ['ball of yarn', 'wool'],
  cooking: ['fried egg', 'egg in a pan'],
  bullseye: ['target', 'bullseye', 'dart'],
  'musical keyboard': ['piano', 'keyboard piano'],
  headphone: ['headphones', 'headphone'],
  trophy: ['trophy', 'cup', 'golden cup'],
  'victory hand': ['victory hand', 'peace sign hand'],
  'crossed swords': ['swords', 'crossed swords'],
  dagger: ['dagger', 'sword', 'knife'],
  'money bag': ['money bag', 'bag of money'],
  package: ['package', 'box', 'parcel'],
  envelope: ['envelope', 'letter', 'mail'],
};

/** What a first prompt is likely to ask for: seen three times as often. */
const EVERYDAY = new Set(
  `red apple|green apple|pear|peach|cherries|strawberry|banana|pineapple|watermelon|lemon|tangerine|grapes|mango|kiwi fruit|tomato|carrot|avocado|broccoli|eggplant|mushroom|ear of corn|hot pepper|bread|croissant|pretzel|cheese wedge|hamburger|french fries|pizza|hot dog|taco|sandwich|egg|cooking|popcorn|sushi|steaming bowl|soft ice cream|ice cream|doughnut|cookie|birthday cake|cupcake|shortcake|candy|lollipop|chocolate bar|honey pot|hot beverage|teapot|beer mug|wine glass|bubble tea|glass of milk|pancakes|spaghetti|dumpling|
  dog face|dog|cat face|cat|grinning cat|lion|tiger|horse|unicorn|cow|pig face|pig|elephant|giraffe|mouse face|rabbit face|rabbit|bear|panda|koala|polar bear|fox|wolf|raccoon|monkey face|gorilla|hamster|hedgehog|bat|deer|zebra|camel|kangaroo|sloth|hippopotamus|chicken|rooster|baby chick|bird|penguin|duck|swan|owl|flamingo|peacock|parrot|eagle|frog|crocodile|turtle|lizard|snake|dragon|dragon face|sauropod|t-rex|spouting whale|whale|dolphin|fish|tropical fish|shark|octopus|crab|lobster|jellyfish|snail|butterfly|bug|honeybee|lady beetle|spider|ant|
  rose|sunflower|tulip|cherry blossom|hibiscus|bouquet|evergreen tree|deciduous tree|palm tree|cactus|potted plant|maple leaf|four leaf clover|seedling|herb|fallen leaf|
  house|castle|church|school|hospital|office building|tent|ferris wheel|mountain|snow-capped mountain|volcano|desert island|beach with umbrella|statue of liberty|fountain|
  automobile|sport utility vehicle|racing car|taxi|police car|ambulance|fire engine|bus|delivery truck|pickup truck|tractor|locomotive|tram|bicycle|motorcycle|motor scooter|kick scooter|skateboard|airplane|helicopter|rocket|flying saucer|satellite|sailboat|speedboat|ship|canoe|anchor|parachute|
  sun|sun with face|crescent moon|full moon|star|glowing star|ringed planet|cloud|cloud with rain|rainbow|snowflake|snowman|fire|droplet|water wave|high voltage|umbrella|comet|tornado|globe showing americas|
  jack-o-lantern|christmas tree|balloon|wrapped gift|party popper|ribbon|trophy|soccer ball|basketball|baseball|tennis|american football|kite|game die|video game|teddy bear|puzzle piece|crystal ball|magic wand|artist palette|yarn|
  glasses|sunglasses|t-shirt|jeans|dress|scarf|gloves|coat|socks|handbag|backpack|running shoe|high-heeled shoe|crown|top hat|billed cap|ring|gem stone|lipstick|
  guitar|violin|trumpet|saxophone|drum|musical keyboard|microphone|headphone|radio|bell|musical note|mobile phone|telephone|laptop|desktop computer|keyboard|television|camera|light bulb|candle|flashlight|closed book|books|open book|newspaper|envelope|package|pencil|crayon|paintbrush|scissors|pushpin|paperclip|key|locked|hammer|axe|wrench|screwdriver|dagger|bomb|shield|gear|magnet|ladder|telescope|microscope|door|bed|couch and lamp|chair|toilet|bathtub|broom|basket|toothbrush|watch|alarm clock|hourglass done|coin|money bag|
  robot|ghost|alien|skull|pile of poo|clown face|ogre|goblin|alien monster|grinning face with smiling eyes|face with tears of joy|smiling face with heart-eyes|smiling face with sunglasses|pensive face|crying face|angry face|sleeping face|astonished face|thinking face|winking face|nerd face|star-struck|cowboy hat face|partying face|smiling face with horns|smiling face with halo|
  red heart|two hearts|sparkling heart|broken heart|heart on fire|baby|boy|girl|astronaut|ninja|princess|prince|santa claus|mage|fairy|vampire|merperson|zombie|cook|police officer|firefighter|farmer|artist|detective|superhero|thumbs up|flexed biceps|eyes|mouth|eye|nose|tooth|bone|brain`
    .split('|')
    .map((name) => name.trim()),
);

/**
 * What is learned of an emoji of emojibase, or null.
 * @returns {{subject: string, names: string[], weight: number} | null}
 */
export function subjectOf(label, subgroup) {
  const lower = label.toLowerCase();
  if (!SUBGROUPS.has(subgroup) || LEFT_OUT.test(lower)) return null;
  const names = NAMES[lower] ?? [lower];
  return { subject: lower, names, weight: EVERYDAY.has(lower) ? 3 : 1 };
}

/** Names in `EVERYDAY` and `NAMES` that no emoji has: a slip of the pen. */
export const namesWanted = () => [...EVERYDAY, ...Object.keys(NAMES)];
