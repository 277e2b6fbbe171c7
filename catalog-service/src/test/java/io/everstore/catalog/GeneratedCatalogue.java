package io.everstore.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A catalogue that reads like one: a few words are on every twentieth product, many on a handful;
 * what a thing is made of and how much it costs depends on what it is. The same seed makes the same
 * products.
 */
final class GeneratedCatalogue {

    /** What a thing is, the shelf it stands on, and what it costs about. */
    private record Thing(String noun, String shelf, double price) {}

    /** A product as it goes into the table. */
    record Row(
            String sku,
            String name,
            String description,
            String category,
            String price,
            int quantity) {}

    private static final List<Thing> THINGS =
            parse(
                    """
                    Lighting: lantern 14, candle 6, tealight holder 5, table lamp 39, floor lamp 89, chandelier 420, \
                    pendant light 75, fairy lights 16, night light 19, candlestick 17
                    Kitchen: mug 11, teapot 32, saucepan 48, chopping board 26, rolling pin 13, measuring jug 12, \
                    whisk 7, colander 18, kettle 45, bread bin 36, storage jar 9, spatula 6
                    Tableware: plate 12, bowl 10, serving dish 28, tumbler 8, wine glass 11, carafe 22, napkin 4, \
                    tablecloth 38, place mat 6, cake stand 34, egg cup 5, milk bottle 7
                    Home: cushion 27, throw 49, rug 120, doormat 24, mirror 65, wall clock 42, photo frame 15, \
                    vase 23, bookend 21, doorstop 16, heart decoration 5, wall hook 8
                    Bedroom: duvet cover 70, pillowcase 16, blanket 55, bedside table 110, alarm clock 25, \
                    hot water bottle 19, dressing gown 60
                    Bathroom: towel 18, bath mat 22, soap dish 9, shower curtain 26, toothbrush mug 8, laundry basket 35
                    Garden: plant pot 12, watering can 21, bird feeder 17, bird box 19, trowel 11, wind chime 15, \
                    garden bench 240, hanging basket 14, herb planter 24
                    Toys: jigsaw 14, wooden train 29, doll 24, teddy bear 20, kite 18, spinning top 7, skipping rope 8, \
                    building blocks 31, puppet 13, playhouse 180
                    Stationery: notebook 9, fountain pen 46, pencil case 11, desk tidy 17, greeting card 3, \
                    wrapping paper 4, gift tag 2, calendar 12, paper chain kit 5, magnet 4
                    Bags: lunch bag 8, jumbo bag 6, shopper 9, rucksack 58, wash bag 17, purse 22, suitcase 130
                    Jewellery: necklace 34, bracelet 26, earrings 19, brooch 24, ring 48, charm 12
                    Party: bunting 13, garland 11, balloon set 6, paper lantern 7, cake cases 4, party bag 3
                    Kids: baby blanket 28, bib 8, sippy cup 9, toy box 75, growth chart 18, night time book 10
                    Craft: knitting kit 25, sewing box 33, ribbon 4, button set 5, wool 7, felt sheet 3
                    """);

    private static final List<String> MATERIALS =
            words(
                    "glass ceramic wooden cotton linen paper zinc enamel wicker felt velvet brass copper marble"
                            + " oak bamboo stoneware porcelain leather wool silk steel rattan terracotta cork");

    private static final List<String> LOOKS =
            words(
                    "red white blue green pink ivory sage ochre indigo charcoal grey yellow mint lilac"
                            + " turquoise burgundy navy cream mustard coral teal plum rose silver golden black");

    private static final List<String> STYLES =
            words(
                    "vintage small large retro rustic modern classic regency folding hanging set antique"
                            + " decorative personalised traditional mini striped spotted floral christmas heart"
                            + " butterfly star strawberry polkadot gingham paisley union jack woodland alpine"
                            + " nordic parisian moroccan edwardian victorian deco botanical celestial nautical");

    private static final List<String> SYLLABLES =
            words(
                    "ab ald ar bar bel bran cal cor dal den dor el fen fin gal gor hal hes il jor kel kir"
                            + " lan lor mar mel nor ol par pel quin ran rel sal sel tam tor ul val vor wen wil yar zel"
                            + " ba de fo gu he ki la mo ne po ra so ti va wo ston ford wick ham by ley croft mere");

    private static final List<String> PRAISE =
            List.of(
                    "Made by hand, so that no two are alike.",
                    "It is meant to be used every day, and gets better with age.",
                    "A present for people who have everything.",
                    "Comes in a box that is too good to throw away.",
                    "Wipe clean with a damp cloth; do not put it into the dishwasher.",
                    "Goes well with candles, flowers and long evenings.");

    private static final int MAKERS = 20_000;

    private final Random random;
    private final List<String> makers = new ArrayList<>(MAKERS);

    GeneratedCatalogue(long seed) {
        random = new Random(seed);
        for (int i = 0; i < MAKERS; i++) {
            makers.add(capitalised(one(SYLLABLES) + one(SYLLABLES) + one(SYLLABLES)));
        }
    }

    /** The next product. */
    Row row(int number) {
        Thing thing = THINGS.get(skewed(THINGS.size(), 1.5));
        String name =
                capitalised(
                        "%s %s %s %s"
                                .formatted(
                                        STYLES.get(skewed(STYLES.size(), 2)),
                                        one(LOOKS),
                                        MATERIALS.get(skewed(MATERIALS.size(), 1.5)),
                                        thing.noun()));
        // A few makers make most things; most makers make a handful.
        String maker = makers.get(skewed(MAKERS, 3));
        double price = thing.price() * Math.exp(random.nextGaussian() * 0.4);
        return new Row(
                "GEN-%07d".formatted(number),
                random.nextInt(3) == 0 ? name : name + " by " + maker,
                "A %s from the workshop of %s. %s"
                        .formatted(thing.noun(), maker, PRAISE.get(random.nextInt(PRAISE.size()))),
                thing.shelf(),
                "%.2f".formatted(Math.max(0.5, Math.round(price * 20) / 20.0)),
                random.nextInt(200));
    }

    /** Words that are on every twentieth product or so. */
    static List<String> commonWords() {
        return Stream.concat(STYLES.stream().limit(12), MATERIALS.stream().limit(12)).toList();
    }

    /** Words of what there is to buy; each is on some thousand products. */
    static List<String> things() {
        return THINGS.stream().map(Thing::noun).filter(noun -> !noun.contains(" ")).toList();
    }

    /** The shelf a thing stands on. */
    static String shelfOf(String noun) {
        return THINGS.stream()
                .filter(thing -> thing.noun().equals(noun))
                .findFirst()
                .orElseThrow()
                .shelf();
    }

    /** Makers of some twenty products each. */
    List<String> rareWords() {
        return makers.subList(MAKERS - 200, MAKERS);
    }

    /** An index that is smaller more often: the larger the exponent, the more. */
    private int skewed(int size, double exponent) {
        return (int) (size * Math.pow(random.nextDouble(), exponent));
    }

    private String one(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }

    private static String capitalised(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static List<String> words(String text) {
        return List.of(text.split(" ", -1));
    }

    private static List<Thing> parse(String shelves) {
        List<Thing> things = new ArrayList<>();
        for (String line : shelves.lines().toList()) {
            String shelf = line.substring(0, line.indexOf(':'));
            for (String thing : line.substring(line.indexOf(':') + 1).split(",", -1)) {
                String noun = thing.strip();
                int space = noun.lastIndexOf(' ');
                things.add(
                        new Thing(
                                noun.substring(0, space),
                                shelf,
                                Double.parseDouble(noun.substring(space + 1))));
            }
        }
        return things;
    }
}
