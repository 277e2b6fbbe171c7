package io.everstore.catalog.spelling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlipsTests {

    @ParameterizedTest
    @CsvSource({
        "lantern, lantern, 0", "lantren, lantern, 1", "lanern, lantern, 1", "lanttern, lantern, 1",
        "lamtern, lantern, 1", "altnern, lantern, 2", "'', lantern, 7", "cup, lantern, 7"
    })
    void countsLettersTooManyTooFewWrongOrSwapped(String typed, String word, int slips) {
        assertThat(Slips.between(typed, word)).isEqualTo(slips);
        assertThat(Slips.between(word, typed)).isEqualTo(slips);
    }

    @Test
    void choosesTheFewest() {
        assertThat(Slips.fewest("chiar", List.of("charm", "chair", "chime")))
                .containsExactly("chair");
        assertThat(Slips.fewest("lanp", List.of("lamp", "land", "lane")))
                .containsExactly("lamp", "land", "lane");
        assertThat(Slips.fewest("mug", List.of("bag", "rug"))).containsExactly("rug");
        assertThat(Slips.fewest("teapot", List.of("carpet"))).isEmpty();
        assertThat(Slips.fewest("teapot", List.of())).isEmpty();
    }
}
