package io.penstock.plugin.transform.lookup;

import static io.penstock.plugin.transform.Transforms.NOON;
import static io.penstock.plugin.transform.Transforms.make;
import static io.penstock.plugin.transform.Transforms.record;
import static io.penstock.plugin.transform.Transforms.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.event.Null;
import io.penstock.core.event.Unsigned;
import io.penstock.core.plugin.Transform;
import io.penstock.core.time.ManualClock;
import io.penstock.testing.RecordingOutlet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrichPluginTest {
    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock(NOON);

    private Transform enrich(Path table, Object... options) {
        Map<String, Object> all = new LinkedHashMap<>(Map.of("table", table.toString(), "key", "ip"));
        for (int i = 0; i < options.length; i += 2) {
            all.put((String) options[i], options[i + 1]);
        }
        return make(new EnrichPlugin(), all, clock, folder);
    }

    private Path table(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static final String HOSTS = "ip,site,rack\n10.0.0.1,berlin,7\n10.0.0.2,\"rome, old\",\n";

    @Test
    void addsTheColumnsOfTheRow() throws IOException {
        assertThat(run(enrich(table("h.csv", HOSTS), "types", Map.of("rack", "int")),
                record("ip", "10.0.0.1"), record("ip", "10.0.0.2"), record("ip", "x"))).containsExactly(
                record("ip", "10.0.0.1", "site", "berlin", "rack", 7L),
                record("ip", "10.0.0.2", "site", "rome, old", "rack", Null.NULL), record("ip", "x"));
        assertThat(run(enrich(table("h.csv", HOSTS), "take", "site", "prefix", "host_"), record("ip", "10.0.0.1")))
                .containsExactly(record("ip", "10.0.0.1", "host_site", "berlin"));
    }

    @Test
    void looksNumbersUpAsText() throws IOException {
        Path table = table("p.csv", "name,port\nhttps,443\n");
        assertThat(run(enrich(table, "key-column", "port"), record("ip", 443L), record("ip", Unsigned.of(443))))
                .extracting(event -> event.fields().get("name")).containsExactly("https", "https");
    }

    @Test
    void readsJsonTables() throws IOException {
        assertThat(run(enrich(table("h.json", "[{\"ip\":\"a\",\"n\":18446744073709551615}]")), record("ip", "a")))
                .containsExactly(record("ip", "a", "n", Unsigned.MAX));
        assertThat(run(enrich(table("k.json", "{\"a\":{\"n\":1,\"m\":2}}"), "take", "m"), record("ip", "a")))
                .containsExactly(record("ip", "a", "m", 2L));
    }

    @Test
    void dropsOrRefusesWhatIsNotInTheTable() throws IOException {
        RecordingOutlet out = new RecordingOutlet()
                .apply(enrich(table("h.csv", HOSTS), "on-miss", "drop"), record("ip", "x"));
        assertThat(out.drops()).containsExactly("not in table");
        assertThatThrownBy(() -> run(enrich(table("h.csv", HOSTS), "on-miss", "error"), record("ip", "x")))
                .hasMessageContaining("h.csv").hasMessageContaining("\"x\"");
    }

    @Test
    void readsAChangedFileAgainAtMostOnceASecond() throws IOException {
        Path table = table("h.csv", "ip,site\na,berlin\n");
        Transform enrich = enrich(table);
        assertThat(run(enrich, record("ip", "a"))).containsExactly(record("ip", "a", "site", "berlin"));
        table("h.csv", "ip,site\na,amsterdam\n");
        assertThat(run(enrich, record("ip", "a"))).containsExactly(record("ip", "a", "site", "berlin"));
        clock.advance(Duration.ofSeconds(1));
        assertThat(run(enrich, record("ip", "a"))).containsExactly(record("ip", "a", "site", "amsterdam"));
    }

    @Test
    void keepsTheOldTableWhenTheNewOneIsBadOrGone() throws IOException {
        Path table = table("h.csv", "ip,site\na,berlin\n");
        Transform enrich = enrich(table);
        table("h.csv", "ip,site\na,\"broken");
        clock.advance(Duration.ofSeconds(1));
        assertThat(run(enrich, record("ip", "a"))).containsExactly(record("ip", "a", "site", "berlin"));
        Files.delete(table);
        clock.advance(Duration.ofSeconds(1));
        assertThat(run(enrich, record("ip", "a"))).containsExactly(record("ip", "a", "site", "berlin"));
        table("h.csv", "ip,site\na,rome\n");
        clock.advance(Duration.ofSeconds(1));
        assertThat(run(enrich, record("ip", "a"))).containsExactly(record("ip", "a", "site", "rome"));
    }

    @Test
    void refusesTablesThatMakeNoSense() throws IOException {
        assertThatThrownBy(() -> enrich(folder.resolve("none.csv"))).hasMessageContaining("none.csv");
        assertThatThrownBy(() -> enrich(table("a.csv", ""))).hasMessageContaining("header");
        assertThatThrownBy(() -> enrich(table("b.csv", "ip,x\na,1\na,2"))).hasMessageContaining("comes twice");
        assertThatThrownBy(() -> enrich(table("c.csv", "ip,x\na"))).hasMessageContaining("row 1 has 1 values");
        assertThatThrownBy(() -> enrich(table("d.csv", HOSTS), "take", "owner")).hasMessageContaining("\"owner\"");
        assertThatThrownBy(() -> enrich(table("e.csv", HOSTS), "max-size", "4B")).hasMessageContaining("max-size");
        assertThatThrownBy(() -> enrich(table("f.json", "[1]"))).hasMessageContaining("row 1");
    }
}
