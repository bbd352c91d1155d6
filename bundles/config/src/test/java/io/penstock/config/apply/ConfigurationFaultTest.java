package io.penstock.config.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.source.Finding;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Broken files and full disks. Breaks ten thousand files with {@code -Dpenstock.mutations=10000}; a failure names its seed. */
class ConfigurationFaultTest extends ConfiguredFolder {
    private static final int MUTATIONS = Integer.getInteger("penstock.mutations", 1_000);

    @Test
    void leavesEverythingAsItWasWhenTheFileIsBrokenAtTheStart() throws Exception {
        write("[relay-client]", "size = 1");
        start();

        write("[relay-client", "size = 1");
        Configuration broken = start();

        assertThat(held()).isEqualTo(Map.of("size", 1L));
        assertThat(broken.findings()).isNotEmpty().allMatch(finding -> finding.where().startsWith(file() + ":1"));
    }

    @Test
    void namesAPlaceOfTheFileForEveryMistakeAndAppliesNothing() throws Exception {
        String sample = "[relay-client]\nsize = 9\npause = '1s'\npaths = ['a', 'b']\nurl = '${HOME_}'\n"
                + "[relay-client.levels]\na = 'b'\n";
        environment.put("HOME_", "h");
        write("[relay-client]", "size = 9");
        Configuration configuration = start();
        Map<String, Object> before = held();
        for (int seed = 0; seed < MUTATIONS; seed++) {
            Files.writeString(file(), mangled(sample, new Random(seed)));
            List<Finding> findings = configuration.reload();
            assertThat(findings).as("seed %d", seed)
                    .allMatch(finding -> finding.where().matches(Pattern.quote(file().toString()) + ":[1-9]\\d*"));
            if (findings.stream().anyMatch(Finding::isError)) {
                assertThat(held()).as("seed %d", seed).isSameAs(before);
            }
            before = held();
        }
    }

    private static String mangled(String text, Random random) {
        StringBuilder mangled = new StringBuilder(text);
        for (int i = 0; i <= random.nextInt(3); i++) {
            int at = random.nextInt(mangled.length());
            switch (random.nextInt(3)) {
                case 0 -> mangled.deleteCharAt(at);
                case 1 -> mangled.insert(at, "[]{}=\"'.,#\n$9-x".charAt(random.nextInt(15)));
                default -> mangled.insert(at, mangled.substring(at, Math.min(mangled.length(), at + random.nextInt(20))));
            }
        }
        return mangled.toString();
    }

    @Test
    void aFullDiskLeavesACapabilityWaitingForItsSettingsAndSaysSo() throws Exception {
        write("[relay-client]", "size = 9");
        store.full = true;

        Configuration configuration = start();
        configuration.retry();

        assertThat(held()).isNull();
        assertThat(configuration.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.isError()).isTrue();
            assertThat(finding.toString()).contains(PID, "No space left on device", "tried again");
        });
        assertThat(logged).as("once, not at every try").hasSize(1);

        store.full = false;
        configuration.retry();

        assertThat(held()).isEqualTo(Map.of("size", 9L));
        assertThat(configuration.findings()).isEmpty();
        assertThat(logged).hasSize(2);
        configuration.retry();
        assertThat(store.writes).hasSize(1);
    }

    @Test
    void anEditThatCannotBeKeptForOneTableIsAppliedToTheOthers() throws Exception {
        write("[relay-client]", "size = 9", "[tunnel]", "size = 1");
        Configuration configuration = start();
        configuration.add(new Table("tunnel"));
        write("[relay-client]", "size = 8", "[tunnel]", "size = 2");
        Files.createDirectories(folder.resolve("applied.properties.tmp"));

        configuration.reload();

        assertThat(held()).isEqualTo(Map.of("size", 8L));
        assertThat(store.configurations.get("io.penstock.tunnel")).isEqualTo(Map.of("size", 2L));
        assertThat(configuration.findings()).hasSize(2).allSatisfy(finding ->
                assertThat(finding.message()).contains("applied.properties"));

        Files.delete(folder.resolve("applied.properties.tmp"));
        configuration.retry();
        assertThat(configuration.findings()).isEmpty();
        assertThat(Files.readString(folder.resolve("applied.properties"))).contains(PID);
        write("[relay-client]", "size = 7", "[tunnel]", "size = 2");
        configuration.reload();
        assertThat(source(configuration, "size")).isEqualTo(file() + ":2");
    }
}
