package io.penstock.plugin.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.testing.Plugins;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostOptionsTest {
    private final HostInputPlugin plugin = new HostInputPlugin();

    @Test
    void wantsEverythingWhenNothingIsGiven() {
        HostOptions options = Plugins.options(plugin, Map.of());
        assertThat(CollectorName.values()).allMatch(options::wants);
        assertThat(options.processes()).isEqualTo(10);
        assertThat("sda").matches(options.disks());
        assertThat("loop7").doesNotMatch(options.disks());
    }

    @Test
    void takesAListOfCollectorsAlone() {
        HostOptions options = Plugins.options(plugin, List.of("cpu", "energy"));
        assertThat(options.collectors()).containsExactly(CollectorName.CPU, CollectorName.ENERGY);
        assertThat(options.wants(CollectorName.MEMORY)).isFalse();
    }

    @Test
    void refusesWhatCannotWork() {
        assertThat(Plugins.problems(plugin, Map.of("collectors", "cpus"))).hasSize(1)
                .first().satisfies(problem -> assertThat(problem.message()).contains("did you mean \"cpu\"?"));
        assertThat(Plugins.problems(plugin, Map.of("processes", -1))).hasSize(1);
        assertThat(Plugins.problems(plugin, Map.of("disks", "("))).hasSize(1);
        assertThat(Plugins.problems(plugin, Map.of("root", "host"))).extracting(problem -> problem.code())
                .containsExactly("host.root");
    }

    @Test
    void isScheduledAndNamed() {
        assertThat(plugin.scheduled()).isTrue();
        assertThat(Plugins.name(plugin)).isEqualTo("host");
    }
}
