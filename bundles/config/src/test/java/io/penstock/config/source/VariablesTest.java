package io.penstock.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.options.Option;
import io.penstock.core.options.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VariablesTest {
    record Retry(@Option(doc = "t", value = "3") int maxTimes) {
    }

    record Sample(@Option(doc = "s", value = "5") int size, @Option(doc = "r") java.util.Optional<Retry> retry,
            @Option(doc = "l") Map<String, String> levels) {
    }

    private static final Keys KEYS = new Keys(Options.of(Sample.class));
    private final List<Finding> findings = new ArrayList<>();

    private List<String> read(String table, Map<String, String> environment) {
        return new Variables(environment).of(table, KEYS, Set.of("relay", "relay-client"), findings).stream()
                .map(entry -> entry.key() + "=" + entry.value()).toList();
    }

    @Test
    void takesVariablesForNestedKeysAndForNamesOfTheUsers() {
        assertThat(read("relay-client", Map.of("PENSTOCK_RELAY_CLIENT_RETRY_MAX_TIMES", "7",
                "PENSTOCK_RELAY_CLIENT_LEVELS_RELAY_CLIENT", "debug", "PENSTOCK_RELAY_CLIENT_SIZE", "9")))
                .containsExactlyInAnyOrder("retry.max-times=7", "levels.relay-client=debug", "size=9");
    }

    @Test
    void givesAVariableToTheTableWithTheLongestNameThatFits() {
        assertThat(read("relay", Map.of("PENSTOCK_RELAY_CLIENT_SIZE", "9"))).isEmpty();
        assertThat(findings).isEmpty();
    }

    @Test
    void reportsAnUnknownKeyWithASuggestion() {
        read("relay", Map.of("PENSTOCK_RELAY_SIZ", "9"));

        assertThat(findings).extracting(Finding::toString).containsExactly("PENSTOCK_RELAY_SIZ: there is no such setting"
                + " of \"relay\"; did you mean PENSTOCK_RELAY_SIZE?");
    }

    @Test
    void takesVariablesWithNamesOfTheirOwnAndSecretsFromFiles() {
        Map<String, String> names = Map.of("PENSTOCK_API_KEY", "api-key", "PENSTOCK_SERVER_URL", "server-url");
        Variables variables = new Variables(Map.of("PENSTOCK_API_KEY_FILE", "/run/key", "PENSTOCK_SERVER_URL", "https://h",
                "PENSTOCK_SERVER_URL_FILE", "/nowhere", "PENSTOCK_SERVER_URI", "x"));

        assertThat(variables.named(names, "api-key"::equals, findings)).extracting(entry -> entry.key() + "=" + entry.value())
                .containsExactly("api-key=${file:/run/key}", "server-url=https://h");
        assertThat(findings).isEmpty();
        assertThat(variables.strangers(Set.of("relay"), names.keySet())).extracting(Finding::where)
                .containsExactly("PENSTOCK_SERVER_URI");
    }

    @Test
    void refusesASecretThatIsGivenTwice() {
        new Variables(Map.of("PENSTOCK_API_KEY_FILE", "/run/key", "PENSTOCK_API_KEY", "k"))
                .named(Map.of("PENSTOCK_API_KEY", "api-key"), key -> true, findings);

        assertThat(findings).singleElement().satisfies(finding -> assertThat(finding.message()).contains("not both"));
    }

    @Test
    void splitsFlagsAtTheFirstDotAndEquals() {
        Flags flags = new Flags("relay.retry.max-times=3\nplugins.relay.size=a=b\nnonsense\n=x\n");

        assertThat(flags.of("relay")).extracting(Entry::key, Entry::value)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("retry.max-times", "3"),
                        org.assertj.core.groups.Tuple.tuple("size", "a=b"));
        assertThat(flags.findings()).hasSize(2);
    }

    @Test
    void readsListsAndQuotedTextsTypedAtACommand() {
        assertThat(TomlValue.parse("30s")).isEqualTo("30s");
        assertThat(TomlValue.parse("[\"a\", \"b\"]")).isEqualTo(new String[] {"a", "b"});
        assertThat(TomlValue.parse("\"[x]\"")).isEqualTo("[x]");
    }
}
