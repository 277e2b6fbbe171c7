package io.everstore.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.ClassPathResource;

/**
 * No build step looks at the storefront's files before a browser does, so this does: what they
 * refer to must be there, and nothing may need a weaker content security policy.
 */
class StorefrontFilesTests {

    private static final Path ROOT = Path.of("src/main/resources/static");
    private static final Pattern IMPORT = Pattern.compile("(?:from|import) '([^']+)'");
    private static final Pattern PRELOAD =
            Pattern.compile("rel=\"modulepreload\" href=\"([^\"]+)\"");
    private static final Pattern ASSET =
            Pattern.compile("['\"](/(?!images/)[\\w./-]+\\.(?:svg|css|js))['\"]");

    @ParameterizedTest
    @MethodSource("modules")
    void importsOnlyWhatIsThere(Path module) throws IOException {
        assertThat(matches(IMPORT, module))
                .allSatisfy(
                        name -> {
                            Path target =
                                    name.startsWith("/")
                                            ? Path.of(name)
                                            : Path.of("/" + ROOT.relativize(module))
                                                    .resolveSibling(name)
                                                    .normalize();
                            assertThat(isServed(target.toString())).as("%s", target).isTrue();
                        });
    }

    @ParameterizedTest
    @MethodSource("files")
    void refersOnlyToAssetsThatAreThere(Path file) throws IOException {
        assertThat(matches(ASSET, file))
                .allSatisfy(path -> assertThat(isServed(path)).as("%s", path).isTrue());
    }

    @Test
    void preloadsExactlyTheModulesThatPagesImport() throws IOException {
        TreeSet<String> expected =
                modules()
                        .map(module -> "/" + ROOT.relativize(module))
                        .filter(path -> !path.equals("/app/main.js"))
                        .collect(Collectors.toCollection(TreeSet::new));
        expected.addAll(
                matches(IMPORT, ROOT.resolve("app/html.js")).stream()
                        .filter(path -> path.startsWith("/webjars/"))
                        .toList());
        assertThat(matches(PRELOAD, ROOT.resolve("index.html")))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    /** Word for word what the gateway replaces where customers sign in at an issuer. */
    @Test
    void saysThatCustomersSignInWithAForm() throws IOException {
        assertThat(Files.readString(ROOT.resolve("index.html")))
                .containsOnlyOnce("<meta name=\"everstore-sign-in\" content=\"form\">");
    }

    @ParameterizedTest
    @MethodSource("files")
    void needsNoInlineScriptAndNoInlineStyle(Path file) throws IOException {
        assertThat(Files.readString(file))
                .doesNotContain("<style", " style=", "javascript:", "innerHTML", "eval(")
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContainPattern("<[a-z][^>]* on[a-z]+=\"")
                .doesNotContainPattern("https?://(?!www\\.w3\\.org/2000/svg)");
    }

    static Stream<Path> modules() throws IOException {
        return files().filter(file -> file.toString().endsWith(".js"));
    }

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(Files::isRegularFile).sorted().toList().stream();
        }
    }

    private static boolean isServed(String path) {
        return path.startsWith("/webjars/")
                ? new ClassPathResource("META-INF/resources" + path).exists()
                : Files.isRegularFile(ROOT.resolve(path.substring(1)));
    }

    private static List<String> matches(Pattern pattern, Path file) throws IOException {
        return pattern.matcher(Files.readString(file))
                .results()
                .map(result -> result.group(1))
                .toList();
    }
}
