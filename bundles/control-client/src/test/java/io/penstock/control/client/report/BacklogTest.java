package io.penstock.control.client.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.control.api.BatchHead;
import io.penstock.control.api.Json;
import io.penstock.control.client.identity.AgentFolder;
import io.penstock.control.client.identity.Identifiers;
import io.penstock.core.time.Clock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacklogTest {
    private static final Identifiers IDS = new Identifiers(Clock.system(), new SecureRandom());

    @TempDir
    Path folder;
    private final Json json = new Json();

    private Backlog open(long most) {
        return new Backlog("logs", new AgentFolder(folder.resolve("reports")), json, IDS, most);
    }

    private static List<String> lines(Backlog.Batch batch) {
        return new String(batch.content(), StandardCharsets.UTF_8).lines().skip(1).toList();
    }

    private BatchHead head(Backlog.Batch batch) {
        return json.readTolerant(new String(batch.content(), StandardCharsets.UTF_8).lines().findFirst().orElseThrow(),
                BatchHead.class);
    }

    @Test
    void givesTheSameBatchUntilItIsTaken() {
        Backlog backlog = open(1000);
        backlog.add("a");
        Backlog.Batch first = backlog.next().orElseThrow();
        backlog.add("b");

        assertThat(backlog.next().orElseThrow()).isSameAs(first);
        backlog.taken(first);
        assertThat(lines(backlog.next().orElseThrow())).containsExactly("\"b\"");
        assertThat(head(backlog.next().orElseThrow()).seq()).isEqualTo(2);
    }

    @Test
    void dropsTheOldestCountsThemAndSparesWhatIsOnItsWay() {
        Backlog backlog = open(12);
        backlog.add("1");
        Backlog.Batch out = backlog.next().orElseThrow();
        for (int i = 2; i < 9; i++) {
            backlog.add(Integer.toString(i));
        }
        assertThat(backlog.bytes()).isLessThanOrEqualTo(12);
        assertThat(lines(out)).containsExactly("\"1\"");
        backlog.taken(out);
        Backlog.Batch next = backlog.next().orElseThrow();
        assertThat(lines(next)).containsExactly("\"7\"", "\"8\"");
        assertThat(head(next).lost()).isEqualTo(5);
        assertThat(backlog.lost()).isEqualTo(5);
    }

    @Test
    void isThereAgainAfterARestart() {
        Backlog backlog = open(1000);
        backlog.add("a");
        backlog.add("b");
        Backlog.Batch out = backlog.next().orElseThrow();
        backlog.add("c");
        backlog.keep();
        Backlog again = open(1000);

        assertThat(again.next().orElseThrow().content()).isEqualTo(out.content());
        again.taken(again.next().orElseThrow());
        assertThat(lines(again.next().orElseThrow())).containsExactly("\"c\"");
        assertThat(again.bytes()).isEqualTo(4);
    }
}
