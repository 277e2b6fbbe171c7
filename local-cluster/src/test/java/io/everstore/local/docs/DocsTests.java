package io.everstore.local.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.local.topology.NodeSpec;
import io.everstore.local.topology.Topology;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** README, CONTRIBUTING and docs name only what is there. */
class DocsTests {

    private static final Checkout checkout = Checkout.here();

    /** Names in camel case that are not ours. */
    private static final Set<String> FOREIGN = Set.of("HttpServer", "HttpClient", "NullMarked");

    private static final Pattern CAMEL_CASE =
            Pattern.compile("[A-Z][a-z0-9]+[A-Z][A-Za-z0-9]*|[A-Z][A-Za-z0-9]*(Tests|IT)");

    /** As a path in the checkout is written: no scheme, no port, no leading slash. */
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9.][A-Za-z0-9._/-]*");

    @Test
    void namesOnlyPathsThatExist() {
        List<String> missing = new ArrayList<>();
        for (Page page : checkout.pages()) {
            page.codeSpans().stream()
                    .filter(DocsTests::isPath)
                    .filter(path -> !Files.exists(checkout.root().resolve(path)))
                    .forEach(path -> missing.add(page + ": " + path));
        }
        assertThat(missing).isEmpty();
    }

    private static boolean isPath(String code) {
        boolean isGenerated = code.contains("target/") || code.startsWith(".everstore");
        boolean isFile = code.contains("/") || code.matches(".*\\.(md|xml|yml|java|sh)");
        return PATH.matcher(code).matches() && isFile && !isGenerated;
    }

    @Test
    void linksOnlyToFilesThatExist() {
        List<String> broken = new ArrayList<>();
        for (Page page : checkout.pages()) {
            for (Page.Link link : page.links()) {
                Path target = page.path().resolveSibling(link.target().replaceFirst("#.*", ""));
                if (link.isLocal() && !Files.exists(target)) {
                    broken.add(page + ": " + link.target());
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void callsLinkedClassesByTheirNames() {
        List<String> wrong = new ArrayList<>();
        for (Page page : checkout.pages()) {
            for (Page.Link link : page.links()) {
                String file = link.target().substring(link.target().lastIndexOf('/') + 1);
                if (file.endsWith(".java")
                        && !link.text().equals("`" + file.replace(".java", "`"))) {
                    wrong.add(page + ": " + link);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void namesOnlyClassesThatExist() {
        Set<String> ours = checkout.classes(false);
        List<String> missing = new ArrayList<>();
        for (Page page : checkout.pages()) {
            page.codeSpans().stream()
                    .filter(code -> CAMEL_CASE.matcher(code).matches())
                    .filter(code -> !ours.contains(code) && !FOREIGN.contains(code))
                    .forEach(code -> missing.add(page + ": " + code));
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void namesATestForEachFailureMode() {
        Set<String> tests = checkout.classes(true);
        List<List<String>> rows =
                Page.read(checkout.root().resolve("docs/failure-modes.md")).rows();
        assertThat(rows).hasSizeGreaterThan(20);
        assertThat(rows)
                .allSatisfy(
                        row ->
                                assertThat(Page.codeSpans(row.getLast()))
                                        .as("tests of: %s", row.getFirst())
                                        .isNotEmpty()
                                        .allMatch(tests::contains));
    }

    @Test
    void listsTheNodesAndPortsOfTheTopology() {
        assertThat(checkout.readme().text())
                .contains(Topology.standard().nodes().size() + " nodes");
        Map<String, Integer> documented = new LinkedHashMap<>();
        for (List<String> row : checkout.readme().rows("nodes")) {
            List<String> names = Page.codeSpans(row.getFirst());
            List<String> ports = List.of(row.get(1).split(" ", -1));
            assertThat(ports).as("ports of %s", names).hasSameSizeAs(names);
            for (int i = 0; i < names.size(); i++) {
                documented.put(names.get(i), Integer.valueOf(ports.get(i)));
            }
        }
        assertThat(documented)
                .isEqualTo(
                        Topology.standard().ports().stream()
                                .collect(Collectors.toMap(NodeSpec::name, NodeSpec::port)));
    }

    @Test
    void numbersTheDecisionsWithoutGapsAndLinksThemAll() {
        List<Path> decisions = checkout.decisions();
        Set<String> linked =
                checkout.readme().links().stream()
                        .map(Page.Link::target)
                        .collect(Collectors.toSet());
        assertThat(decisions).hasSizeGreaterThanOrEqualTo(4);
        for (int number = 1; number <= decisions.size(); number++) {
            Path file = decisions.get(number - 1);
            assertThat(file.getFileName().toString())
                    .matches("%04d-[a-z0-9-]+\\.md".formatted(number));
            assertThat(linked).contains("docs/decisions/" + file.getFileName());
            assertThat(Page.read(file).text())
                    .startsWith("# %d. ".formatted(number))
                    .contains(headings());
        }
    }

    private static List<String> headings() {
        return Stream.of("Context", "Decision", "Alternatives considered", "Consequences")
                .map(heading -> "\n## " + heading + "\n")
                .toList();
    }
}
