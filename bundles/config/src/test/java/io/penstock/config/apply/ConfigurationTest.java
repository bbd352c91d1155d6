package io.penstock.config.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.config.secret.References;
import io.penstock.config.source.FileSearch;
import io.penstock.config.source.Finding;
import io.penstock.config.source.Flags;
import io.penstock.config.source.Variables;
import io.penstock.core.error.PenstockException;
import io.penstock.core.options.Capability;
import io.penstock.core.options.Option;
import io.penstock.core.value.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Also breaks a file at random. Run ten thousand with {@code -Dpenstock.mutations=10000}; a failure names its seed. */
class ConfigurationTest {
    private static final int MUTATIONS = Integer.getInteger("penstock.mutations", 1_000);

    record Sample(@Option(doc = "size", value = "5", min = 1) int size, @Option(doc = "pause", value = "30s") Duration pause,
            @Option(doc = "paths") List<String> paths, @Option(doc = "password") Optional<Secret> password,
            @Option(doc = "url") Optional<String> url, @Option(doc = "levels") Map<String, String> levels,
            @Option(doc = "most") Optional<Integer> maxSize) {
    }

    record Table(String table) implements Capability {
        @Override
        public Class<?> settings() {
            return Sample.class;
        }

        @Override
        public String doc() {
            return "A sample.";
        }
    }

    private static final String PID = "io.penstock.relay.client";
    private static final Capability RELAY = new Table("relay-client");

    @TempDir
    Path folder;
    private final MapStore store = new MapStore();
    private final Map<String, String> environment = new HashMap<>();
    private final List<Finding> logged = new ArrayList<>();
    private String flags = "";

    private Configuration start() {
        Sources sources = new Sources(new FileSearch(Optional.of(file()), Optional.empty(), Map.of(), "Linux"),
                new Variables(environment), new Flags(flags), new References(environment, name -> Optional.empty()));
        Configuration configuration = new Configuration(sources, store, folder.resolve("applied.properties"), logged::add);
        configuration.reload();
        configuration.add(RELAY);
        return configuration;
    }

    private Path file() {
        return folder.resolve("penstock.toml");
    }

    private void write(String... lines) throws Exception {
        Files.writeString(file(), String.join("\n", lines) + "\n");
    }

    private Map<String, Object> held() {
        return store.configurations.get(PID);
    }

    private static Setting setting(Configuration configuration, String key) {
        return configuration.settings().stream().filter(one -> one.key().equals(key)).findFirst().orElseThrow();
    }

    private static String source(Configuration configuration, String key) {
        return setting(configuration, key).source().toString();
    }

    /** As a person at the console would. */
    private void edit(Configuration configuration, Map<String, Object> changes, String... removed) {
        Map<String, Object> next = new HashMap<>(held());
        next.putAll(changes);
        List.of(removed).forEach(next::remove);
        store.configurations.put(PID, next);
        configuration.changed(PID);
    }

    @Test
    void appliesATableWhenItsCapabilityComes() throws Exception {
        write("[relay-client]", "size = 9", "[relay-client.levels]", "a = 'b'");

        Configuration configuration = start();

        assertThat(held()).isEqualTo(Map.of("size", 9L, "levels.a", "b"));
        assertThat(source(configuration, "size")).isEqualTo(file() + ":2");
        assertThat(source(configuration, "pause")).isEqualTo("default");
        assertThat(setting(configuration, "pause").value()).contains("30s");
    }

    @Test
    void takesKeysWrittenWithUnderscores() throws Exception {
        write("[plugins.relay-client]", "max_size = 9", "[plugins.relay-client.levels]", "a_b = 'c'");

        Configuration configuration = start();

        assertThat(held()).isEqualTo(Map.of("max-size", 9L, "levels.a_b", "c"));
        assertThat(source(configuration, "max-size")).isEqualTo(file() + ":2");
    }

    @Test
    void writesAnEmptyConfigurationForACapabilityWithoutATable() throws Exception {
        write("");

        start();

        assertThat(held()).isEmpty();
        assertThat(store.writes).containsExactly(PID);
    }

    @Test
    void letsFlagsWinOverVariablesOverTheFile() throws Exception {
        write("[relay-client]", "size = 1", "pause = '1s'", "url = 'f'");
        environment.put("PENSTOCK_RELAY_CLIENT_SIZE", "2");
        environment.put("PENSTOCK_RELAY_CLIENT_PAUSE", "2s");
        flags = "relay-client.size=3";

        Configuration configuration = start();

        assertThat(held()).isEqualTo(Map.of("size", "3", "pause", "2s", "url", "f"));
        assertThat(source(configuration, "size")).isEqualTo("flag");
        assertThat(setting(configuration, "size").below()).contains("1");
        assertThat(setting(configuration, "size").belowSource()).hasToString(file() + ":2");
        assertThat(source(configuration, "pause")).isEqualTo("environment PENSTOCK_RELAY_CLIENT_PAUSE");
    }

    @Test
    void keepsWhatRunsWhenAnEditIsWrongAndSaysWhere() throws Exception {
        write("[relay-client]", "size = 9");
        Configuration configuration = start();

        write("[relay-client]", "pause = '1s'", "siez = 10");
        configuration.reload();

        assertThat(held()).isEqualTo(Map.of("size", 9L));
        assertThat(configuration.findings()).singleElement().satisfies(finding -> assertThat(finding.toString())
                .startsWith(file() + ":3: siez: unknown option").contains("did you mean \"size\""));
        assertThat(logged).hasSize(1);
    }

    @Test
    void recoversWhenTheMistakeIsCorrected() throws Exception {
        write("[relay-client]", "size = 0");
        Configuration configuration = start();
        assertThat(store.configurations).isEmpty();

        write("[relay-client]", "size = 2");
        configuration.reload();

        assertThat(configuration.findings()).isEmpty();
        assertThat(held()).isEqualTo(Map.of("size", 2L));
    }

    @Test
    void writesOnlyWhatChanged() throws Exception {
        write("[relay-client]", "size = 9", "[other]", "size = 1");
        Configuration configuration = start();
        configuration.add(new Table("other"));
        store.writes.clear();

        write("[relay-client]", "size = 9", "[other]", "size = 2");
        configuration.reload();

        assertThat(store.writes).containsExactly("io.penstock.other");
    }

    @Test
    void warnsOfATableNobodyReadsAndAppliesItLater() throws Exception {
        write("[other]", "size = 2");
        Configuration configuration = start();
        assertThat(configuration.findings()).singleElement().matches(finding -> !finding.isError()
                && finding.toString().contains("no capability \"other\" is installed"));

        configuration.add(new Table("other"));

        assertThat(configuration.findings()).isEmpty();
        assertThat(store.configurations.get("io.penstock.other")).isEqualTo(Map.of("size", 2L));
    }

    @Test
    void keepsWhatSomebodyElseChangedOverEditsAndRestarts() throws Exception {
        write("[relay-client]", "size = 1", "pause = '1s'");
        edit(start(), Map.of("size", 7));

        write("[relay-client]", "size = 2", "pause = '2s'");
        Configuration again = start();

        assertThat(held()).isEqualTo(Map.of("size", 7, "pause", "2s"));
        assertThat(source(again, "size")).isEqualTo("override");
        assertThat(setting(again, "size").below()).contains("2");
        assertThat(source(again, "pause")).isEqualTo(file() + ":3");
    }

    @Test
    void takesASpelledOutDefaultOrAnEmptyFieldForNoOverride() throws Exception {
        write("[relay-client]", "size = 1");
        Configuration configuration = start();

        edit(configuration, Map.of("size", "1", "pause", "30s", "paths", new String[0], "url", ""));

        assertThat(configuration.settings()).noneMatch(Setting::differs);
        write("[relay-client]", "size = 2", "pause = '9s'");
        configuration.reload();
        assertThat(held()).isEqualTo(Map.of("size", 2L, "pause", "9s"));
    }

    @Test
    void takesARemovedKeyForAnOverrideBackToTheDefault() throws Exception {
        write("[relay-client]", "size = 1");
        Configuration configuration = start();

        edit(configuration, Map.of(), "size");

        assertThat(setting(configuration, "size").value()).contains("5");
        assertThat(source(configuration, "size")).isEqualTo("override");
        assertThat(source(start(), "size")).isEqualTo("override");
    }

    @Test
    void goesBackToTheFileWhenTheConfigurationIsDeleted() throws Exception {
        write("[relay-client]", "size = 1");
        Configuration configuration = start();
        edit(configuration, Map.of("size", 7));

        store.configurations.remove(PID);
        configuration.changed(PID);

        assertThat(held()).isEqualTo(Map.of("size", 1L));
        assertThat(source(configuration, "size")).isEqualTo(file() + ":2");
    }

    @Test
    void takesAChangeBackThatTheCapabilityWouldRefuse() throws Exception {
        write("[relay-client]", "size = 1");
        Configuration configuration = start();

        edit(configuration, Map.of("size", "many"));

        assertThat(held()).isEqualTo(Map.of("size", 1L));
        configuration.changed(PID);
        assertThat(configuration.findings()).singleElement()
                .matches(finding -> finding.toString().contains("size: expected a number"));
        edit(configuration, Map.of("size", "2"));
        assertThat(configuration.findings()).isEmpty();
    }

    @Test
    void setsAndResetsOneSetting() throws Exception {
        write("[relay-client]", "size = 1");
        Configuration configuration = start();
        Flags.Path size = Flags.Path.parse("plugins.relay-client.size");

        configuration.set(size, "3");
        assertThat(setting(configuration, "size").value()).contains("3");
        assertThat(configuration.reset(size)).isEqualTo(1);

        assertThat(held()).isEqualTo(Map.of("size", 1L));
        assertThat(configuration.settings()).noneMatch(Setting::differs);
    }

    @Test
    void refusesToSetWhatIsNotValidOrNotThere() throws Exception {
        write("");
        Configuration configuration = start();

        assertThatThrownBy(() -> configuration.set(Flags.Path.parse("relay-client.size"), "x"))
                .isInstanceOf(PenstockException.class).hasMessageContaining("relay-client.size: expected a number");
        assertThatThrownBy(() -> configuration.set(Flags.Path.parse("relay-clinet.size"), "1"))
                .isInstanceOf(PenstockException.class).hasMessageContaining("did you mean \"relay-client\"");
        assertThat(held()).isEmpty();
    }

    @Test
    void keepsSecretsUnresolvedAndUnseenAndFillsInTheRest() throws Exception {
        environment.put("PW", "hunter2");
        write("[relay-client]", "password = '${PW}'", "url = 'http://${PW}'");

        Configuration configuration = start();

        assertThat(held()).isEqualTo(Map.of("password", "${PW}", "url", "http://hunter2"));
        assertThat(setting(configuration, "password").value()).contains("***");
        assertThat(Files.readString(folder.resolve("applied.properties"))).doesNotContain("hunter2");
    }

    @Test
    void hidesAValueThatCameOutOfAFileAndNeverNamesItInAnError() throws Exception {
        Path secret = Files.writeString(folder.resolve("s"), "hunter2");
        write("[relay-client]", "url = '${file:" + secret + "}'");
        Configuration configuration = start();
        assertThat(setting(configuration, "url").value()).contains("***");

        write("[relay-client]", "size = '${file:" + secret + "}'");
        configuration.reload();

        assertThat(configuration.findings()).hasSize(1).noneMatch(finding -> finding.toString().contains("hunter2"));
    }

    @Test
    void namesTheLineOfAMissingReference() throws Exception {
        write("[relay-client]", "size = 1", "url = '${NOPE}'");

        assertThat(start().findings()).extracting(Finding::toString)
                .containsExactly(file() + ":3: url: the environment variable NOPE is not set");
    }

    @Test
    void tellsAComponentWhenASecretsContentChanged() throws Exception {
        Path secret = Files.writeString(folder.resolve("s"), "one");
        write("[relay-client]", "password = '${file:" + secret + "}'");
        Configuration configuration = start();
        store.writes.clear();

        configuration.reload();
        assertThat(store.writes).isEmpty();
        Files.writeString(secret, "two");
        configuration.reload();

        assertThat(held()).containsEntry(".secrets", 1L);
    }

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
    void keepsASecretReferenceOutOfAnOpenOverride() throws Exception {
        write("");
        Configuration configuration = start();

        assertThatThrownBy(() -> configuration.set(Flags.Path.parse("relay-client.url"), "http://${file:/etc/hostname}"))
                .isInstanceOf(PenstockException.class).hasMessageContaining("relay-client.url is no secret");
        configuration.set(Flags.Path.parse("relay-client.password"), "$${literal");
        assertThat(held()).isEqualTo(Map.of("password", "$${literal"));
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
    void warnsOfVariablesAndFlagsNobodyReads() throws Exception {
        write("");
        environment.put("PENSTOCK_RELAY_CLEINT_SIZE", "7");
        environment.put("PENSTOCK_ELSEWHERE_SIZE", "7");
        environment.put("PENSTOCK_HOME", "/somewhere");
        environment.put("PENSTOCK_RELAY_CLIENT_SIZE", "6");
        flags = "relay-clinet.size=8\n";

        Configuration configuration = start();

        assertThat(configuration.findings()).noneMatch(Finding::isError).extracting(Finding::toString).satisfiesExactly(
                elsewhere -> assertThat(elsewhere).startsWith("PENSTOCK_ELSEWHERE_SIZE: ").doesNotContain("did you mean"),
                near -> assertThat(near).contains("did you mean PENSTOCK_RELAY_CLIENT_SIZE?"),
                flag -> assertThat(flag).startsWith("--set relay-clinet.size: ").contains("did you mean \"relay-client\"?"));
        assertThat(setting(configuration, "size").value()).contains("6");
    }

    @Test
    void checksAFileWithoutApplyingIt() throws Exception {
        write("");
        Path other = Files.writeString(folder.resolve("other.toml"), "[relay-client]\nsize = 0\n");

        assertThat(start().check(other)).extracting(Finding::toString)
                .containsExactly(other + ":2: size: expected 1 or more, but found 0");
        assertThat(held()).isEmpty();
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
