package io.penstock.config.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.config.source.Flags;
import io.penstock.core.error.PenstockException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What somebody changed while it ran, at the console or with a command. */
class OverridesTest extends ConfiguredFolder {
    /** As a person at the console would. */
    private void edit(Configuration configuration, Map<String, Object> changes, String... removed) {
        Map<String, Object> next = new HashMap<>(held());
        next.putAll(changes);
        List.of(removed).forEach(next::remove);
        store.configurations.put(PID, next);
        configuration.changed(PID);
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
}
