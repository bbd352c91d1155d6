package io.penstock.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Also breaks a file at random. Run ten thousand with {@code -Dpenstock.mutations=10000}; a failure names its seed. */
class TomlReaderTest {
    private static final int MUTATIONS = Integer.getInteger("penstock.mutations", 4_000);
    private static final Path FILE = Path.of("penstock.toml");
    private static final String SAMPLE = """
            # the agent
            [log]
            level = "info"
            [log.levels]
            tunnel = "debug"
            "org.apache" = 'warn'

            [plugins.relay-client]
            batch = { max-events = 1_000, max-bytes = "1MiB" }
            targets = ["a:1", "b:2"]
            listeners = [ { port = 1 }, { port = 2 } ]
            since = 2026-01-01T00:00:00Z
            text = \"""
            two
            lines\"""
            """;

    @Test
    void flattensTablesAndRemembersLines() {
        ConfigText text = TomlReader.read(FILE, SAMPLE);

        assertThat(text.findings()).isEmpty();
        assertThat(text.table("log").orElseThrow().entries()).extracting(Entry::key)
                .containsExactly("level", "levels.org.apache", "levels.tunnel");
        assertThat(text.table("relay-client").orElseThrow().entries())
                .extracting(entry -> entry.key() + " " + entry.source())
                .containsExactly("batch.max-bytes penstock.toml:9", "batch.max-events penstock.toml:9",
                        "listeners.0.port penstock.toml:11", "listeners.1.port penstock.toml:11",
                        "since penstock.toml:12", "targets penstock.toml:10", "text penstock.toml:13");
    }

    @Test
    void findsNothingInAFileOfComments() {
        assertThat(TomlReader.read(FILE, "# a\n\n  # b = 1\r\n")).isEqualTo(ConfigText.NONE);
        assertThat(TomlReader.read(FILE, "# a\n x\n").isBroken()).isTrue();
        assertThat(TomlReader.read(FILE, "# long\n".repeat(30_000))).isEqualTo(ConfigText.NONE);
    }

    @Test
    void namesTheLineOfASyntaxError() {
        assertThat(TomlReader.read(FILE, "[log]\nlevel = \n").findings()).hasSize(1)
                .allMatch(finding -> finding.isError() && finding.where().equals("penstock.toml:2"));
    }

    @Test
    void refusesKeysOutsideTablesAndTablesGivenTwice() {
        assertThat(TomlReader.read(FILE, "level = 1\n").findings()).singleElement()
                .matches(finding -> finding.toString().startsWith("penstock.toml:1: \"level\" must be inside a table"));
        assertThat(TomlReader.read(FILE, "[x]\na = 1\n[plugins.x]\nb = 2\n").findings()).singleElement()
                .matches(finding -> finding.toString().contains("already given at line"));
        assertThat(TomlReader.read(FILE, "[Relay_Client]\na = 1\n").isBroken()).isTrue();
    }

    @Test
    void refusesDeepNestingWithoutAStackOverflow() {
        ConfigText text = TomlReader.read(FILE, "[x]\n\na = " + "[".repeat(100_000));

        assertThat(text.findings()).singleElement().matches(finding -> finding.where().equals("penstock.toml:3"));
    }

    @Test
    void neverThrowsAndAlwaysNamesAPlaceHoweverTheFileIsMangled() {
        Pattern place = Pattern.compile("penstock\\.toml:[1-9]\\d*");
        for (int seed = 0; seed < MUTATIONS; seed++) {
            String mangled = mangle(SAMPLE, new Random(seed));
            assertThat(TomlReader.read(FILE, mangled).findings()).as("seed %d: %s", seed, mangled)
                    .allMatch(finding -> place.matcher(finding.where()).matches());
        }
    }

    private static String mangle(String text, Random random) {
        StringBuilder mangled = new StringBuilder(text);
        for (int i = 0; i <= random.nextInt(6); i++) {
            int at = random.nextInt(mangled.append(' ').length());
            switch (random.nextInt(4)) {
                case 0 -> mangled.deleteCharAt(at);
                case 1 -> mangled.insert(at, "[]{}=\"'.,#\n\\\u0000\uD800é9-T".charAt(random.nextInt(18)));
                case 2 -> mangled.setLength(Math.max(1, at));
                default -> mangled.insert(at, mangled.substring(at, Math.min(mangled.length(), at + random.nextInt(40))));
            }
        }
        return mangled.toString();
    }
}
