package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules of style that a machine can check without an opinion. */
class SourceRulesIT {
    private static final int MAX_LINES = 500;
    private static final Pattern EMPTY_NAMES = Pattern.compile(".*(Impl|Manager|Helper|Util|Utils|Data|Info|Base)\\.java");

    private static List<Path> sources;

    @BeforeAll
    static void findsTheSources() throws IOException {
        Path bundles = Path.of(System.getProperty("penstock.test.bundles"));
        try (Stream<Path> files = Files.walk(bundles)) {
            sources = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> bundles.relativize(file).toString().replace('\\', '/').matches("[^/]+/src/.*")).toList();
        }
        assertThat(sources).hasSizeGreaterThan(100);
    }

    @Test
    void noFileIsLongerThanAPersonReads() throws IOException {
        for (Path source : sources) {
            assertThat(Files.readAllLines(source)).as("lines of " + source).hasSizeLessThanOrEqualTo(MAX_LINES);
        }
    }

    @Test
    void typesHaveNamesThatSayWhatTheyAre() {
        assertThat(sources).noneMatch(source -> EMPTY_NAMES.matcher(source.getFileName().toString()).matches());
    }
}
