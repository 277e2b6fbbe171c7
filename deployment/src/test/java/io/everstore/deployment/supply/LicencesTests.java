package io.everstore.deployment.supply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LicencesTests {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String GO = "[{\"license\":{\"name\":\"Go License\"}}]";

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"license\":{\"id\":\"Apache-2.0\"}}]",
                "[{\"license\":{\"id\":\"LGPL-2.1-only\"}},{\"license\":{\"id\":\"EPL-2.0\"}}]",
                "[{\"expression\":\"GPL-2.0-only OR MIT\"}]"
            })
    void mayBeUsed(String licences) throws IOException {
        assertThat(Licences.refused(List.of(component("org.example/any", licences)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{\"license\":{\"id\":\"AGPL-3.0-only\"}}]",
                "[{\"license\":{\"name\":\"Apache-2.0-like\"}}]",
                "[{\"expression\":\"GPL-2.0-only AND MIT\"}]",
                GO
            })
    void mayNotBeUsed(String licences) throws IOException {
        assertThat(Licences.refused(List.of(component("org.example/any", licences))))
                .singleElement()
                .asString()
                .startsWith("pkg:maven/org.example/any@1 under ");
    }

    @Test
    void believesANameThatIsNoIdentifierOnlyOfTheComponentWhoseLicenceWasRead() throws IOException {
        Component read = component("com.google.re2j/re2j", GO);

        assertThat(Licences.refused(List.of(read))).isEmpty();
    }

    @Test
    void leavesOutWhatIsOfThisProject() throws IOException {
        Path bom = directory.resolve("bom.json");
        Files.writeString(
                bom,
                """
                {"components":[
                  {"group":"io.everstore","purl":"pkg:maven/io.everstore/starter@1"},
                  {"group":"org.example","purl":"pkg:maven/org.example/any@1?type=jar"}]}
                """);

        assertThat(Component.in(bom))
                .containsExactly(new Component("pkg:maven/org.example/any@1", List.of()));
    }

    private static Component component(String name, String licences) throws IOException {
        return Component.of(
                JSON.readTree(
                        """
                        {"purl":"pkg:maven/%s@1?type=jar","licenses":%s}
                        """
                                .formatted(name, licences)));
    }
}
